// RUN: mixp-opt %s -convert-linalg-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @quantized_matmul
// CHECK-SAME: %[[LHS:.*]]: tensor<3x7xi8>, %[[RHS:.*]]: tensor<7x5xi8>, %[[ZERO:.*]]: i32,
// CHECK: %[[ZL:.*]] = tensor.from_elements %[[ZERO]] : tensor<1x1xi32>
// CHECK: %[[ZR:.*]] = arith.constant dense<-3> : tensor<1x1xi32>
// CHECK: mixp.matmul ins(%[[LHS]], %[[RHS]] : tensor<3x7xi8>, tensor<7x5xi8>)
// CHECK-SAME: lhs_zero_point(%[[ZL]] : tensor<1x1xi32>) lhs_block [0, 0]
// CHECK-SAME: rhs_zero_point(%[[ZR]] : tensor<1x1xi32>) rhs_block [0, 0]
func.func @quantized_matmul(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %zero: i32, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %three = arith.constant -3 : i32
  %0 = linalg.quantized_matmul ins(%lhs, %rhs, %zero, %three : tensor<3x7xi8>, tensor<7x5xi8>, i32, i32) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// A zero point is widened as the body widens it.
// CHECK-LABEL: func.func @quantized_batch_matmul
// CHECK: %[[WIDE:.*]] = arith.extsi %arg2 : i8 to i32
// CHECK: %[[ZL:.*]] = tensor.from_elements %[[WIDE]] : tensor<1x1x1xi32>
// CHECK: mixp.matmul {{.*}} lhs_zero_point(%[[ZL]] : tensor<1x1x1xi32>) lhs_block [0, 0, 0]
func.func @quantized_batch_matmul(%lhs: tensor<2x3x7xi8>, %rhs: tensor<2x7x5xi8>, %zl: i8, %zr: i8, %init: tensor<2x3x5xi32>) -> tensor<2x3x5xi32> {
  %0 = linalg.quantized_batch_matmul ins(%lhs, %rhs, %zl, %zr : tensor<2x3x7xi8>, tensor<2x7x5xi8>, i8, i8) outs(%init : tensor<2x3x5xi32>) -> tensor<2x3x5xi32>
  return %0 : tensor<2x3x5xi32>
}

// CHECK-LABEL: func.func @generic_one_side
// CHECK: %[[ZL:.*]] = tensor.from_elements %arg2 : tensor<1x1xi32>
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xi8>, tensor<7x5xi8>) lhs_zero_point(%[[ZL]] : tensor<1x1xi32>) lhs_block [0, 0] outs(%arg3 : tensor<3x5xi32>) {lhs_unsigned}
func.func @generic_one_side(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %zero: i32, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = linalg.generic {
    indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi8>) outs(%init : tensor<3x5xi32>) {
  ^bb0(%a: i8, %b: i8, %acc: i32):
    %1 = arith.extui %a : i8 to i32
    %2 = arith.subi %1, %zero : i32
    %3 = arith.extsi %b : i8 to i32
    %4 = arith.muli %3, %2 : i32
    %5 = arith.addi %4, %acc : i32
    linalg.yield %5 : i32
  } -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
