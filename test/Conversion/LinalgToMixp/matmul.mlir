// RUN: mixp-opt %s -convert-linalg-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @matmul_f32
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<?x7xf32>, tensor<7x5xf32>) outs(%arg2 : tensor<?x5xf32>) -> tensor<?x5xf32>
func.func @matmul_f32(%lhs: tensor<?x7xf32>, %rhs: tensor<7x5xf32>, %init: tensor<?x5xf32>) -> tensor<?x5xf32> {
  %0 = linalg.matmul ins(%lhs, %rhs : tensor<?x7xf32>, tensor<7x5xf32>) outs(%init : tensor<?x5xf32>) -> tensor<?x5xf32>
  return %0 : tensor<?x5xf32>
}

// linalg converts both operands by one signedness.
// CHECK-LABEL: func.func @matmul_cast_unsigned
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xi8>, tensor<7x5xi4>) outs(%arg2 : tensor<3x5xi32>) {lhs_unsigned, rhs_unsigned}
func.func @matmul_cast_unsigned(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi4>, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = linalg.matmul {cast = #linalg.type_fn<cast_unsigned>} ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi4>) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// i4 fits f16 exactly, so that mixp reads it as it is.
// CHECK-LABEL: func.func @matmul_f16_i4
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xf16>, tensor<7x5xi4>) outs(%arg2 : tensor<3x5xf16>) -> tensor<3x5xf16>
func.func @matmul_f16_i4(%lhs: tensor<3x7xf16>, %rhs: tensor<7x5xi4>, %init: tensor<3x5xf16>) -> tensor<3x5xf16> {
  %0 = linalg.matmul ins(%lhs, %rhs : tensor<3x7xf16>, tensor<7x5xi4>) outs(%init : tensor<3x5xf16>) -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}

// CHECK-LABEL: func.func @matmul_transposed
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<7x3xbf16>, tensor<5x7xbf16>) outs(%arg2 : tensor<3x5xf32>) {transpose_lhs, transpose_rhs}
func.func @matmul_transposed(%lhs: tensor<7x3xbf16>, %rhs: tensor<5x7xbf16>, %init: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
    ins(%lhs, %rhs : tensor<7x3xbf16>, tensor<5x7xbf16>) outs(%init : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: func.func @batch_matmul_transposed_rhs
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<2x3x7xi8>, tensor<2x5x7xi8>) outs(%arg2 : tensor<2x3x5xi32>) {transpose_rhs}
func.func @batch_matmul_transposed_rhs(%lhs: tensor<2x3x7xi8>, %rhs: tensor<2x5x7xi8>, %init: tensor<2x3x5xi32>) -> tensor<2x3x5xi32> {
  %0 = linalg.batch_matmul indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (b, n, k)>, affine_map<(b, m, n, k) -> (b, m, n)>]
    ins(%lhs, %rhs : tensor<2x3x7xi8>, tensor<2x5x7xi8>) outs(%init : tensor<2x3x5xi32>) -> tensor<2x3x5xi32>
  return %0 : tensor<2x3x5xi32>
}

// The result's rows are those of the second factor.
// CHECK-LABEL: func.func @contract_transposed_result
// CHECK: mixp.matmul ins(%arg1, %arg0 : tensor<5x7xi8>, tensor<3x7xi8>) outs(%arg2 : tensor<5x3xi32>) {transpose_rhs}
func.func @contract_transposed_result(%lhs: tensor<3x7xi8>, %rhs: tensor<5x7xi8>, %init: tensor<5x3xi32>) -> tensor<5x3xi32> {
  %0 = linalg.contract indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (n, m)>]
    ins(%lhs, %rhs : tensor<3x7xi8>, tensor<5x7xi8>) outs(%init : tensor<5x3xi32>) -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}
