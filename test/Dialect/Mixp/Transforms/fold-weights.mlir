// RUN: mixp-opt %s --mixp-fold-weights | FileCheck %s

// CHECK-LABEL: @integers
// CHECK-NOT: f32
// CHECK: %[[Q:.*]] = arith.constant dense<{{\[\[}}2, -6, 0]]> : tensor<1x3xi8>
// CHECK: return %[[Q]]
func.func @integers() -> tensor<1x3xi8> {
  %w = arith.constant dense<[[1.0, -3.0, 0.25]]> : tensor<1x3xf32>
  %s = arith.constant dense<0.5> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<1x3xf32> -> tensor<1x3xi8>
  return %q : tensor<1x3xi8>
}

// What is beyond the largest number saturates; scales of powers of two.
// CHECK-LABEL: @floats
// CHECK: arith.constant dense<{{\[\[}}4.480000e+02, -3.000000e+00]]> : tensor<1x2xf8E4M3FN>
// CHECK: arith.constant dense<{{\[\[}}6.000000e+00, -1.500000e+00]]> : tensor<1x2xf4E2M1FN>
func.func @floats() -> (tensor<1x2xf8E4M3FN>, tensor<1x2xf4E2M1FN>) {
  %w = arith.constant dense<[[800.0, -3.0]]> : tensor<1x2xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<1x2xf32> -> tensor<1x2xf8E4M3FN>
  %t = arith.constant dense<2.0> : tensor<1x1xf8E8M0FNU>
  %p = mixp.quantize %w scale(%t : tensor<1x1xf8E8M0FNU>) block [0, 0] : tensor<1x2xf32> -> tensor<1x2xf4E2M1FN>
  return %q, %p : tensor<1x2xf8E4M3FN>, tensor<1x2xf4E2M1FN>
}

// CHECK-LABEL: @negative_zero_point
// CHECK: mixp.quantize
func.func @negative_zero_point() -> tensor<1x2xui8> {
  %w = arith.constant dense<[[1.0, -3.0]]> : tensor<1x2xf32>
  %s = arith.constant dense<0.5> : tensor<1x1xf32>
  %z = arith.constant dense<7> : tensor<1x1xi32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0] : tensor<1x2xf32> -> tensor<1x2xui8>
  return %q : tensor<1x2xui8>
}
