// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @sparse_encode_i8
func.func @sparse_encode_i8(%w: tensor<8x5xi8>) -> (tensor<4x5xi8>, tensor<4x5xui2>) {
  // CHECK: mixp.sparse_encode %{{.*}} dim(0) : tensor<8x5xi8> -> tensor<4x5xi8>, tensor<4x5xui2>
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<8x5xi8> -> tensor<4x5xi8>, tensor<4x5xui2>
  return %v, %m : tensor<4x5xi8>, tensor<4x5xui2>
}

// CHECK-LABEL: @sparse_encode_dynamic_unsigned
func.func @sparse_encode_dynamic_unsigned(%w: tensor<2x?x5xi4>) -> (tensor<2x?x5xi4>, tensor<2x?x5xi2>) {
  // CHECK: mixp.sparse_encode %{{.*}} dim(1) {input_unsigned} : tensor<2x?x5xi4> -> tensor<2x?x5xi4>, tensor<2x?x5xi2>
  %v, %m = mixp.sparse_encode %w dim(1) {input_unsigned} : tensor<2x?x5xi4> -> tensor<2x?x5xi4>, tensor<2x?x5xi2>
  return %v, %m : tensor<2x?x5xi4>, tensor<2x?x5xi2>
}
