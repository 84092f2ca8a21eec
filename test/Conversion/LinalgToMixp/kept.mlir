// Ops that have another meaning than mixp.matmul stay, and a remark says why.
//
// RUN: mixp-opt %s -convert-linalg-to-mixp --remarks-filter=convert-linalg-to-mixp 2>&1 | FileCheck %s

// CHECK: remark: {{.*}} linalg-kept {{.*}}expected a loop for K and one for M or N
func.func @dot(%lhs: tensor<7xf32>, %rhs: tensor<7xf32>, %init: tensor<f32>) -> tensor<f32> {
  %0 = linalg.dot ins(%lhs, %rhs : tensor<7xf32>, tensor<7xf32>) outs(%init : tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}'mixp.matmul' op operand #2 must be {{.*}}, but got 'tensor<3x5xi8>'
func.func @narrow_accumulator(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xi8>) -> tensor<3x5xi8> {
  %0 = linalg.matmul ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi8>) outs(%init : tensor<3x5xi8>) -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}'mixp.matmul' op expected outs of i32 for integer operands without scales but got 'f32'
func.func @integers_to_float(%lhs: tensor<3x?xi8>, %rhs: tensor<?x5xi8>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = linalg.matmul ins(%lhs, %rhs : tensor<3x?xi8>, tensor<?x5xi8>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}loop #0 is one of a single operand
func.func @broadcast(%lhs: tensor<7xf32>, %rhs: tensor<7x5xf32>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
    ins(%lhs, %rhs : tensor<7xf32>, tensor<7x5xf32>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected a body that adds a product to its output
func.func @minimum(%lhs: tensor<3x7xf32>, %rhs: tensor<7x5xf32>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%lhs, %rhs : tensor<3x7xf32>, tensor<7x5xf32>) outs(%init : tensor<3x5xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.minimumf %acc, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected a body that adds a product to its output
func.func @product_in_f16(%lhs: tensor<3x7xf16>, %rhs: tensor<7x5xf16>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%lhs, %rhs : tensor<3x7xf16>, tensor<7x5xf16>) outs(%init : tensor<3x5xf32>) {
  ^bb0(%a: f16, %b: f16, %acc: f32):
    %1 = arith.mulf %a, %b : f16
    %2 = arith.extf %1 : f16 to f32
    %3 = arith.addf %acc, %2 : f32
    linalg.yield %3 : f32
  } -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected the dims of batches, M, N and K side by side and in the same order in every operand, batches first
func.func @batches(%lhs: tensor<3x2x7xf32>, %rhs: tensor<2x7x5xf32>, %init: tensor<2x3x5xf32>) -> tensor<2x3x5xf32> {
  %0 = linalg.contract indexing_maps = [affine_map<(b, m, n, k) -> (m, b, k)>, affine_map<(b, m, n, k) -> (b, k, n)>, affine_map<(b, m, n, k) -> (b, m, n)>]
    ins(%lhs, %rhs : tensor<3x2x7xf32>, tensor<2x7x5xf32>) outs(%init : tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected one result that is a tensor
func.func @memrefs(%lhs: memref<3x7xf32>, %rhs: memref<7x5xf32>, %init: memref<3x5xf32>) {
  linalg.matmul ins(%lhs, %rhs : memref<3x7xf32>, memref<7x5xf32>) outs(%init : memref<3x5xf32>)
  return
}

// CHECK-NOT: mixp.matmul
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected one loop for the batch but got two
func.func @convolution_of_two_batches(%x: tensor<2x3x9xf32>, %w: tensor<3xf32>, %c: tensor<2x3x7xf32>) -> tensor<2x3x7xf32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(m, n, y, t) -> (m, n, y + t)>, affine_map<(m, n, y, t) -> (t)>, affine_map<(m, n, y, t) -> (m, n, y)>],
    iterator_types = ["parallel", "parallel", "parallel", "reduction"]
  } ins(%x, %w : tensor<2x3x9xf32>, tensor<3xf32>) outs(%c : tensor<2x3x7xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %acc, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<2x3x7xf32>
  return %0 : tensor<2x3x7xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected sums of two loops times constants in the input's map
func.func @convolution_of_three_loops(%x: tensor<1x9x2xf32>, %w: tensor<4x2x2x2xf32>, %c: tensor<1x7x4xf32>) -> tensor<1x7x4xf32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(n, y, o, t, u, c) -> (n, y + t + u, c)>, affine_map<(n, y, o, t, u, c) -> (o, t, u, c)>, affine_map<(n, y, o, t, u, c) -> (n, y, o)>],
    iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]
  } ins(%x, %w : tensor<1x9x2xf32>, tensor<4x2x2x2xf32>) outs(%c : tensor<1x7x4xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %1 = arith.mulf %a, %b : f32
    %2 = arith.addf %acc, %1 : f32
    linalg.yield %2 : f32
  } -> tensor<1x7x4xf32>
  return %0 : tensor<1x7x4xf32>
}
// CHECK: remark: {{.*}} linalg-kept {{.*}}expected a static number of groups of at least 1
func.func @depthwise_of_unknown_channels(%x: tensor<1x7x9x?xf32>, %w: tensor<2x3x?xf32>, %c: tensor<1x6x7x?xf32>) -> tensor<1x6x7x?xf32> {
  %0 = linalg.depthwise_conv_2d_nhwc_hwc ins(%x, %w : tensor<1x7x9x?xf32>, tensor<2x3x?xf32>) outs(%c : tensor<1x6x7x?xf32>) -> tensor<1x6x7x?xf32>
  return %0 : tensor<1x6x7x?xf32>
}
