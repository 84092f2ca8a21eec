// Zero points that vary along K keep an integer product exact.
// RUN: mixp run %s --random=5 --check
// RUN: mixp run %s --random=5 --check --target=x86-64-v3
// REQUIRES: avx2

func.func @main(%a: tensor<3x9xui8>, %b: tensor<9x5xi8>, %za: tensor<3x3xi32>, %zb: tensor<3x5xi32>, %c: tensor<3x5xi32>)
    -> (tensor<3x5xi32>, tensor<3x5xi32>) {
  %0 = mixp.matmul ins(%a, %b : tensor<3x9xui8>, tensor<9x5xi8>)
         lhs_zero_point(%za : tensor<3x3xi32>) lhs_block [1, 4] outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  %1 = mixp.matmul ins(%a, %b : tensor<3x9xui8>, tensor<9x5xi8>)
         rhs_zero_point(%zb : tensor<3x5xi32>) rhs_block [3, 1] outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0, %1 : tensor<3x5xi32>, tensor<3x5xi32>
}
