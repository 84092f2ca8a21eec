// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule --remarks-filter=mixp-schedule --remark-format=emitRemark -o /dev/null 2>&1 | FileCheck %s
// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule --mixp-pack-matmul | FileCheck %s --check-prefix=PACKED

// The windows of one spatial dim are one run.
// CHECK: windows are read in place
// CHECK: windows are written out: a run of elements is no whole number of words
// CHECK: windows are written out: they are summed as well

// PACKED-LABEL: func.func @in_place
// PACKED: %[[W:.*]] = mixp.windows %arg0 strides [1] dilations [1] {in_place}
// PACKED: mixp.packed_matmul ins(%[[W]], %{{.*}} : tensor<2x4x3x8xf32>, tensor<1x1x24x32xf32>)
// PACKED-SAME: attributes {lhs_row_dims = 2 : i64}
func.func @in_place(%x: tensor<2x6x8xf32>, %b: tensor<24x5xf32>) -> tensor<8x5xf32> {
  %w = mixp.windows %x strides [1] dilations [1] : tensor<2x6x8xf32> -> tensor<2x4x3x8xf32>
  %a = tensor.collapse_shape %w [[0, 1], [2, 3]] : tensor<2x4x3x8xf32> into tensor<8x24xf32>
  %c = arith.constant dense<0.0> : tensor<8x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<8x24xf32>, tensor<24x5xf32>) outs(%c : tensor<8x5xf32>) -> tensor<8x5xf32>
  return %0 : tensor<8x5xf32>
}

// PACKED-LABEL: func.func @no_words
// PACKED: mixp.packed_matmul ins(%{{.*}}, %{{.*}} : tensor<8x12xi8>, tensor<1x1x3x128xi8>)
func.func @no_words(%x: tensor<2x6x3xi8>, %b: tensor<9x5xi8>) -> tensor<8x5xi32> {
  %w = mixp.windows %x strides [1] dilations [1] : tensor<2x6x3xi8> -> tensor<2x4x3x3xi8>
  %a = tensor.collapse_shape %w [[0, 1], [2, 3]] : tensor<2x4x3x3xi8> into tensor<8x9xi8>
  %c = arith.constant dense<0> : tensor<8x5xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<8x9xi8>, tensor<9x5xi8>) outs(%c : tensor<8x5xi32>) -> tensor<8x5xi32>
  return %0 : tensor<8x5xi32>
}

// Both sides unsigned: the sums of lhs correct the flipped signs of rhs.
func.func @summed(%x: tensor<2x6x8xi8>, %b: tensor<24x5xi8>) -> tensor<8x5xi32> {
  %w = mixp.windows %x strides [1] dilations [1] : tensor<2x6x8xi8> -> tensor<2x4x3x8xi8>
  %a = tensor.collapse_shape %w [[0, 1], [2, 3]] : tensor<2x4x3x8xi8> into tensor<8x24xi8>
  %c = arith.constant dense<0> : tensor<8x5xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<8x24xi8>, tensor<24x5xi8>) outs(%c : tensor<8x5xi32>) {lhs_unsigned, rhs_unsigned} -> tensor<8x5xi32>
  return %0 : tensor<8x5xi32>
}
