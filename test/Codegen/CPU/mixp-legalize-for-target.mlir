// RUN: mixp-opt %s --split-input-file --mixp-resolve-target=target=avx512-vnni --mixp-legalize-for-target --remarks-filter=mixp-legal --remark-format=emitRemark --verify-diagnostics | FileCheck %s

// What a kernel takes as it is stays: scales and zero points are for the next pass.

// CHECK-LABEL: @native
// CHECK-NEXT: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale
func.func @native(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %s: tensor<1x1xf32>, %z: tensor<1x1xi32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-remark @below {{[Passed] mixp-legal-001 | Category:mixp-legal | Function=native | Instruction=vpdpbusd, Reason="a kernel of the target takes the product"}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_scale(%s : tensor<1x1xf32>) lhs_zero_point(%z : tensor<1x1xi32>) lhs_block [0, 0] outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Run-time values are widened with their sign; constants stay, for the kernel
// to decode.

// CHECK-LABEL: @promoted_integers
// CHECK: %[[L:.+]] = mixp.cast %{{.+}} {input_unsigned, result_unsigned} : tensor<3x7xi4> -> tensor<3x7xi8>
// CHECK: mixp.matmul ins(%[[L]], %{{.+}} : tensor<3x7xi8>, tensor<7x5xi3>)
// CHECK-SAME: {lhs_unsigned} -> tensor<3x5xi32>
func.func @promoted_integers(%a: tensor<3x7xi4>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  %w = arith.constant dense<-3> : tensor<7x5xi3>
  // expected-remark @below {{[Passed] mixp-legal-002 | Category:mixp-legal | Function=promoted_integers | Instruction=vpdpbusd, Lhs=i8, Reason="a kernel of the target takes the product in wider types"}}
  %0 = mixp.matmul ins(%a, %w : tensor<3x7xi4>, tensor<7x5xi3>) outs(%c : tensor<3x5xi32>) {lhs_unsigned} -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// -----

// CHECK-LABEL: @promoted_floats
// CHECK-DAG: %[[L:.+]] = mixp.cast %{{.+}} : tensor<3x7xf16> -> tensor<3x7xf32>
// CHECK-DAG: %[[R:.+]] = mixp.cast %{{.+}} : tensor<7x5xf8E5M2> -> tensor<7x5xbf16>
// CHECK: mixp.matmul ins(%[[L]], %[[R]] : tensor<3x7xf32>, tensor<7x5xbf16>)
func.func @promoted_floats(%a: tensor<3x7xf16>, %b: tensor<7x5xf8E5M2>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-remark @below {{mixp-legal-002}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf16>, tensor<7x5xf8E5M2>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// CHECK-LABEL: @full_precision
// CHECK-NOT: precision
func.func @full_precision(%a: tensor<3x7xf32>, %b: tensor<7x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-remark @below {{mixp-legal-001}}
  // expected-remark @below {{mixp-legal-003}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) precision(bf16x3) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @generic_sparse(%a: tensor<3x8xi8>, %b: tensor<4x5xi8>, %p: tensor<4x5xi2>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // expected-remark @below {{[Missed] mixp-legal-101}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<4x5xi8>) rhs_metadata(%p : tensor<4x5xi2>) outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// -----

func.func @generic_f64(%a: tensor<3x8xf64>, %b: tensor<8x5xf32>, %c: tensor<3x5xf64>) -> tensor<3x5xf64> {
  // expected-remark @below {{mixp-legal-102}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xf64>, tensor<8x5xf32>) outs(%c : tensor<3x5xf64>) -> tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}

// -----

// With scales along K, i16 is dequantized; without, 32 bits of products would be needed.

func.func @generic_i16(%a: tensor<3x8xi16>, %b: tensor<8x5xi8>, %s: tensor<3x2xf32>, %c: tensor<3x5xi32>, %d: tensor<3x5xf32>) -> (tensor<3x5xi32>, tensor<3x5xf32>) {
  // expected-remark @below {{mixp-legal-103}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi16>, tensor<8x5xi8>) outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  // expected-remark @below {{mixp-legal-002}}
  %1 = mixp.matmul ins(%a, %b : tensor<3x8xi16>, tensor<8x5xi8>) lhs_scale(%s : tensor<3x2xf32>) outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0, %1 : tensor<3x5xi32>, tensor<3x5xf32>
}

// -----

// Scales and zero points that the epilogue cannot index.

func.func @generic_tables(%a: tensor<4x8xi8>, %b: tensor<8x5xi8>, %s: tensor<2x1xf32>, %z: tensor<1x2xi32>, %c: tensor<4x5xi32>, %d: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xi32>) {
  // expected-remark @below {{mixp-legal-106}}
  %0 = mixp.matmul ins(%a, %b : tensor<4x8xi8>, tensor<8x5xi8>) lhs_scale(%s : tensor<2x1xf32>) lhs_block [2, 0] outs(%d : tensor<4x5xf32>) -> tensor<4x5xf32>
  // expected-remark @below {{mixp-legal-107}}
  %1 = mixp.matmul ins(%a, %b : tensor<4x8xi8>, tensor<8x5xi8>) lhs_zero_point(%z : tensor<1x2xi32>) lhs_block [0, 4] outs(%c : tensor<4x5xi32>) -> tensor<4x5xi32>
  return %0, %1 : tensor<4x5xf32>, tensor<4x5xi32>
}

// -----

func.func @generic_scaled_f32(%a: tensor<4x8xf32>, %b: tensor<8x5xf32>, %s: tensor<1x1xf32>, %d: tensor<4x5xf32>) -> tensor<4x5xf32> {
  // expected-remark @below {{mixp-legal-108}}
  %0 = mixp.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x5xf32>) lhs_scale(%s : tensor<1x1xf32>) lhs_block [0, 0] outs(%d : tensor<4x5xf32>) -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

// -----

func.func @generic_long_groups(%a: tensor<1x40000xf32>, %d: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %w = arith.constant dense<3> : tensor<40000x1xi8>
  %s = arith.constant dense<[[0.1], [0.2]]> : tensor<2x1xf32>
  // expected-remark @below {{mixp-legal-109}}
  %0 = mixp.matmul ins(%a, %w : tensor<1x40000xf32>, tensor<40000x1xi8>) rhs_scale(%s : tensor<2x1xf32>) rhs_block [39000, 1] outs(%d : tensor<1x1xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

// -----

// A target of its own with f32 only.

module attributes {mixp.target = #mixp.target<name = "f32-only", triple = "x86_64-unknown-linux-gnu", cpu = "x86-64-v3", features = "", vector_bits = 256, vector_registers = 16, l1 = 32768, l2 = 262144, l3 = 0, mma = [#mixp.mma<kind = fma, m = 1, n = 8, k = 1, lhs = f32, rhs = f32, acc = f32, ops_per_clock = 32, effective_bits = 24>]>} {
  func.func @generic_no_integers(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
    // expected-remark @below {{mixp-legal-104}}
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
    return %0 : tensor<3x5xi32>
  }
}

// -----

module attributes {mixp.target = #mixp.target<name = "integers-only", triple = "x86_64-unknown-linux-gnu", cpu = "x86-64-v3", features = "", vector_bits = 256, vector_registers = 16, l1 = 32768, l2 = 262144, l3 = 0, mma = [#mixp.mma<kind = vpmaddwd, m = 1, n = 8, k = 2, lhs = i16, rhs = i16, acc = i32, ops_per_clock = 32, effective_bits = 32>]>} {
  func.func @generic_no_floats(%a: tensor<3x7xf32>, %b: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
    // expected-remark @below {{mixp-legal-105}}
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xi8>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    return %0 : tensor<3x5xf32>
  }
}
