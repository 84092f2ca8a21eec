func.func @main(%lhs: tensor<3x7xf32>, %rhs: tensor<7x5xf32>,
                %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %result = mixp.matmul ins(%lhs, %rhs : tensor<3x7xf32>, tensor<7x5xf32>)
    outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %result : tensor<3x5xf32>
}
