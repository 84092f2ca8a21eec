// RUN: mixp-opt %s | mixp-opt | FileCheck %s

// The driver knows mixp beside upstream's dialects, and what it prints parses.

// CHECK-LABEL: func.func @cast_f32_to_bf16_dynamic
// CHECK-SAME: (%[[INPUT:.*]]: tensor<?x3xf32>)
// CHECK: mixp.cast %[[INPUT]]
func.func @cast_f32_to_bf16_dynamic(%input: tensor<?x3xf32>) -> tensor<?x3xbf16> {
  %result = mixp.cast %input : tensor<?x3xf32> -> tensor<?x3xbf16>
  return %result : tensor<?x3xbf16>
}
