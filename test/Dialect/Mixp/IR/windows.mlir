// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s -resolve-ranked-shaped-type-result-dims | FileCheck %s --check-prefix=DIMS

// CHECK-LABEL: func.func @windows_2d
// CHECK: mixp.windows %{{.*}} strides [2, 1] dilations [1, 1] : tensor<1x7x8x3xi8> -> tensor<1x3x6x3x3x3xi8>
func.func @windows_2d(%x: tensor<1x7x8x3xi8>) -> tensor<1x3x6x3x3x3xi8> {
  %0 = mixp.windows %x strides [2, 1] dilations [1, 1] : tensor<1x7x8x3xi8> -> tensor<1x3x6x3x3x3xi8>
  return %0 : tensor<1x3x6x3x3x3xi8>
}

// CHECK-LABEL: func.func @windows_groups_in_place
// CHECK: mixp.windows %{{.*}} strides [1] dilations [3] groups(2) {in_place} : tensor<?x9x6xf32> -> tensor<2x?x3x3x3xf32>
func.func @windows_groups_in_place(%x: tensor<?x9x6xf32>) -> tensor<2x?x3x3x3xf32> {
  %0 = mixp.windows %x strides [1] dilations [3] groups(2) {in_place} : tensor<?x9x6xf32> -> tensor<2x?x3x3x3xf32>
  return %0 : tensor<2x?x3x3x3xf32>
}

// A window of 5 elements, every second of them: floor((H - 5) / 2) + 1.
// DIMS: #[[MAP:.*]] = affine_map<()[s0] -> ((s0 - 5) floordiv 2 + 1, 0)>
// DIMS-LABEL: func.func @dims
// DIMS: %[[H:.*]] = tensor.dim %arg0, %c1
// DIMS: affine.max #[[MAP]]()[%[[H]]]
func.func @dims(%x: tensor<2x?x4xf32>) -> index {
  %c1 = arith.constant 1 : index
  %0 = mixp.windows %x strides [2] dilations [2] : tensor<2x?x4xf32> -> tensor<2x?x3x4xf32>
  %d = tensor.dim %0, %c1 : tensor<2x?x3x4xf32>
  return %d : index
}
