// RUN: mixp-opt %s -convert-tosa-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @conv2d_i8
// CHECK: %[[ZERO:.*]] = arith.constant dense<-3> : tensor<1x1x1x1xi32>
// CHECK: %[[CONV:.*]] = mixp.conv ins(%arg0, %arg1 : tensor<?x5x7x3xi8>, tensor<4x3x2x3xi8>)
// CHECK-SAME: input_zero_point(%[[ZERO]] : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
// CHECK-SAME: layout(nhwc_fhwc) strides [2, 1] dilations [1, 2] pad_low [1, 0] pad_high [1, 1]
// CHECK-SAME: outs(%{{.*}} : tensor<?x3x6x4xi32>)
// CHECK: linalg.generic {{.*}} ins(%[[CONV]], %arg2 : tensor<?x3x6x4xi32>, tensor<4xi32>)
// CHECK: arith.addi
func.func @conv2d_i8(%x: tensor<?x5x7x3xi8>, %w: tensor<4x3x2x3xi8>, %b: tensor<4xi32>) -> tensor<?x3x6x4xi32> {
  %z = "tosa.const"() {values = dense<-3> : tensor<1xi8>} : () -> tensor<1xi8>
  %n = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %z, %n {acc_type = i32, pad = array<i64: 1, 1, 0, 1>, stride = array<i64: 2, 1>, dilation = array<i64: 1, 2>}
    : (tensor<?x5x7x3xi8>, tensor<4x3x2x3xi8>, tensor<4xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<?x3x6x4xi32>
  return %0 : tensor<?x3x6x4xi32>
}

// A result of f16 is rounded once, after the bias.
// CHECK-LABEL: func.func @conv3d_f16
// CHECK: mixp.conv ins(%arg0, %arg1 : tensor<1x3x4x5x2xf16>, tensor<3x2x2x2x2xf16>) layout(nhwc_fhwc)
// CHECK-SAME: -> tensor<1x2x3x4x3xf32>
// CHECK: arith.extf
// CHECK: arith.addf
// CHECK: arith.truncf
func.func @conv3d_f16(%x: tensor<1x3x4x5x2xf16>, %w: tensor<3x2x2x2x2xf16>, %b: tensor<1xf16>) -> tensor<1x2x3x4x3xf16> {
  %z = "tosa.const"() {values = dense<0.0> : tensor<1xf16>} : () -> tensor<1xf16>
  %0 = tosa.conv3d %x, %w, %b, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>, dilation = array<i64: 1, 1, 1>}
    : (tensor<1x3x4x5x2xf16>, tensor<3x2x2x2x2xf16>, tensor<1xf16>, tensor<1xf16>, tensor<1xf16>) -> tensor<1x2x3x4x3xf16>
  return %0 : tensor<1x2x3x4x3xf16>
}

// CHECK-LABEL: func.func @depthwise_conv2d_f32
// CHECK: linalg.transpose ins(%arg1 : tensor<2x3x3x2xf32>) {{.*}} permutation = [2, 3, 0, 1]
// CHECK: %[[FILTER:.*]] = tensor.expand_shape {{.*}} into tensor<6x2x3x1xf32>
// CHECK: mixp.conv ins(%arg0, %[[FILTER]] : {{.*}}) layout(nhwc_fhwc) {{.*}} groups(3)
// CHECK-NOT: linalg.generic
func.func @depthwise_conv2d_f32(%x: tensor<2x4x5x3xf32>, %w: tensor<2x3x3x2xf32>) -> tensor<2x3x3x6xf32> {
  %z = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %0 = tosa.depthwise_conv2d %x, %w, %z, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>}
    : (tensor<2x4x5x3xf32>, tensor<2x3x3x2xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2x3x3x6xf32>
  return %0 : tensor<2x3x3x6xf32>
}
