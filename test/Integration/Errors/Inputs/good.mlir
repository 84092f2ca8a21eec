func.func @main(%x: tensor<?x3xf32> {mixp.name = "x"}) -> (tensor<?x2xf32> {mixp.name = "y"}) {
  %w = arith.constant dense<[[1.0, -2.0], [0.5, 3.0], [-1.5, 0.25]]> : tensor<3x2xf32>
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %rows = tensor.dim %x, %c0 : tensor<?x3xf32>
  %empty = tensor.empty(%rows) : tensor<?x2xf32>
  %start = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x2xf32>) -> tensor<?x2xf32>
  %y = mixp.matmul ins(%x, %w : tensor<?x3xf32>, tensor<3x2xf32>) outs(%start : tensor<?x2xf32>) -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}
func.func @index(%x: index) { return }
func.func @one(%x: tensor<1x3xf32>) -> tensor<3xf32> {
  %y = tensor.collapse_shape %x [[0, 1]] : tensor<1x3xf32> into tensor<3xf32>
  return %y : tensor<3xf32>
}
func.func @nibbles(%x: tensor<4xi4> {mixp.name = "x"}) -> tensor<4xi4> {
  return %x : tensor<4xi4>
}
