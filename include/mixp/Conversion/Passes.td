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
  let summary = "contractions and convolutions in linalg to mixp ops";
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

    Convolutions of one to three spatial dims, with groups or depthwise, become
    mixp.conv, whose layout is the one that asks for fewer transposes: the input
    is read at sums of a pixel's and a window's loop.

    ```mlir
    %0 = linalg.conv_2d_nhwc_hwcf_q {strides = dense<[2, 1]> : vector<2xi64>}
           ins(%x, %w, %zx, %zw : tensor<1x5x7x3xi8>, tensor<3x3x3x4xi8>, i32, i32)
           outs(%init : tensor<1x2x5x4xi32>) -> tensor<1x2x5x4xi32>
    // becomes
    %f = linalg.transpose ins(%w : tensor<3x3x3x4xi8>) ... permutation = [3, 0, 1, 2]
    %0 = mixp.conv ins(%x, %f : tensor<1x5x7x3xi8>, tensor<4x3x3x3xi8>)
           input_zero_point(...) input_block [0, 0, 0, 0]
           filter_zero_point(...) filter_block [0, 0, 0, 0]
           layout(nhwc_fhwc) strides [2, 1] dilations [1, 1]
           outs(%init : tensor<1x2x5x4xi32>) -> tensor<1x2x5x4xi32>
    ```

    Integer products keep their bits. A float product has mixp's bound, which a
    sum that is rounded to f16 or bf16 at each step does not: see
    docs/Rationale.md. Ops of another meaning or of types that mixp's ops do not
    take stay as they are, and a remark `linalg-kept` says why:
    `--remarks-filter=convert-linalg-to-mixp` prints it.
  }];
  let dependentDialects = ["::mixp::MixpDialect", "::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ConvertQuantToMixpPass : Pass<"convert-quant-to-mixp"> {
  let summary = "quant.qcast and dcast to mixp.quantize and dequantize";
  let description = [{
    The quantized type's scales and zero points become constant operands by the
    block rule: per layer, per axis or sub-channel. Rounding is to nearest,
    ties to even, and values are clamped before they are converted, which
    --lower-quant-ops leaves out. A type whose storage range is only a part of
    its integer's is clamped to it afterwards.

    ```mlir
    %q = quant.qcast %x : tensor<3x2xf32>
           to tensor<3x2x!quant.uniform<u8:f32:1, {0.5:10, 2.0:128}>>
    // becomes
    %s = arith.constant dense<[[0.5, 2.0]]> : tensor<1x2xf32>
    %z = arith.constant dense<[[10, 128]]> : tensor<1x2xi32>
    %0 = mixp.quantize %x scale(%s : tensor<1x2xf32>) zero_point(%z : tensor<1x2xi32>)
           block [0, 1] {result_unsigned} : tensor<3x2xf32> -> tensor<3x2xi8>
    %q = quant.scast %0 : tensor<3x2xi8>
           to tensor<3x2x!quant.uniform<u8:f32:1, {0.5:10, 2.0:128}>>
    ```

    The quant.scast stays where someone else needs the quantized type. Pairs of
    them fold; --strip-func-quant-types takes those at function boundaries away.
  }];
  let dependentDialects = [
    "::mixp::MixpDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::quant::QuantDialect",
    "::mlir::tensor::TensorDialect"];
}

def ConvertMixpToQuantPass : Pass<"convert-mixp-to-quant"> {
  let summary = "mixp.quantize and dequantize to quant.qcast and dcast";
  let description = [{
    For pipelines that go on in quantized types. Takes ops on signless integers
    whose scales and zero points are dense constants, f32 and i32, and whose
    blocks divide; a remark `mixp-kept` says why another stays.

    ```mlir
    %s = arith.constant dense<0.5> : tensor<1x1xf32>
    %0 = mixp.dequantize %q scale(%s : tensor<1x1xf32>) block [0, 0]
           : tensor<3x2xi8> -> tensor<3x2xf32>
    // becomes
    %1 = quant.scast %q : tensor<3x2xi8> to tensor<3x2x!quant.uniform<i8:f32, 0.5>>
    %0 = quant.dcast %1 : tensor<3x2x!quant.uniform<i8:f32, 0.5>> to tensor<3x2xf32>
    ```

    quant does not say how it rounds: values are mixp's again only after
    convert-quant-to-mixp.
  }];
  let dependentDialects = ["::mixp::MixpDialect",
                           "::mlir::quant::QuantDialect"];
}

def ConvertTosaToMixpPass : Pass<"convert-tosa-to-mixp"> {
  let summary = "TOSA's products, convolutions, rescales and casts to mixp";
  let description = [{
    tosa.matmul becomes mixp.matmul into zeros with TOSA's zero points;
    matmul_t_block_scaled the same with f8E8M0FNU scales in blocks of 32;
    conv2d, conv3d and depthwise_conv2d become mixp.conv, the bias added to it;
    rescale becomes mixp.requantize with the profile of its rounding mode;
    cast_to_block_scaled chooses scales and quantizes, cast_from_block_scaled
    dequantizes. Values are TOSA's, to the bit where it defines them.

    ```mlir
    %m = "tosa.const"() {values = dense<1342177280> : tensor<1xi32>} : () -> tensor<1xi32>
    %s = "tosa.const"() {values = dense<35> : tensor<1xi8>} : () -> tensor<1xi8>
    %i = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
    %o = "tosa.const"() {values = dense<-128> : tensor<1xi8>} : () -> tensor<1xi8>
    %0 = tosa.rescale %acc, %m, %s, %i, %o {scale32 = true, rounding_mode = DOUBLE_ROUND,
           per_channel = false, input_unsigned = false, output_unsigned = false}
           : (tensor<3x5xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>)
           -> tensor<3x5xi8>
    // becomes
    %m = arith.constant dense<1342177280> : tensor<1x1xi32>
    %s = arith.constant dense<35> : tensor<1x1xi8>
    %z = arith.constant dense<-128> : tensor<1x1xi32>
    %0 = mixp.requantize tosa_double %acc multiplier(%m : tensor<1x1xi32>)
           shift(%s : tensor<1x1xi8>) zero_point(%z : tensor<1x1xi32>) block [0, 0]
           : tensor<3x5xi32> -> tensor<3x5xi8>
    ```

    A transposed convolution is an error: mixp has none. Ops on types that mixp
    lacks stay for TOSA's own lowerings, with a remark `tosa-kept` that says why.
  }];
  let dependentDialects = [
    "::mixp::MixpDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
}

#endif // MIXP_CONVERSION_PASSES_TD
