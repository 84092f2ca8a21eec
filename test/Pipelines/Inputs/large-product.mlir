// Enough work for two threads.
func.func @main(%lhs: tensor<130x1000xui8>, %rhs: tensor<1000x257xi8>,
                %init: tensor<130x257xi32>) -> tensor<130x257xi32> {
  %result = mixp.matmul ins(%lhs, %rhs : tensor<130x1000xui8>, tensor<1000x257xi8>)
    outs(%init : tensor<130x257xi32>) -> tensor<130x257xi32>
  return %result : tensor<130x257xi32>
}
