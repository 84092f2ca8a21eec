// RUN: mixp-opt %s --split-input-file --mixp-absorb-dequantize --remarks-filter='mixp-absorb' --remark-format=emitRemark --verify-diagnostics | FileCheck %s

// bf16 holds no product of 8-bit numbers and 0.3.

// CHECK-LABEL: @negative_rounded_to_bf16
// CHECK: mixp.matmul ins({{.*}} : tensor<3x7xbf16>, tensor<7x5xbf16>)
func.func @negative_rounded_to_bf16(%a: tensor<3x7xbf16>, %qb: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %sb = arith.constant dense<0.3> : tensor<1x1xf32>
  %b = mixp.dequantize %qb scale(%sb : tensor<1x1xf32>) : tensor<7x5xi8> -> tensor<7x5xbf16>
  // expected-remark @below {{[Missed] mixp-absorb-004 | Category:mixp-absorb | Function=negative_rounded_to_bf16 | Reason="the dequantized values are rounded to a narrower type", Side=rhs}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xbf16>, tensor<7x5xbf16>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Scales of rows: no block of the merged dim says so, since the rows come last.

// CHECK-LABEL: @negative_collapse
// CHECK: mixp.matmul ins({{.*}} : tensor<1x12xf32>, tensor<12x5xf32>)
func.func @negative_collapse(%q: tensor<4x3xi8>, %b: tensor<12x5xf32>, %c: tensor<1x5xf32>) -> tensor<1x5xf32> {
  %s = arith.constant dense<[[0.1, 0.2, 0.3]]> : tensor<1x3xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x3xf32>) : tensor<4x3xi8> -> tensor<4x3xf32>
  %m = tensor.collapse_shape %d [[0, 1]] : tensor<4x3xf32> into tensor<12xf32>
  %a = tensor.expand_shape %m [[0, 1]] output_shape [1, 12] : tensor<12xf32> into tensor<1x12xf32>
  // expected-remark @below {{mixp-absorb-005}}
  %0 = mixp.matmul ins(%a, %b : tensor<1x12xf32>, tensor<12x5xf32>) outs(%c : tensor<1x5xf32>) -> tensor<1x5xf32>
  return %0 : tensor<1x5xf32>
}

// -----

// Blocks of 4 would start anew in each row of 6.

func.func @negative_expand(%q: tensor<12x3xi8>, %b: tensor<2x3x5xf32>, %c: tensor<2x6x5xf32>) -> tensor<2x6x5xf32> {
  %s = arith.constant dense<[[0.1], [0.2], [0.3]]> : tensor<3x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<3x1xf32>) : tensor<12x3xi8> -> tensor<12x3xf32>
  %a = tensor.expand_shape %d [[0, 1], [2]] output_shape [2, 6, 3] : tensor<12x3xf32> into tensor<2x6x3xf32>
  // expected-remark @below {{mixp-absorb-005}}
  %0 = mixp.matmul ins(%a, %b : tensor<2x6x3xf32>, tensor<2x3x5xf32>) outs(%c : tensor<2x6x5xf32>) -> tensor<2x6x5xf32>
  return %0 : tensor<2x6x5xf32>
}

// -----

// The slice begins within a block, and ends in another.

func.func @negative_slice(%q: tensor<8x3xi8>, %b: tensor<3x5xf32>, %c: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %s = arith.constant dense<[[0.1], [0.2]]> : tensor<2x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<2x1xf32>) : tensor<8x3xi8> -> tensor<8x3xf32>
  %a = tensor.extract_slice %d[2, 0] [4, 3] [1, 1] : tensor<8x3xf32> to tensor<4x3xf32>
  // expected-remark @below {{mixp-absorb-005}}
  %0 = mixp.matmul ins(%a, %b : tensor<4x3xf32>, tensor<3x5xf32>) outs(%c : tensor<4x5xf32>) -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

// -----

// No block has sizes of 3 and 4, and signs differ.

func.func @negative_concat(%q: tensor<3x3xi8>, %r: tensor<4x3xi8>, %u: tensor<4x3xui8>, %b: tensor<3x5xf32>, %c: tensor<7x5xf32>) -> tensor<7x5xf32> {
  %s = arith.constant dense<0.1> : tensor<1x1xf32>
  %t = arith.constant dense<0.2> : tensor<1x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x1xf32>) : tensor<3x3xi8> -> tensor<3x3xf32>
  %e = mixp.dequantize %r scale(%t : tensor<1x1xf32>) : tensor<4x3xi8> -> tensor<4x3xf32>
  %a = tensor.concat dim(0) %d, %e : (tensor<3x3xf32>, tensor<4x3xf32>) -> tensor<7x3xf32>
  // expected-remark @below {{mixp-absorb-005}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x3xf32>, tensor<3x5xf32>) outs(%c : tensor<7x5xf32>) -> tensor<7x5xf32>
  %f = mixp.dequantize %u scale(%s : tensor<1x1xf32>) : tensor<4x3xui8> -> tensor<4x3xf32>
  %g = tensor.concat dim(0) %d, %f : (tensor<3x3xf32>, tensor<4x3xf32>) -> tensor<7x3xf32>
  // expected-remark @below {{mixp-absorb-005}}
  %1 = mixp.matmul ins(%g, %b : tensor<7x3xf32>, tensor<3x5xf32>) outs(%0 : tensor<7x5xf32>) -> tensor<7x5xf32>
  return %1 : tensor<7x5xf32>
}

// -----

func.func @negative_run_time_scale(%q: tensor<3x7xi8>, %s: tensor<3x1xf32>, %b: tensor<7x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %a = mixp.dequantize %q scale(%s : tensor<3x1xf32>) : tensor<3x7xi8> -> tensor<3x7xf32>
  // expected-remark @below {{mixp-absorb-006}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Both scales alone are fine; their product is infinite.

func.func @negative_scales_overflow(%qa: tensor<3x7xi8>, %qb: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<1.0e20> : tensor<1x1xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) : tensor<3x7xi8> -> tensor<3x7xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) : tensor<7x5xi8> -> tensor<7x5xf32>
  // expected-remark @below {{mixp-absorb-007}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// A bf16 value may be so small that its product with the scale is subnormal.

func.func @negative_bf16_storage(%q: tensor<3x7xbf16>, %b: tensor<7x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %a = mixp.dequantize %q scale(%s : tensor<1x1xf32>) : tensor<3x7xbf16> -> tensor<3x7xf32>
  // expected-remark @below {{mixp-absorb-007}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @negative_run_time_zero_point(%q: tensor<3x7xi8>, %z: tensor<1x1xi32>, %b: tensor<7x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %a = mixp.dequantize %q scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) : tensor<3x7xi8> -> tensor<3x7xf32>
  // expected-remark @below {{mixp-absorb-008}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// A K that is not known could be any length.

// CHECK-LABEL: @negative_dynamic_k
// CHECK: mixp.matmul ins({{.*}} : tensor<3x?xf32>, tensor<?x5xf32>)
func.func @negative_dynamic_k(%qa: tensor<3x?xi8>, %qb: tensor<?x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<3x?xi8> -> tensor<3x?xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1xf32>) block [0, 0] : tensor<?x5xi8> -> tensor<?x5xf32>
  // expected-remark @below {{[Missed] mixp-absorb-009 | Category:mixp-absorb | Function=negative_dynamic_k | LongestK=131071, Reason="32 bits might not hold the sum of the integer products"}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x?xf32>, tensor<?x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

func.func @negative_own_scale(%q: tensor<3x7xi8>, %s: tensor<1x5xf32>, %b: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %t = arith.constant dense<0.3> : tensor<1x1xf32>
  %a = mixp.dequantize %q scale(%t : tensor<1x1xf32>) : tensor<3x7xi8> -> tensor<3x7xf32>
  // expected-remark @below {{mixp-absorb-010}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xi8>) rhs_scale(%s : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
