// RUN: mixp run %s --random=1 --check
// RUN: mixp run %s --random=2 --random-special --check

func.func @main(%a: tensor<8x5xi8>, %b: tensor<3x20x2xf32>, %c: tensor<1x12xui4>, %d: tensor<3x8xbf16>)
    -> (tensor<4x5xi8>, tensor<4x5xui2>, tensor<3x10x2xf32>, tensor<3x10x2xui2>, tensor<1x6xui4>, tensor<1x6xui2>, tensor<3x3xf32>) {
  %v0, %m0 = mixp.sparse_encode %a dim(0) : tensor<8x5xi8> -> tensor<4x5xi8>, tensor<4x5xui2>
  %v1, %m1 = mixp.sparse_encode %b dim(1) : tensor<3x20x2xf32> -> tensor<3x10x2xf32>, tensor<3x10x2xui2>
  %v2, %m2 = mixp.sparse_encode %c dim(1) : tensor<1x12xui4> -> tensor<1x6xui4>, tensor<1x6xui2>
  %v3, %m3 = mixp.sparse_encode %d dim(1) : tensor<3x8xbf16> -> tensor<3x4xbf16>, tensor<3x4xui2>
  %zero = arith.constant dense<0.0> : tensor<3x3xf32>
  %r = mixp.matmul ins(%v3, %d : tensor<3x4xbf16>, tensor<3x8xbf16>) lhs_metadata(%m3 : tensor<3x4xui2>)
         outs(%zero : tensor<3x3xf32>) {transpose_rhs} -> tensor<3x3xf32>
  return %v0, %m0, %v1, %m1, %v2, %m2, %r : tensor<4x5xi8>, tensor<4x5xui2>, tensor<3x10x2xf32>, tensor<3x10x2xui2>, tensor<1x6xui4>, tensor<1x6xui2>, tensor<3x3xf32>
}
