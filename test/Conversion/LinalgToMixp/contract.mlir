// RUN: mixp-opt %s -convert-linalg-to-mixp | FileCheck %s

// Adjacent dims of one kind become one dim of a matrix.
// CHECK-LABEL: func.func @two_batches
// CHECK: %[[LHS:.*]] = tensor.collapse_shape %arg0 {{\[\[}}0, 1], [2], [3]] : tensor<?x4x3x7xf16> into tensor<?x3x7xf16>
// CHECK: %[[RHS:.*]] = tensor.collapse_shape %arg1
// CHECK: %[[OUTS:.*]] = tensor.collapse_shape %arg2
// CHECK: %[[MATRIX:.*]] = mixp.matmul ins(%[[LHS]], %[[RHS]] : tensor<?x3x7xf16>, tensor<?x5x7xf16>) outs(%[[OUTS]] : tensor<?x3x5xf32>) {transpose_rhs}
// CHECK: tensor.expand_shape %[[MATRIX]] {{\[\[}}0, 1], [2], [3]] output_shape [%{{.*}}, 4, 3, 5]
func.func @two_batches(%q: tensor<?x4x3x7xf16>, %k: tensor<?x4x5x7xf16>, %init: tensor<?x4x3x5xf32>) -> tensor<?x4x3x5xf32> {
  %0 = linalg.contract indexing_maps = [affine_map<(b, h, m, n, k) -> (b, h, m, k)>, affine_map<(b, h, m, n, k) -> (b, h, n, k)>, affine_map<(b, h, m, n, k) -> (b, h, m, n)>]
    ins(%q, %k : tensor<?x4x3x7xf16>, tensor<?x4x5x7xf16>) outs(%init : tensor<?x4x3x5xf32>) -> tensor<?x4x3x5xf32>
  return %0 : tensor<?x4x3x5xf32>
}

// Two dims are summed over, and rows are two dims of lhs.
// CHECK-LABEL: func.func @two_reductions
// CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<6x35xi8>, tensor<35x11xi8>) outs(%{{.*}} : tensor<6x11xi32>) -> tensor<6x11xi32>
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2]] output_shape [2, 3, 11]
func.func @two_reductions(%lhs: tensor<2x3x5x7xi8>, %rhs: tensor<5x7x11xi8>, %init: tensor<2x3x11xi32>) -> tensor<2x3x11xi32> {
  %0 = linalg.contract indexing_maps = [affine_map<(i, j, n, k, l) -> (i, j, k, l)>, affine_map<(i, j, n, k, l) -> (k, l, n)>, affine_map<(i, j, n, k, l) -> (i, j, n)>]
    ins(%lhs, %rhs : tensor<2x3x5x7xi8>, tensor<5x7x11xi8>) outs(%init : tensor<2x3x11xi32>) -> tensor<2x3x11xi32>
  return %0 : tensor<2x3x11xi32>
}

// A vector is a matrix of one row or column.
// CHECK-LABEL: func.func @matvec
// CHECK: %[[RHS:.*]] = tensor.expand_shape %arg1 {{\[\[}}0, 1]] output_shape [7, 1] : tensor<7xi8> into tensor<7x1xi8>
// CHECK: %[[OUTS:.*]] = tensor.expand_shape %arg2 {{\[\[}}0, 1]] output_shape [%{{.*}}, 1]
// CHECK: %[[MATRIX:.*]] = mixp.matmul ins(%arg0, %[[RHS]] : tensor<?x7xi8>, tensor<7x1xi8>) outs(%[[OUTS]] : tensor<?x1xi32>)
// CHECK: tensor.collapse_shape %[[MATRIX]] {{\[\[}}0, 1]] : tensor<?x1xi32> into tensor<?xi32>
func.func @matvec(%lhs: tensor<?x7xi8>, %rhs: tensor<7xi8>, %init: tensor<?xi32>) -> tensor<?xi32> {
  %0 = linalg.matvec ins(%lhs, %rhs : tensor<?x7xi8>, tensor<7xi8>) outs(%init : tensor<?xi32>) -> tensor<?xi32>
  return %0 : tensor<?xi32>
}

// CHECK-LABEL: func.func @vecmat
// CHECK: mixp.matmul ins(%{{.*}}, %arg1 : tensor<1x7xi8>, tensor<7x5xi8>) outs(%{{.*}} : tensor<1x5xi32>)
func.func @vecmat(%lhs: tensor<7xi8>, %rhs: tensor<7x5xi8>, %init: tensor<5xi32>) -> tensor<5xi32> {
  %0 = linalg.vecmat ins(%lhs, %rhs : tensor<7xi8>, tensor<7x5xi8>) outs(%init : tensor<5xi32>) -> tensor<5xi32>
  return %0 : tensor<5xi32>
}
