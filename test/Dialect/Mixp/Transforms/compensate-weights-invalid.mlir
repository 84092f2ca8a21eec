// RUN: mixp-opt %s --split-input-file --mixp-compensate-weights --verify-diagnostics
// RUN: not mixp-opt %s --split-input-file --mixp-compensate-weights=damping=-1 2>&1 | FileCheck %s
// CHECK: error: expected a damping of at least 0 but got -1

func.func @gram_of_another_k(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<0.4> : tensor<2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_gram' to be a tensor of 4 finite f32; remove it or calibrate again}}
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_gram = dense<1.0> : tensor<3x3xf32>} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}

// -----

func.func @gram_of_nan(%x: tensor<?x1xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<0.4> : tensor<1x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<1x1xf32> -> tensor<1x1xi4>
  // expected-error @+1 {{expected 'mixp.lhs_gram' to be a tensor of 1 finite f32}}
  %0 = mixp.matmul ins(%x, %q : tensor<?x1xf32>, tensor<1x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_gram = dense<0x7FC00000> : tensor<1x1xf32>} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
