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

#endif // MIXP_CONVERSION_PASSES_TD
