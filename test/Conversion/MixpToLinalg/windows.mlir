// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// A row of the window with its channels is one run: 3 x 3 elements.
// CHECK: #[[Y:.*]] = affine_map<()[s0, s1] -> (s0 * 2 + s1)>
// CHECK: #[[X:.*]] = affine_map<()[s0, s1] -> (s0 * 3 + s1)>
// CHECK-LABEL: func.func @runs
// CHECK: %[[FLAT:.*]] = tensor.collapse_shape %arg0 {{\[\[}}0], [1], [2, 3]] : tensor<1x7x8x3xi8> into tensor<1x7x24xi8>
// CHECK: %[[COPY:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<1x3x6x3x9xi8>)
// CHECK: %[[ROW:.*]] = affine.apply #[[Y]]()[%{{.*}}, %{{.*}}]
// CHECK: %[[AT:.*]] = affine.apply #[[X]]()[%{{.*}}, %{{.*}}]
// CHECK: tensor.extract %[[FLAT]][%{{.*}}, %[[ROW]], %[[AT]]]
// CHECK: tensor.expand_shape %[[COPY]] {{.*}} : tensor<1x3x6x3x9xi8> into tensor<1x3x6x3x3x3xi8>
func.func @runs(%x: tensor<1x7x8x3xi8>) -> tensor<1x3x6x3x3x3xi8> {
  %0 = mixp.windows %x strides [2, 1] dilations [1, 1] : tensor<1x7x8x3xi8> -> tensor<1x3x6x3x3x3xi8>
  return %0 : tensor<1x3x6x3x3x3xi8>
}

// Groups are channels apart.
// CHECK-LABEL: func.func @groups
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<2x?x3x3x3xf32>)
// CHECK: tensor.extract %arg0
func.func @groups(%x: tensor<?x9x6xf32>) -> tensor<2x?x3x3x3xf32> {
  %0 = mixp.windows %x strides [1] dilations [3] groups(2) : tensor<?x9x6xf32> -> tensor<2x?x3x3x3xf32>
  return %0 : tensor<2x?x3x3x3xf32>
}

// A kernel reads these itself.
// CHECK-LABEL: func.func @in_place
// CHECK: %[[W:.*]] = mixp.windows
// CHECK: mixp.packed_matmul ins(%[[W]]
func.func @in_place(%x: tensor<1x8x8xf32>, %q: tensor<1x1x24x16xf32>, %e: tensor<6x5xf32>) -> tensor<6x5xf32> {
  %w = mixp.windows %x strides [1] dilations [1] {in_place} : tensor<1x8x8xf32> -> tensor<1x6x3x8xf32>
  %1 = mixp.packed_matmul ins(%w, %q : tensor<1x6x3x8xf32>, tensor<1x1x24x16xf32>) maps [] outs(%e : tensor<6x5xf32>)
         schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16> attributes {lhs_row_dims = 2 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<6x5xf32>
  return %1 : tensor<6x5xf32>
}
