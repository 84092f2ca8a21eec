// RUN: not mixp-opt %s --mixp-quantize=scheme=w3a8 2>&1 | FileCheck %s --check-prefix=SCHEME
// RUN: not mixp-opt %s --mixp-quantize=a16=f64 2>&1 | FileCheck %s --check-prefix=A16
// RUN: not mixp-opt %s --mixp-quantize=scheme=f16 2>&1 | FileCheck %s --check-prefix=F16

// SCHEME: error: unknown scheme 'w3a8'; known are: f32, bf16, f16, w8a8, w8a8-dynamic, w8a16, f8e4m3, f8e4m3-dynamic, f8e5m2, f8e5m2-dynamic, mxint8, mxfp8, mxfp8-e5m2, mxfp6, mxfp6-e3m2, mxfp4, w{2,3,4,8}a{8,16}-gN and w{2,3,4,8}a8-static-gN with N a multiple of 16 from 32 to 256
// A16: error: expected a16 to be f16 or bf16 but got 'f64'
// F16: error: 'mixp.matmul' op has the weight 7.000000e+04 in its constant rhs, which 'f16' cannot hold: take another scheme
func.func @weight_beyond_f16(%x: tensor<2x2xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<[[1.0], [7.0e4]]> : tensor<2x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<2x2xf32>, tensor<2x1xf32>) outs(%c : tensor<2x1xf32>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}
