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

// Constant scales of lhs in the same groups go into those of rhs, and its zero
// points stay for the sums of integers.
// CHECK-LABEL: func.func @static_groups_of_both_sides
// CHECK: %[[Z:.+]] = arith.constant dense<{{\[\[}}5, 7]]> : tensor<1x2xi32>
// CHECK: %[[S:.+]] = arith.constant dense<{{\[\[}}2.500000e-01, 5.000000e-01], [4.000000e+00, 8.000000e+00]]> : tensor<2x2xf32>
// CHECK: %[[P:.+]] = mixp.matmul ins({{.*}} : tensor<5x16xi8>, tensor<16x2xi8>) lhs_zero_point(%[[Z]] : tensor<1x2xi32>) lhs_block [5, 8] rhs_scale(%[[S]] : tensor<2x2xf32>) rhs_block [8, 1]
// CHECK-NEXT: return %[[P]]
func.func @static_groups_of_both_sides(%a: tensor<5x16xi8>) -> tensor<5x2xf32> {
  %w = arith.constant dense<3> : tensor<16x2xi8>
  %s = arith.constant dense<[[0.5, 4.0]]> : tensor<1x2xf32>
  %z = arith.constant dense<[[5, 7]]> : tensor<1x2xi32>
  %t = arith.constant dense<[[0.5, 1.0], [1.0, 2.0]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x2xi8>)
         lhs_scale(%s : tensor<1x2xf32>) lhs_zero_point(%z : tensor<1x2xi32>) lhs_block [0, 8]
         rhs_scale(%t : tensor<2x2xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x2xf32>) {lhs_unsigned} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// In other groups, or with zero points beyond bytes, lhs is dequantized.
// CHECK-LABEL: func.func @negative_other_groups
// CHECK: mixp.dequantize
// CHECK: mixp.matmul ins({{.*}} : tensor<5x16xf32>, tensor<16x2xi8>)
func.func @negative_other_groups(%a: tensor<5x16xi8>) -> tensor<5x2xf32> {
  %w = arith.constant dense<3> : tensor<16x2xi8>
  %s = arith.constant dense<[[0.5, 4.0, 1.0, 2.0]]> : tensor<1x4xf32>
  %t = arith.constant dense<[[0.5, 1.0], [1.0, 2.0]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x2xi8>)
         lhs_scale(%s : tensor<1x4xf32>) lhs_block [0, 4] rhs_scale(%t : tensor<2x2xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x2xf32>) {lhs_unsigned} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// CHECK-LABEL: func.func @negative_large_zero_point
// CHECK: mixp.dequantize
// CHECK: mixp.matmul ins({{.*}} : tensor<5x16xf32>, tensor<16x2xi8>)
func.func @negative_large_zero_point(%a: tensor<5x16xi8>) -> tensor<5x2xf32> {
  %w = arith.constant dense<3> : tensor<16x2xi8>
  %s = arith.constant dense<[[0.5, 4.0]]> : tensor<1x2xf32>
  %z = arith.constant dense<[[5, 256]]> : tensor<1x2xi32>
  %t = arith.constant dense<[[0.5, 1.0], [1.0, 2.0]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x2xi8>)
         lhs_scale(%s : tensor<1x2xf32>) lhs_zero_point(%z : tensor<1x2xi32>) lhs_block [0, 8]
         rhs_scale(%t : tensor<2x2xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x2xf32>) {lhs_unsigned} -> tensor<5x2xf32>
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

// Constants of narrow formats stay, since kernels decode them; a power-of-two
// scale becomes f32.
// CHECK-LABEL: func.func @narrow_constants
// CHECK-DAG: arith.constant dense<{{\[}}[2.500000e-01, 4.000000e+00]]> : tensor<1x2xf32>
// CHECK: mixp.matmul ins({{.*}} : tensor<5x2xi8>, tensor<2x2xi3>)
// CHECK: mixp.matmul ins({{.*}} : tensor<5x2xf32>, tensor<2x2xf8E4M3FN>)
func.func @narrow_constants(%a: tensor<5x2xi8>, %x: tensor<5x2xf32>) -> (tensor<5x2xf32>, tensor<5x2xf32>) {
  %w = arith.constant dense<[[3, -4], [-1, 2]]> : tensor<2x2xi3>
  %v = arith.constant dense<[[-448.0, 0.25], [1.0, -2.0]]> : tensor<2x2xf8E4M3FN>
  %s = arith.constant dense<[[0.25, 4.0]]> : tensor<1x2xf8E8M0FNU>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x2xi8>, tensor<2x2xi3>) rhs_scale(%s : tensor<1x2xf8E8M0FNU>)
         outs(%c : tensor<5x2xf32>) -> tensor<5x2xf32>
  %1 = mixp.matmul ins(%x, %v : tensor<5x2xf32>, tensor<2x2xf8E4M3FN>)
         outs(%c : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %0, %1 : tensor<5x2xf32>, tensor<5x2xf32>
}

// What no kernel multiplies is left as it is.
// CHECK-LABEL: func.func @negative_no_kernel
// CHECK: mixp.matmul ins({{.*}} : tensor<5x2xi16>, tensor<2x2xi8>)
// CHECK: mixp.matmul ins({{.*}} : tensor<5x2xf64>, tensor<2x2xi8>)
// CHECK: mixp.matmul ins({{.*}} : tensor<5x4xi8>, tensor<2x2xi8>) rhs_metadata
func.func @negative_no_kernel(%a: tensor<5x2xi16>, %b: tensor<2x2xi8>, %x: tensor<5x2xf64>, %e: tensor<5x4xi8>, %m: tensor<2x2xi2>,
    %c: tensor<5x2xi32>, %d: tensor<5x2xf64>) -> (tensor<5x2xi32>, tensor<5x2xf64>, tensor<5x2xi32>) {
  %0 = mixp.matmul ins(%a, %b : tensor<5x2xi16>, tensor<2x2xi8>) outs(%c : tensor<5x2xi32>) -> tensor<5x2xi32>
  %1 = mixp.matmul ins(%x, %b : tensor<5x2xf64>, tensor<2x2xi8>) outs(%d : tensor<5x2xf64>) -> tensor<5x2xf64>
  %2 = mixp.matmul ins(%e, %b : tensor<5x4xi8>, tensor<2x2xi8>) rhs_metadata(%m : tensor<2x2xi2>)
         outs(%c : tensor<5x2xi32>) -> tensor<5x2xi32>
  return %0, %1, %2 : tensor<5x2xi32>, tensor<5x2xf64>, tensor<5x2xi32>
}

// NaN has no code in the kernel, groups of 5 are not whole steps of 3-bit codes:
// bf16 and i8 then.
// CHECK-LABEL: func.func @negative_codes
// CHECK-DAG: arith.constant dense<{{\[}}[0x7FF0, 2.500000e-01], [1.000000e+00, -2.000000e+00]]> : tensor<2x2xbf16>
// CHECK: mixp.matmul ins({{.*}} : tensor<5x2xf32>, tensor<2x2xbf16>)
// CHECK: mixp.matmul ins({{.*}} : tensor<5x10xf32>, tensor<10x2xi8>) rhs_scale({{.*}}) rhs_block [5, 1]
func.func @negative_codes(%a: tensor<5x10xf32>, %x: tensor<5x2xf32>) -> (tensor<5x2xf32>, tensor<5x2xf32>) {
  %v = arith.constant dense<[[0x7F, 0.25], [1.0, -2.0]]> : tensor<2x2xf8E4M3FN>
  %w = arith.constant dense<3> : tensor<10x2xi3>
  %s = arith.constant dense<[[0.25, 4.0], [1.0, 0.5]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%x, %v : tensor<5x2xf32>, tensor<2x2xf8E4M3FN>)
         outs(%c : tensor<5x2xf32>) -> tensor<5x2xf32>
  %1 = mixp.matmul ins(%a, %w : tensor<5x10xf32>, tensor<10x2xi3>) rhs_scale(%s : tensor<2x2xf32>) rhs_block [5, 1]
         outs(%c : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %0, %1 : tensor<5x2xf32>, tensor<5x2xf32>
}

// +1 and -1 in bits: four times the sum is 4 a b - 2 (a + b) + K with sums of
// both sides, in integers.
// CHECK-LABEL: func.func @half_zero_points
// CHECK: %[[P:.*]] = mixp.matmul ins({{.*}} : tensor<5x9xi1>, tensor<9x2xi1>) outs({{.*}} : tensor<5x2xi32>) {lhs_unsigned, rhs_unsigned}
// CHECK: linalg.generic {{.*}} ins(%[[P]]
// CHECK: arith.sitofp
// CHECK: arith.mulf %{{.*}}, %cst
func.func @half_zero_points(%a: tensor<5x9xi1>, %b: tensor<9x2xi1>) -> tensor<5x2xf32> {
  %s = arith.constant dense<2.0> : tensor<1x1xf32>
  %z = arith.constant dense<0.5> : tensor<1x1xf32>
  %c = arith.constant dense<0.0> : tensor<5x2xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<5x9xi1>, tensor<9x2xi1>)
         lhs_scale(%s : tensor<1x1xf32>) lhs_zero_point(%z : tensor<1x1xf32>)
         rhs_scale(%s : tensor<1x1xf32>) rhs_zero_point(%z : tensor<1x1xf32>)
         outs(%c : tensor<5x2xf32>) {lhs_unsigned, rhs_unsigned} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}
