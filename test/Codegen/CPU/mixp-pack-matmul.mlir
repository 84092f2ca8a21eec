// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-pack-matmul --canonicalize | FileCheck %s

#s = #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>

// A signed lhs is flipped; -128 times the column sums takes that off again.
// CHECK-LABEL: func.func @signed_lhs_constant_rhs
// CHECK-DAG: %[[SUMS:.*]] = arith.constant dense<[5, -3, 9]> : tensor<3xi32>
// CHECK-DAG: arith.constant -128 : i32
// CHECK-DAG: %[[PACKED:.*]] = arith.constant dense<{{.*}}> : tensor<1x1x1x64xi8>
// K = 2 is half a word.
// CHECK: %[[A:.*]] = tensor.pad %{{.*}} low[0, 0] high[0, 2]
// CHECK: mixp.packed_matmul ins(%[[A]], %[[PACKED]] : tensor<5x4xi8>, tensor<1x1x1x64xi8>) epilogue(%[[SUMS]] : tensor<3xi32>)
// CHECK-SAME: attributes {flip_lhs}
// CHECK: arith.addi
// CHECK: mixp.yield
func.func @signed_lhs_constant_rhs(%a: tensor<5x2xi8>) -> tensor<5x3xi32> {
  %w = arith.constant dense<[[1, 2, 3], [4, -5, 6]]> : tensor<2x3xi8>
  %c = arith.constant dense<0> : tensor<5x3xi32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x2xi8>, tensor<2x3xi8>) outs(%c : tensor<5x3xi32>) {schedule = #s} -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}

// A run-time rhs is packed by an op; the unsigned side leads the instruction.
// CHECK-LABEL: func.func @unsigned_rhs_run_time
// CHECK: %[[P:.*]] = mixp.pack_rhs %{{.*}} {nr = 16 : i64, word = 4 : i64} : tensor<8x3xi8> into tensor<1x1x2x64xi8>
// CHECK: mixp.packed_matmul ins(%{{.*}}, %[[P]] : {{.*}} attributes {rhs_unsigned}
func.func @unsigned_rhs_run_time(%a: tensor<5x8xi8>, %b: tensor<8x3xi8>) -> tensor<5x3xi32> {
  %c = arith.constant dense<0> : tensor<5x3xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<5x8xi8>, tensor<8x3xi8>) outs(%c : tensor<5x3xi32>) {rhs_unsigned, schedule = #s} -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}

// CHECK-LABEL: func.func @both_unsigned
// CHECK: arith.constant 128 : i32
// CHECK: mixp.pack_rhs %{{.*}} {flip_sign, nr = 16 : i64, word = 4 : i64}
// CHECK: mixp.packed_matmul
// CHECK: arith.muli
func.func @both_unsigned(%a: tensor<5x8xi8>, %b: tensor<8x3xi8>) -> tensor<5x3xi32> {
  %c = arith.constant dense<0> : tensor<5x3xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<5x8xi8>, tensor<8x3xi8>) outs(%c : tensor<5x3xi32>) {lhs_unsigned, rhs_unsigned, schedule = #s} -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}

// Codes of 3 bits fill three words a column for 32 elements; 10 of them and 2
// bits of others are in a word of f32's kernels.
// CHECK-LABEL: func.func @codes_of_3_bits
// CHECK: mixp.packed_matmul ins({{.*}} : tensor<5x32xf32>, tensor<1x1x1x192xi8>) group_scales({{.*}} : tensor<1x1x16xf32>) group_zero_points({{.*}} : tensor<1x1x16xf32>)
// CHECK-SAME: attributes {group_steps = 1 : i64, rhs_code = ui3, rhs_unsigned}
func.func @codes_of_3_bits(%a: tensor<5x32xf32>) -> tensor<5x3xf32> {
  %w = arith.constant dense<-3> : tensor<32x3xi3>
  %t = arith.constant dense<0.5> : tensor<1x3xf32>
  %z = arith.constant dense<4> : tensor<1x3xi32>
  %c = arith.constant dense<0.0> : tensor<5x3xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x32xf32>, tensor<32x3xi3>) rhs_scale(%t : tensor<1x3xf32>) rhs_zero_point(%z : tensor<1x3xi32>) rhs_block [32, 1]
         outs(%c : tensor<5x3xf32>) {rhs_unsigned, schedule = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 1, mc = 4, nc = 16>} -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

// Floats of 8 bits are bytes for f32's kernels.
// CHECK-LABEL: func.func @codes_of_floats
// CHECK: mixp.packed_matmul ins({{.*}} : tensor<5x7xf32>, tensor<1x1x7x16xi8>)
// CHECK-SAME: attributes {rhs_code = f8E4M3FN}
func.func @codes_of_floats(%a: tensor<5x7xf32>) -> tensor<5x3xf32> {
  %w = arith.constant dense<-3.0> : tensor<7x3xf8E4M3FN>
  %c = arith.constant dense<0.0> : tensor<5x3xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x7xf32>, tensor<7x3xf8E4M3FN>)
         outs(%c : tensor<5x3xf32>) {schedule = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 1, mc = 4, nc = 16>} -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

// Bits become words of 32 along K: columns 0 to 2 have 10, 01 and 11 of two
// rows.
// CHECK-LABEL: func.func @bits
// CHECK-DAG: arith.constant dense<{{\[\[\[\[}}1, 2, 3, 0, {{.*}}> : tensor<1x1x1x16xi32>
// CHECK: linalg.generic
// CHECK: arith.shli
// CHECK: arith.ori
// CHECK: mixp.packed_matmul ins({{.*}} : tensor<5x1xi32>, tensor<1x1x1x16xi32>)
func.func @bits(%a: tensor<5x2xi1>) -> tensor<5x3xi32> {
  %w = arith.constant dense<[[1, 0, 1], [0, 1, 1]]> : tensor<2x3xi1>
  %c = arith.constant dense<0> : tensor<5x3xi32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x2xi1>, tensor<2x3xi1>) outs(%c : tensor<5x3xi32>)
         {lhs_unsigned, rhs_unsigned, schedule = #mixp.schedule<mma = popcount, mr = 4, nr = 16, unroll = 1, mc = 4, nc = 16>} -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}

// Nibbles: two words in each byte, groups of 8 are one step.
// CHECK-LABEL: func.func @nibble_groups
// CHECK: mixp.packed_matmul ins({{.*}} : tensor<5x16xi8>, tensor<1x1x2x64xi8>) group_scales({{.*}} : tensor<1x2x16xf32>)
// CHECK-SAME: attributes {group_steps = 1 : i64, nibble_offset = 8 : i64}
func.func @nibble_groups(%a: tensor<5x16xi8>) -> tensor<5x3xf32> {
  %w = arith.constant dense<-3> : tensor<16x3xi4>
  %t = arith.constant dense<0.5> : tensor<2x3xf32>
  %c = arith.constant dense<0.0> : tensor<5x3xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x3xi4>) rhs_scale(%t : tensor<2x3xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x3xf32>) {lhs_unsigned, schedule = #s} -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

// Zero points of lhs: groups start at them times the column sums, here 8 * 3.
// CHECK-LABEL: func.func @lhs_zero_points
// CHECK: %[[INITS:.+]] = arith.constant dense<{{\[\[\[}}-120, -120, -120, 0, {{.*}}], [-168, -168, -168, 0, {{.*}}> : tensor<1x2x16xi32>
// CHECK: mixp.packed_matmul ins({{.*}}) group_scales({{.*}}) group_inits(%[[INITS]] : tensor<1x2x16xi32>)
func.func @lhs_zero_points(%a: tensor<5x16xi8>) -> tensor<5x3xf32> {
  %w = arith.constant dense<3> : tensor<16x3xi8>
  %z = arith.constant dense<[[5, 7]]> : tensor<1x2xi32>
  %t = arith.constant dense<0.5> : tensor<2x3xf32>
  %c = arith.constant dense<0.0> : tensor<5x3xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x3xi8>) lhs_zero_point(%z : tensor<1x2xi32>) lhs_block [0, 8]
         rhs_scale(%t : tensor<2x3xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x3xf32>) {lhs_unsigned, schedule = #s} -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

// Nibbles as well: they add what their offset makes of each row.
// CHECK-LABEL: func.func @lhs_zero_points_of_nibbles
// CHECK: mixp.packed_matmul {{.*}} group_inits({{.*}} : tensor<1x2x16xi32>) group_row_inits({{.*}} : tensor<5x2xi32>)
func.func @lhs_zero_points_of_nibbles(%a: tensor<5x16xi8>) -> tensor<5x3xf32> {
  %w = arith.constant dense<-3> : tensor<16x3xi4>
  %z = arith.constant dense<[[5, 7]]> : tensor<1x2xi32>
  %t = arith.constant dense<0.5> : tensor<2x3xf32>
  %c = arith.constant dense<0.0> : tensor<5x3xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<5x16xi8>, tensor<16x3xi4>) lhs_zero_point(%z : tensor<1x2xi32>) lhs_block [0, 8]
         rhs_scale(%t : tensor<2x3xf32>) rhs_block [8, 1]
         outs(%c : tensor<5x3xf32>) {lhs_unsigned, schedule = #s} -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}
