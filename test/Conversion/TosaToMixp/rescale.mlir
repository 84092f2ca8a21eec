// RUN: mixp-opt %s -convert-tosa-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @single_round
// CHECK-DAG: %[[M:.*]] = arith.constant dense<1073741824> : tensor<1x1xi32>
// CHECK-DAG: %[[S:.*]] = arith.constant dense<30> : tensor<1x1xi8>
// CHECK-DAG: %[[Z:.*]] = arith.constant dense<200> : tensor<1x1xi32>
// CHECK: mixp.requantize tosa_single %arg0 multiplier(%[[M]] : tensor<1x1xi32>) shift(%[[S]] : tensor<1x1xi8>) zero_point(%[[Z]] : tensor<1x1xi32>) block [0, 0] {result_unsigned} : tensor<?x4xi32> -> tensor<?x4xi8>
func.func @single_round(%x: tensor<?x4xi32>) -> tensor<?x4xi8> {
  %m = "tosa.const"() {values = dense<1073741824> : tensor<1xi32>} : () -> tensor<1xi32>
  %s = "tosa.const"() {values = dense<30> : tensor<1xi8>} : () -> tensor<1xi8>
  %zi = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %zo = "tosa.const"() {values = dense<-56> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = true, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = false, output_unsigned = true} : (tensor<?x4xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<?x4xi8>
  return %0 : tensor<?x4xi8>
}

// A zero point has one element for each channel, as the multiplier has.
// CHECK-LABEL: func.func @double_round_per_channel
// CHECK-DAG: %[[M:.*]] = arith.constant dense<{{\[\[}}3, 5]]> : tensor<1x2xi32>
// CHECK-DAG: %[[S:.*]] = arith.constant dense<{{\[\[}}32, 40]]> : tensor<1x2xi8>
// CHECK-DAG: %[[Z:.*]] = arith.constant dense<-7> : tensor<1x2xi32>
// CHECK: mixp.requantize tosa_double %arg0 multiplier(%[[M]] : tensor<1x2xi32>) shift(%[[S]] : tensor<1x2xi8>) zero_point(%[[Z]] : tensor<1x2xi32>) block [0, 1] : tensor<3x2xi32> -> tensor<3x2xi8>
func.func @double_round_per_channel(%x: tensor<3x2xi32>) -> tensor<3x2xi8> {
  %m = "tosa.const"() {values = dense<[3, 5]> : tensor<2xi32>} : () -> tensor<2xi32>
  %s = "tosa.const"() {values = dense<[32, 40]> : tensor<2xi8>} : () -> tensor<2xi8>
  %zi = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %zo = "tosa.const"() {values = dense<-7> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = true, rounding_mode = DOUBLE_ROUND, per_channel = true, input_unsigned = false, output_unsigned = false} : (tensor<3x2xi32>, tensor<2xi32>, tensor<2xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<3x2xi8>
  return %0 : tensor<3x2xi8>
}

// Any rounding is right for INEXACT_ROUND. Narrow inputs are widened first.
// CHECK-LABEL: func.func @inexact_round_i8
// CHECK: %[[WIDE:.*]] = mixp.cast %arg0 : tensor<3xi8> -> tensor<3xi32>
// CHECK: mixp.requantize tosa_single %[[WIDE]] multiplier(%{{.*}} : tensor<1xi32>)
func.func @inexact_round_i8(%x: tensor<3xi8>) -> tensor<3xi32> {
  %m = "tosa.const"() {values = dense<1073741824> : tensor<1xi32>} : () -> tensor<1xi32>
  %s = "tosa.const"() {values = dense<30> : tensor<1xi8>} : () -> tensor<1xi8>
  %zi = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %zo = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = true, rounding_mode = INEXACT_ROUND, per_channel = false, input_unsigned = false, output_unsigned = false} : (tensor<3xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xi32>) -> tensor<3xi32>
  return %0 : tensor<3xi32>
}

// Parameters that come at run time, and multipliers of 16 bits.
// CHECK-LABEL: func.func @scale16_run_time
// CHECK: %[[WIDE:.*]] = arith.extsi %arg1 : tensor<1xi16> to tensor<1xi32>
// CHECK: %[[M:.*]] = tensor.expand_shape %[[WIDE]] {{\[\[}}0, 1]] output_shape [1, 1]
// CHECK: %[[S:.*]] = tensor.expand_shape %arg2
// CHECK: %[[ZI:.*]] = arith.extui %{{.*}} : i8 to i32
// CHECK: linalg.generic
// CHECK: %[[X:.*]] = arith.extui %{{.*}} : i8 to i32
// CHECK: arith.subi %[[X]], %[[ZI]]
// CHECK: mixp.requantize tosa_single %{{.*}} multiplier(%[[M]] : tensor<1x1xi32>) shift(%[[S]] : tensor<1x1xi8>) block [0, 0]
func.func @scale16_run_time(%x: tensor<3x2xi8>, %m: tensor<1xi16>, %s: tensor<1xi8>, %zi: tensor<1xi8>) -> tensor<3x2xi8> {
  %zo = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.rescale %x, %m, %s, %zi, %zo {scale32 = false, rounding_mode = SINGLE_ROUND, per_channel = false, input_unsigned = true, output_unsigned = false} : (tensor<3x2xi8>, tensor<1xi16>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<3x2xi8>
  return %0 : tensor<3x2xi8>
}
