// RUN: mixp-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @conv_zero_points_0
func.func @conv_zero_points_0(%x: tensor<2x5x3xui8>, %w: tensor<4x2x3xi8>, %c: tensor<2x5x4xi32>) -> tensor<2x5x4xi32> {
  // CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<2x5x3xui8>, tensor<4x2x3xi8>) layout(nhwc_fhwc) pad_low [1] outs
  %z = arith.constant dense<0> : tensor<1x1x1xi32>
  %zw = arith.constant dense<0> : tensor<4x1x1xi32>
  %0 = mixp.conv ins(%x, %w : tensor<2x5x3xui8>, tensor<4x2x3xi8>)
         input_zero_point(%z : tensor<1x1x1xi32>) input_block [0, 0, 0]
         filter_zero_point(%zw : tensor<4x1x1xi32>) filter_block [1, 0, 0]
         layout(nhwc_fhwc) pad_low [1] outs(%c : tensor<2x5x4xi32>) -> tensor<2x5x4xi32>
  return %0 : tensor<2x5x4xi32>
}

// One scale has to stay, since the result is a float.
// CHECK-LABEL: @conv_scales_1
func.func @conv_scales_1(%x: tensor<2x5x3xi8>, %w: tensor<4x2x3xi8>, %c: tensor<2x4x4xf32>) -> tensor<2x4x4xf32> {
  // CHECK: mixp.conv ins(%{{.*}}) filter_scale(%{{.*}} : tensor<4x1x1xf32>) layout
  %s = arith.constant dense<1.0> : tensor<1x1x1xf32>
  %sw = arith.constant dense<1.0> : tensor<4x1x1xf32>
  %0 = mixp.conv ins(%x, %w : tensor<2x5x3xi8>, tensor<4x2x3xi8>)
         input_scale(%s : tensor<1x1x1xf32>) filter_scale(%sw : tensor<4x1x1xf32>)
         layout(nhwc_fhwc) outs(%c : tensor<2x4x4xf32>) -> tensor<2x4x4xf32>
  return %0 : tensor<2x4x4xf32>
}

// CHECK-LABEL: @conv_empty
// CHECK-SAME: %[[C:[a-z0-9]+]]: tensor<2x4x4xf32>, %{{.*}}, %[[D:[a-z0-9]+]]: tensor<2x4x0xf32>
func.func @conv_empty(%x: tensor<2x0x5xf32>, %w: tensor<4x0x2xf32>, %c: tensor<2x4x4xf32>,
    %y: tensor<2x3x1xf32>, %v: tensor<4x3x2xf32>, %d: tensor<2x4x0xf32>) -> (tensor<2x4x4xf32>, tensor<2x4x0xf32>) {
  // CHECK: return %[[C]], %[[D]]
  %0 = mixp.conv ins(%x, %w : tensor<2x0x5xf32>, tensor<4x0x2xf32>)
         layout(nchw_fchw) outs(%c : tensor<2x4x4xf32>) -> tensor<2x4x4xf32>
  %1 = mixp.conv ins(%y, %v : tensor<2x3x1xf32>, tensor<4x3x2xf32>)
         layout(nchw_fchw) outs(%d : tensor<2x4x0xf32>) -> tensor<2x4x0xf32>
  return %0, %1 : tensor<2x4x4xf32>, tensor<2x4x0xf32>
}
