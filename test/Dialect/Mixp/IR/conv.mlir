// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @conv_ui8_i8_i32_nhwc_strides_padding
func.func @conv_ui8_i8_i32_nhwc_strides_padding(%x: tensor<1x5x7x3xui8>, %w: tensor<4x3x3x3xi8>,
    %zx: tensor<1x1x1x1xi32>, %c: tensor<1x3x7x4xi32>) -> tensor<1x3x7x4xi32> {
  // CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x5x7x3xui8>, tensor<4x3x3x3xi8>) input_zero_point(%{{.*}} : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0] layout(nhwc_fhwc) strides [2, 1] pad_low [1, 1] pad_high [1, 1] outs(%{{.*}} : tensor<1x3x7x4xi32>) -> tensor<1x3x7x4xi32>
  %0 = mixp.conv ins(%x, %w : tensor<1x5x7x3xui8>, tensor<4x3x3x3xi8>)
         input_zero_point(%zx : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
         layout(nhwc_fhwc) strides [2, 1] pad_low [1, 1] pad_high [1, 1]
         outs(%c : tensor<1x3x7x4xi32>) -> tensor<1x3x7x4xi32>
  return %0 : tensor<1x3x7x4xi32>
}

// CHECK-LABEL: @conv_f32_i4_depthwise_rank1_dilations
func.func @conv_f32_i4_depthwise_rank1_dilations(%y: tensor<?x6x9xf32>, %v: tensor<6x1x3xi4>,
    %s: tensor<6x1x1xf32>, %d: tensor<?x6x5xf32>) -> tensor<?x6x5xf32> {
  // CHECK: filter_scale(%{{.*}} : tensor<6x1x1xf32>) filter_block [1, 0, 0] layout(nchw_fchw) dilations [2] groups(6) outs
  %1 = mixp.conv ins(%y, %v : tensor<?x6x9xf32>, tensor<6x1x3xi4>)
         filter_scale(%s : tensor<6x1x1xf32>) filter_block [1, 0, 0]
         layout(nchw_fchw) dilations [2] groups(6)
         outs(%d : tensor<?x6x5xf32>) -> tensor<?x6x5xf32>
  return %1 : tensor<?x6x5xf32>
}

// CHECK-LABEL: @conv_rank3_unsigned_precision
func.func @conv_rank3_unsigned_precision(%x: tensor<2x?x4x5x3xi8>, %w: tensor<?x1x2x2x3xi8>, %c: tensor<2x?x3x4x?xi32>,
    %y: tensor<2x3x4xf32>, %v: tensor<5x2x4xf32>, %d: tensor<2x2x5xf32>) -> (tensor<2x?x3x4x?xi32>, tensor<2x2x5xf32>) {
  // CHECK: layout(nhwc_fhwc) outs(%{{.*}} : tensor<2x?x3x4x?xi32>) {filter_unsigned, input_unsigned} -> tensor<2x?x3x4x?xi32>
  %0 = mixp.conv ins(%x, %w : tensor<2x?x4x5x3xi8>, tensor<?x1x2x2x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x?x3x4x?xi32>) {input_unsigned, filter_unsigned} -> tensor<2x?x3x4x?xi32>
  // CHECK: layout(nhwc_fhwc) precision(bf16x3) outs(%{{.*}} : tensor<2x2x5xf32>) {fast_accumulate} -> tensor<2x2x5xf32>
  %1 = mixp.conv ins(%y, %v : tensor<2x3x4xf32>, tensor<5x2x4xf32>) layout(nhwc_fhwc) precision(bf16x3)
         outs(%d : tensor<2x2x5xf32>) {fast_accumulate} -> tensor<2x2x5xf32>
  return %0, %1 : tensor<2x?x3x4x?xi32>, tensor<2x2x5xf32>
}

// A window that does not fit has no result.
// CHECK-LABEL: @conv_window_does_not_fit
func.func @conv_window_does_not_fit(%x: tensor<2x3x2xf16>, %w: tensor<4x3x3xf16>, %c: tensor<2x4x0xf32>) -> tensor<2x4x0xf32> {
  // CHECK: mixp.conv
  %0 = mixp.conv ins(%x, %w : tensor<2x3x2xf16>, tensor<4x3x3xf16>) layout(nchw_fchw)
         outs(%c : tensor<2x4x0xf32>) -> tensor<2x4x0xf32>
  return %0 : tensor<2x4x0xf32>
}

// A scale for each element of the window and group of channels, in either layout.
// CHECK-LABEL: @conv_filter_groups
func.func @conv_filter_groups(%x: tensor<1x9x8xf32>, %w: tensor<5x3x8xi4>, %s: tensor<5x3x2xf32>, %c: tensor<1x7x5xf32>,
    %y: tensor<1x6x9xi8>, %v: tensor<5x6x3xi8>, %t: tensor<1x2x3xf32>, %z: tensor<1x2x3xi32>, %d: tensor<1x5x7xf32>) -> (tensor<1x7x5xf32>, tensor<1x5x7xf32>) {
  // CHECK: filter_scale(%{{.*}} : tensor<5x3x2xf32>) filter_block [1, 1, 4] layout(nhwc_fhwc)
  %0 = mixp.conv ins(%x, %w : tensor<1x9x8xf32>, tensor<5x3x8xi4>) filter_scale(%s : tensor<5x3x2xf32>) filter_block [1, 1, 4]
         layout(nhwc_fhwc) outs(%c : tensor<1x7x5xf32>) -> tensor<1x7x5xf32>
  // CHECK: filter_scale(%{{.*}} : tensor<1x2x3xf32>) filter_zero_point(%{{.*}} : tensor<1x2x3xi32>) layout(nchw_fchw)
  %1 = mixp.conv ins(%y, %v : tensor<1x6x9xi8>, tensor<5x6x3xi8>) filter_scale(%t : tensor<1x2x3xf32>) filter_zero_point(%z : tensor<1x2x3xi32>)
         layout(nchw_fchw) outs(%d : tensor<1x5x7xf32>) -> tensor<1x5x7xf32>
  return %0, %1 : tensor<1x7x5xf32>, tensor<1x5x7xf32>
}
