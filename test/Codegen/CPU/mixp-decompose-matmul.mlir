// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-decompose-matmul --canonicalize | FileCheck %s

// The zero point of lhs takes the column sums of rhs, which are a constant
// here: 1 + 4 = 5, 2 - 5 = -3, 3 + 6 = 9.
// CHECK-LABEL: func.func @lhs_zero_point_constant_rhs
// CHECK-DAG: %[[SUMS:.*]] = arith.constant dense<[5, -3, 9]> : tensor<3xi32>
// CHECK: %[[P:.*]] = mixp.matmul ins({{.*}} : tensor<5x2xi8>, tensor<2x3xi8>) outs({{.*}} : tensor<5x3xi32>) {lhs_unsigned}
// CHECK: linalg.generic {{.*}} ins(%[[P]], %{{.*}}, %[[SUMS]], %{{.*}} :
// CHECK: arith.muli
// CHECK: arith.subi
// CHECK: arith.sitofp
// CHECK: arith.mulf
func.func @lhs_zero_point_constant_rhs(%a: tensor<5x2xi8>, %s: tensor<1x1xf32>, %z: tensor<1x1xi32>) -> tensor<5x3xf32> {
  %w = arith.constant dense<[[1, 2, 3], [4, -5, 6]]> : tensor<2x3xi8>
  %c = arith.constant dense<0.0> : tensor<5x3xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x2xi8>, tensor<2x3xi8>)
         lhs_scale(%s : tensor<1x1xf32>) lhs_zero_point(%z : tensor<1x1xi32>)
         outs(%c : tensor<5x3xf32>) {lhs_unsigned} -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

// A constant in the wrong order is turned round here.
// CHECK-LABEL: func.func @transposed_constant
// CHECK-DAG: arith.constant dense<{{\[}}[1.000000e+00, 3.000000e+00], [2.000000e+00, 4.000000e+00]]>
// CHECK: mixp.matmul
// CHECK-NOT: transpose_rhs
func.func @transposed_constant(%a: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x2xf32>, tensor<2x2xf32>)
         outs(%c : tensor<5x2xf32>) {transpose_rhs} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// Group scales of constant weights stay with the product, the row scale of lhs
// comes after it.
// CHECK-LABEL: func.func @groups
// CHECK: mixp.matmul ins({{.*}} : tensor<5x16xi8>, tensor<16x2xi4>) rhs_scale({{.*}}) rhs_block [8, 1]
// CHECK: linalg.generic
// CHECK: arith.mulf
func.func @groups(%a: tensor<5x16xi8>, %s: tensor<5x1xf32>) -> tensor<5x2xf32> {
  %w = arith.constant dense<3> : tensor<16x2xi4>
  %t = arith.constant dense<0.5> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x2xi4>)
         lhs_scale(%s : tensor<5x1xf32>) rhs_scale(%t : tensor<2x2xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// A scale that covers two rows has no form in a kernel.
// CHECK-LABEL: func.func @negative_blocks_of_rows
// CHECK: mixp.matmul {{.*}} lhs_block [2, 0]
func.func @negative_blocks_of_rows(%a: tensor<4x8xi8>, %b: tensor<8x2xi8>, %s: tensor<2x1xf32>) -> tensor<4x2xf32> {
  %c = arith.constant dense<0.0> : tensor<4x2xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<4x8xi8>, tensor<8x2xi8>)
         lhs_scale(%s : tensor<2x1xf32>) lhs_block [2, 0]
         outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
  return %0 : tensor<4x2xf32>
}
