// RUN: mixp-opt %s --mixp-correct-bias --verify-diagnostics

func.func @mean_of_another_k(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<0.4> : tensor<2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_mean' to be a tensor of 2 finite f32; remove it or calibrate again}}
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_mean = [1.0, 2.0]} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
