// Vectorized, linalg.quantized_matmul subtracts both zero points from every
// element of the three-dimensional product. mixp.matmul takes them out of it by
// row and column sums (lib/Codegen/CPU/DecomposeMatmul.cpp).
//
// RUN: mlir-opt %s --transform-interpreter | FileCheck %s

// CHECK-LABEL: func.func @quantized_matmul
// CHECK: arith.subi %{{.*}} : vector<4x16x8xi32>
// CHECK: arith.subi %{{.*}} : vector<4x16x8xi32>
// CHECK: arith.muli %{{.*}} : vector<4x16x8xi32>
func.func @quantized_matmul(%lhs: tensor<4x8xi8>, %rhs: tensor<8x16xi8>, %zl: i32, %zr: i32, %init: tensor<4x16xi32>) -> tensor<4x16xi32> {
  %0 = linalg.quantized_matmul ins(%lhs, %rhs, %zl, %zr : tensor<4x8xi8>, tensor<8x16xi8>, i32, i32) outs(%init : tensor<4x16xi32>) -> tensor<4x16xi32>
  return %0 : tensor<4x16xi32>
}

module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %0 = transform.structured.match ops{["linalg.quantized_matmul"]} in %root : (!transform.any_op) -> !transform.any_op
    transform.structured.vectorize %0 : !transform.any_op
    transform.yield
  }
}
