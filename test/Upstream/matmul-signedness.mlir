// linalg.matmul widens both operands by one signedness: ui8 x i8, the common
// case of quantized models, cannot be said. mixp.matmul has lhs_unsigned and
// rhs_unsigned. Once this fails, convert-linalg-to-mixp needs to read more.
//
// RUN: mlir-opt %s --linalg-generalize-named-ops | FileCheck %s

// CHECK-LABEL: func.func @matmul
// CHECK-COUNT-2: arith.extui
// CHECK-NOT: arith.extsi
func.func @matmul(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %0 = linalg.matmul {cast = #linalg.type_fn<cast_unsigned>} ins(%lhs, %rhs : tensor<3x7xi8>, tensor<7x5xi8>) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
