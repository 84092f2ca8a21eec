// Weights of 4 bits with scales for groups, and a result of 16 bits.
func.func @main(%a: tensor<270x70xf16>, %w: tensor<77x70xi4>, %s: tensor<77x2xf16>) -> tensor<270x77xf16> {
  %zeros = arith.constant dense<0.0> : tensor<270x77xf16>
  %0 = mixp.matmul ins(%a, %w : tensor<270x70xf16>, tensor<77x70xi4>) rhs_scale(%s : tensor<77x2xf16>) rhs_block [1, 64]
         outs(%zeros : tensor<270x77xf16>) {transpose_rhs} -> tensor<270x77xf16>
  return %0 : tensor<270x77xf16>
}
