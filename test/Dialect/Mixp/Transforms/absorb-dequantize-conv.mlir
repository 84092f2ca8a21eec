// RUN: mixp-opt %s --split-input-file --mixp-absorb-dequantize --canonicalize --remarks-filter='mixp-absorb' --remark-format=emitRemark --verify-diagnostics | FileCheck %s

// Convolutions are absorbed as products are; padding is the zero point.

// CHECK-LABEL: @conv_exact
// CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x5x7x3xui8>, tensor<4x3x3x3xi8>)
// CHECK-SAME: input_scale(%{{.*}} : tensor<1x1x1x1xf32>) input_zero_point(%{{.*}} : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
// CHECK-SAME: filter_scale(%{{.*}} : tensor<4x1x1x1xf32>) filter_block [1, 0, 0, 0]
// CHECK-SAME: pad_low [1, 1]
func.func @conv_exact(%qx: tensor<1x5x7x3xui8>, %qw: tensor<4x3x3x3xi8>, %c: tensor<1x4x6x4xf32>) -> tensor<1x4x6x4xf32> {
  %sx = arith.constant dense<0.3> : tensor<1x1x1x1xf32>
  %zx = arith.constant dense<7> : tensor<1x1x1x1xi32>
  %sw = arith.constant dense<[[[[0.1]]], [[[0.2]]], [[[0.3]]], [[[0.4]]]]> : tensor<4x1x1x1xf32>
  %x = mixp.dequantize %qx scale(%sx : tensor<1x1x1x1xf32>) zero_point(%zx : tensor<1x1x1x1xi32>) : tensor<1x5x7x3xui8> -> tensor<1x5x7x3xf32>
  %w = mixp.dequantize %qw scale(%sw : tensor<4x1x1x1xf32>) : tensor<4x3x3x3xi8> -> tensor<4x3x3x3xf32>
  // expected-remark @below {{mixp-absorb-001}}
  %0 = mixp.conv ins(%x, %w : tensor<1x5x7x3xf32>, tensor<4x3x3x3xf32>) layout(nhwc_fhwc) pad_low [1, 1]
         outs(%c : tensor<1x4x6x4xf32>) -> tensor<1x4x6x4xf32>
  return %0 : tensor<1x4x6x4xf32>
}

// -----

// The filter only, in groups.
// CHECK-LABEL: @conv_filter_groups
// CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x9x8xf32>, tensor<5x3x8xi4>) filter_scale(%{{.*}} : tensor<5x3x2xf32>) filter_block [1, 1, 4]
func.func @conv_filter_groups(%x: tensor<1x9x8xf32>, %qw: tensor<5x3x8xi4>, %c: tensor<1x7x5xf32>) -> tensor<1x7x5xf32> {
  %s = arith.constant dense<0.3> : tensor<5x3x2xf32>
  %w = mixp.dequantize %qw scale(%s : tensor<5x3x2xf32>) : tensor<5x3x8xi4> -> tensor<5x3x8xf32>
  // expected-remark @below {{mixp-absorb-002}}
  %0 = mixp.conv ins(%x, %w : tensor<1x9x8xf32>, tensor<5x3x8xf32>) layout(nhwc_fhwc) outs(%c : tensor<1x7x5xf32>) -> tensor<1x7x5xf32>
  return %0 : tensor<1x7x5xf32>
}

// -----

// 2 x 70000 products of ui8 and i8 may not fit 32 bits, those of one tap do not
// either; 3 x 50000 are cut into taps.
// CHECK-LABEL: @conv_long_sums
// CHECK: mixp.conv ins(%{{.*}} : tensor<1x3x70000xf32>, tensor<1x2x70000xf32>)
// CHECK: mixp.conv {{.*}} filter_scale(%{{.*}} : tensor<1x3x1xf32>) filter_block [0, 1, 0]
func.func @conv_long_sums(%qa: tensor<1x3x70000xui8>, %qb: tensor<1x2x70000xi8>, %c: tensor<1x2x1xf32>,
                          %qx: tensor<1x3x50000xui8>, %qw: tensor<1x3x50000xi8>, %d: tensor<1x1x1xf32>) -> (tensor<1x2x1xf32>, tensor<1x1x1xf32>) {
  %s = arith.constant dense<0.3> : tensor<1x1x1xf32>
  %a = mixp.dequantize %qa scale(%s : tensor<1x1x1xf32>) : tensor<1x3x70000xui8> -> tensor<1x3x70000xf32>
  %b = mixp.dequantize %qb scale(%s : tensor<1x1x1xf32>) : tensor<1x2x70000xi8> -> tensor<1x2x70000xf32>
  // expected-remark @below {{mixp-absorb-009}}
  %0 = mixp.conv ins(%a, %b : tensor<1x3x70000xf32>, tensor<1x2x70000xf32>) layout(nhwc_fhwc) outs(%c : tensor<1x2x1xf32>) -> tensor<1x2x1xf32>
  %x = mixp.dequantize %qx scale(%s : tensor<1x1x1xf32>) : tensor<1x3x50000xui8> -> tensor<1x3x50000xf32>
  %w = mixp.dequantize %qw scale(%s : tensor<1x1x1xf32>) : tensor<1x3x50000xi8> -> tensor<1x3x50000xf32>
  // expected-remark @below {{mixp-absorb-003}}
  %1 = mixp.conv ins(%x, %w : tensor<1x3x50000xf32>, tensor<1x3x50000xf32>) layout(nhwc_fhwc) outs(%d : tensor<1x1x1xf32>) -> tensor<1x1x1xf32>
  return %0, %1 : tensor<1x2x1xf32>, tensor<1x1x1xf32>
}

// -----

// Scales that mixp.conv has no place for.
// CHECK-LABEL: @negative_blocks
// CHECK: mixp.conv ins(%{{.*}} : tensor<1x9x8xf32>, tensor<5x3x8xf32>)
func.func @negative_blocks(%qx: tensor<1x9x8xi8>, %qw: tensor<5x3x8xi8>, %c: tensor<1x7x5xf32>) -> tensor<1x7x5xf32> {
  %sx = arith.constant dense<0.3> : tensor<1x1x8xf32>
  %sw = arith.constant dense<0.3> : tensor<5x1x2xf32>
  %x = mixp.dequantize %qx scale(%sx : tensor<1x1x8xf32>) block [0, 0, 1] : tensor<1x9x8xi8> -> tensor<1x9x8xf32>
  %w = mixp.dequantize %qw scale(%sw : tensor<5x1x2xf32>) block [1, 0, 4] : tensor<5x3x8xi8> -> tensor<5x3x8xf32>
  // expected-remark @below {{Side=input}}
  // expected-remark @below {{Side=filter}}
  %0 = mixp.conv ins(%x, %w : tensor<1x9x8xf32>, tensor<5x3x8xf32>) layout(nhwc_fhwc) outs(%c : tensor<1x7x5xf32>) -> tensor<1x7x5xf32>
  return %0 : tensor<1x7x5xf32>
}

// -----

// mixp.conv would clamp this zero point beside padding; without, it is taken.
// CHECK-LABEL: @negative_padding
// CHECK: mixp.conv ins(%{{.*}} : tensor<1x9x8xf32>, tensor<5x3x8xi8>)
// CHECK: mixp.conv ins(%{{.*}} : tensor<1x9x8xui8>, tensor<5x3x8xi8>)
func.func @negative_padding(%qx: tensor<1x9x8xui8>, %qw: tensor<5x3x8xi8>, %c: tensor<1x8x5xf32>, %d: tensor<1x7x5xf32>) -> (tensor<1x8x5xf32>, tensor<1x7x5xf32>) {
  %s = arith.constant dense<0.3> : tensor<1x1x1xf32>
  %z = arith.constant dense<256> : tensor<1x1x1xi32>
  %x = mixp.dequantize %qx scale(%s : tensor<1x1x1xf32>) zero_point(%z : tensor<1x1x1xi32>) : tensor<1x9x8xui8> -> tensor<1x9x8xf32>
  %w = mixp.dequantize %qw scale(%s : tensor<1x1x1xf32>) : tensor<5x3x8xi8> -> tensor<5x3x8xf32>
  // expected-remark @below {{mixp-absorb-011}}
  // expected-remark @below {{mixp-absorb-002}}
  %0 = mixp.conv ins(%x, %w : tensor<1x9x8xf32>, tensor<5x3x8xf32>) layout(nhwc_fhwc) pad_high [1] outs(%c : tensor<1x8x5xf32>) -> tensor<1x8x5xf32>
  // expected-remark @below {{mixp-absorb-001}}
  %1 = mixp.conv ins(%x, %w : tensor<1x9x8xf32>, tensor<5x3x8xf32>) layout(nhwc_fhwc) outs(%d : tensor<1x7x5xf32>) -> tensor<1x7x5xf32>
  return %0, %1 : tensor<1x8x5xf32>, tensor<1x7x5xf32>
}
