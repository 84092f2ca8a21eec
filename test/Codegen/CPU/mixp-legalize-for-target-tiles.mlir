// RUN: mixp-opt %s --mixp-resolve-target=target=sapphirerapids-amx --mixp-legalize-for-target --remarks-filter=mixp-legal --remark-format=emitRemark --verify-diagnostics | FileCheck %s

// Three products of bf16 in tiles are faster than one of f32; for one row, of
// which a tile has 16, they are not.
// CHECK-LABEL: @many_rows
// CHECK: precision(bf16x3)
func.func @many_rows(%a: tensor<32x7xf32>, %b: tensor<7x5xf32>, %c: tensor<32x5xf32>) -> tensor<32x5xf32> {
  // expected-remark @below {{mixp-legal-004}}
  %0 = mixp.matmul ins(%a, %b : tensor<32x7xf32>, tensor<7x5xf32>) precision(bf16x3) outs(%c : tensor<32x5xf32>) -> tensor<32x5xf32>
  return %0 : tensor<32x5xf32>
}

// CHECK-LABEL: @one_row
// CHECK-NOT: precision
func.func @one_row(%a: tensor<1x7xf32>, %b: tensor<7x5xf32>, %c: tensor<1x5xf32>) -> tensor<1x5xf32> {
  // expected-remark @below {{Instruction=fma}}
  // expected-remark @below {{mixp-legal-003}}
  %0 = mixp.matmul ins(%a, %b : tensor<1x7xf32>, tensor<7x5xf32>) precision(bf16x3) outs(%c : tensor<1x5xf32>) -> tensor<1x5xf32>
  return %0 : tensor<1x5xf32>
}

// CHECK-LABEL: @signs
func.func @signs(%a: tensor<32x7xi8>, %b: tensor<7x5xi8>, %c: tensor<32x5xi32>) -> tensor<32x5xi32> {
  // expected-remark @below {{Instruction=tdpbsud}}
  %0 = mixp.matmul ins(%a, %b : tensor<32x7xi8>, tensor<7x5xi8>) outs(%c : tensor<32x5xi32>) {rhs_unsigned} -> tensor<32x5xi32>
  return %0 : tensor<32x5xi32>
}
