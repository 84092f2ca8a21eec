// RUN: mixp-opt %s --mixp-migrate-scales --verify-diagnostics
// RUN: not mixp-opt %s --mixp-migrate-scales=alpha=1.5 2>&1 | FileCheck %s
// CHECK: error: expected an alpha of 0 to 1 but got 1.5

func.func @maxima_of_another_k(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<0.4> : tensor<2x1xf32>
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_channel_max' to be a tensor of 2 finite f32; remove it or calibrate again}}
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x1xf32>) outs(%c : tensor<?x1xf32>)
         {mixp.lhs_channel_max = dense<1.0> : tensor<3xf32>} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
