// RUN: mixp-opt %s --split-input-file --mixp-absorb-dequantize --canonicalize --remarks-filter='mixp-absorb' --remark-format=emitRemark --verify-diagnostics | FileCheck %s
// RUN: mixp-opt %s --split-input-file --mixp-absorb-dequantize=trust-scales | FileCheck %s --check-prefix=TRUST

// 131,071 products of two i8 stay below 2^31, whatever they are.

// CHECK-LABEL: @longest_k_exact
// CHECK: mixp.matmul {{.*}} rhs_block [0, 0]
func.func @longest_k_exact(%qa: tensor<3x131071xi8>, %qb: tensor<131071x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) : tensor<3x131071xi8> -> tensor<3x131071xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) : tensor<131071x5xi8> -> tensor<131071x5xf32>
  // expected-remark @below {{mixp-absorb-001}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x131071xf32>, tensor<131071x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// One more, and K is cut into blocks; scales and zero points are repeated for each.

// CHECK-LABEL: @longer_k_blocks
// CHECK-DAG: %[[S:.+]] = arith.constant dense<3.000000e-01> : tensor<4x1xf32>
// CHECK-DAG: %[[Z:.+]] = arith.constant dense<1> : tensor<4x1xi32>
// CHECK: mixp.matmul {{.*}} rhs_scale(%[[S]] : tensor<4x1xf32>) rhs_zero_point(%[[Z]] : tensor<4x1xi32>) rhs_block [32768, 0]
func.func @longer_k_blocks(%qa: tensor<3x131072xi8>, %qb: tensor<131072x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %z = arith.constant dense<1> : tensor<1x1xi32>
  %a0 = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) : tensor<3x131072xi8> -> tensor<3x131072xf32>
  %a = tensor.cast %a0 : tensor<3x131072xf32> to tensor<3x?xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<131072x5xi8> -> tensor<131072x5xf32>
  // expected-remark @below {{mixp-absorb-003}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x?xf32>, tensor<131072x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Small constant weights: the sum of their absolute values bounds a K of any size.

// CHECK-LABEL: @constant_column_sums
// CHECK: mixp.matmul {{.*}} rhs_block [0, 0]
func.func @constant_column_sums(%qa: tensor<3x200000xi8>, %c: tensor<3x1xf32>) -> tensor<3x1xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %w = arith.constant dense<-2> : tensor<200000x1xi8>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) : tensor<3x200000xi8> -> tensor<3x200000xf32>
  %b = mixp.dequantize %w scale(%s : tensor<1x1xf32>) : tensor<200000x1xi8> -> tensor<200000x1xf32>
  // expected-remark @below {{mixp-absorb-001}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x200000xf32>, tensor<200000x1xf32>) outs(%c : tensor<3x1xf32>) -> tensor<3x1xf32>
  return %0 : tensor<3x1xf32>
}

// -----

// Scales chosen at run time, only where the user vouches for them. Their zero points lie in the storage's range.

// TRUST-LABEL: @trusted_scales
// TRUST: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<3x7xui8>, tensor<7x5xi8>)
// TRUST-SAME: lhs_zero_point
func.func @trusted_scales(%x: tensor<3x7xf32>, %qb: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %t = arith.constant dense<0.3> : tensor<1x1xf32>
  %s, %z = mixp.choose_scales asymmetric %x storage(ui8) block [0, 0] : tensor<3x7xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  %q = mixp.quantize %x scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<3x7xf32> -> tensor<3x7xui8>
  %a = mixp.dequantize %q scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<3x7xui8> -> tensor<3x7xf32>
  %b = mixp.dequantize %qb scale(%t : tensor<1x1xf32>) : tensor<7x5xi8> -> tensor<7x5xf32>
  // expected-remark @below {{mixp-absorb-006}}
  // expected-remark @below {{mixp-absorb-002}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
