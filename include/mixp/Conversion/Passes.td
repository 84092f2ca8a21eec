//===- Passes.td - Conversions from and to mixp ------------*- tablegen -*-===//
#ifndef MIXP_CONVERSION_PASSES_TD
#define MIXP_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertMixpToLinalgPass : Pass<"convert-mixp-to-linalg"> {
  let summary = "every mixp op to linalg.generic, exact to its definition";
  let description = [{
    The generic path: it takes whatever op and shape no code generator has
    taken before it, and is what those are compared with. Ops must be signless
    (mixp-strip-signedness). All arithmetic is without fast-math flags: nothing
    is contracted or reassociated.

    ```mlir
    %0 = mixp.dequantize %q scale(%s : tensor<1x5xf32>) : tensor<3x5xi8> -> tensor<3x5xf32>
    // becomes
    %e = tensor.empty() : tensor<3x5xf32>
    %0 = linalg.generic {indexing_maps = [(d0, d1) -> (d0, d1), (d0, d1) -> (0, d1),
                                          (d0, d1) -> (d0, d1)],
                         iterator_types = ["parallel", "parallel"]}
           ins(%q, %s : ...) outs(%e : ...) {
      ^bb0(%in: i8, %scale: f32, %out: f32):
        %1 = arith.sitofp %in : i8 to f32
        %2 = arith.mulf %1, %scale : f32
        linalg.yield %2 : f32
    }
    ```

    A scale or zero point whose blocks neither cover their dim nor are 1 is read
    in the body by tensor.extract at `index / block`.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::tensor::TensorDialect"];
}

def ConvertLinalgToMixpPass : Pass<"convert-linalg-to-mixp"> {
  let summary = "contractions in linalg to mixp.matmul on the narrow operands";
  let description = [{
    Takes matmul, batch_matmul, contract and quantized_matmul in every form of
    their indexing maps, and a generic op whose body does the same: multiplies
    two inputs, each widened or less a zero point, and adds. Conversions that
    keep every value (extsi, extui, extf, and sitofp, uitofp where exact) are
    folded in, in the body or before the op: the product then reads the narrow
    operands, which fast code wants, and no sign is lost.

    ```mlir
    %a = arith.extsi %lhs : tensor<3x7xi8> to tensor<3x7xi32>
    %b = arith.extui %rhs : tensor<7x5xi8> to tensor<7x5xi32>
    %0 = linalg.matmul ins(%a, %b : tensor<3x7xi32>, tensor<7x5xi32>)
           outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
    // becomes
    %0 = mixp.matmul ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi8>)
           outs(%init : tensor<3x5xi32>) {rhs_unsigned} -> tensor<3x5xi32>
    ```

    Integer products keep their bits. A float product has mixp's bound, which a
    sum that is rounded to f16 or bf16 at each step does not: see
    docs/Rationale.md. Ops of another meaning or of types that mixp.matmul does
    not take stay as they are, and a remark `linalg-kept` says why:
    `--remarks-filter=convert-linalg-to-mixp` prints it.
  }];
  let dependentDialects = ["::mixp::MixpDialect", "::mlir::arith::ArithDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // MIXP_CONVERSION_PASSES_TD
