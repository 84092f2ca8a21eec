// RUN: mixp-opt %s -canonicalize | FileCheck %s

// The greater magnitudes, -128 above 127; of equal ones the lower position.
// CHECK-LABEL: @sparse_encode_i8_dim0
func.func @sparse_encode_i8_dim0() -> (tensor<4x2xi8>, tensor<4x2xi2>) {
  // CHECK-DAG: %[[V:.*]] = arith.constant dense<{{\[}}[-128, 3], [2, 3], [0, 0], [0, 5]]> : tensor<4x2xi8>
  // CHECK-DAG: %[[M:.*]] = arith.constant dense<{{\[}}[-2, 0], [-1, 1], [0, 0], [1, -1]]> : tensor<4x2xi2>
  // CHECK: return %[[V]], %[[M]]
  %w = arith.constant dense<[[1, 3], [0, 3], [-128, -3], [2, 3], [0, 0], [0, 0], [0, 0], [0, 5]]> : tensor<8x2xi8>
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<8x2xi8> -> tensor<4x2xi8>, tensor<4x2xi2>
  return %v, %m : tensor<4x2xi8>, tensor<4x2xi2>
}

// NaN is greatest; -1 read as unsigned is 255.
// CHECK-LABEL: @sparse_encode_nan_and_unsigned
func.func @sparse_encode_nan_and_unsigned() -> (tensor<1x2xf32>, tensor<2xi8>) {
  // CHECK-DAG: arith.constant dense<{{\[}}[0xFF800000, 0x7FC00000]]> : tensor<1x2xf32>
  // CHECK-DAG: arith.constant dense<[-1, -128]> : tensor<2xi8>
  %w = arith.constant dense<[[1.0, 0xFF800000, 0x7FC00000, 2.0]]> : tensor<1x4xf32>
  %v, %m = mixp.sparse_encode %w dim(1) : tensor<1x4xf32> -> tensor<1x2xf32>, tensor<1x2xi2>
  %q = arith.constant dense<[5, -1, 127, -128]> : tensor<4xi8>
  %u, %n = mixp.sparse_encode %q dim(0) {input_unsigned} : tensor<4xi8> -> tensor<2xi8>, tensor<2xi2>
  return %v, %u : tensor<1x2xf32>, tensor<2xi8>
}

// arith.constant takes no unsigned elements.
// CHECK-LABEL: @negative_unsigned_metadata
func.func @negative_unsigned_metadata() -> tensor<2xui2> {
  // CHECK: mixp.sparse_encode
  %w = arith.constant dense<[5, -1, 127, -128]> : tensor<4xi8>
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<4xi8> -> tensor<2xi8>, tensor<2xui2>
  return %m : tensor<2xui2>
}
