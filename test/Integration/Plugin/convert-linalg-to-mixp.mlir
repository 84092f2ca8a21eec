// linalg in another pipeline becomes mixp, and mixp goes on.
//
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin \
// RUN:   --pass-pipeline="builtin.module(func.func(convert-linalg-to-mixp))" %s \
// RUN:   | FileCheck %s

// CHECK-LABEL: func.func @matmul_i8
// CHECK-NOT: arith.extsi
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<3x7xi8>, tensor<7x5xi8>)
func.func @matmul_i8(%lhs: tensor<3x7xi8>, %rhs: tensor<7x5xi8>, %init: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %wide = arith.extsi %lhs : tensor<3x7xi8> to tensor<3x7xi32>
  %0 = linalg.matmul ins(%wide, %rhs : tensor<3x7xi32>, tensor<7x5xi8>) outs(%init : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
