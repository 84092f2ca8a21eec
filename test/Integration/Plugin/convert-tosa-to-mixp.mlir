// TOSA in another pipeline: a quantized product and its rescale become mixp.
//
// RUN: mlir-opt --load-dialect-plugin=%mixp_plugin \
// RUN:   --load-pass-plugin=%mixp_plugin \
// RUN:   --pass-pipeline="builtin.module(func.func(convert-tosa-to-mixp))" %s \
// RUN:   | FileCheck %s

// CHECK-LABEL: func.func @product
// CHECK-NOT: tosa.
// CHECK: mixp.matmul
// CHECK: mixp.requantize tosa_double
func.func @product(%a: tensor<1x3x7xi8>, %b: tensor<1x7x5xi8>) -> tensor<1x3x5xi8> {
  %z = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %acc = tosa.matmul %a, %b, %z, %z : (tensor<1x3x7xi8>, tensor<1x7x5xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x5xi32>
  %m = "tosa.const"() {values = dense<1342177280> : tensor<1xi32>} : () -> tensor<1xi32>
  %s = "tosa.const"() {values = dense<38> : tensor<1xi8>} : () -> tensor<1xi8>
  %zi = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %0 = tosa.rescale %acc, %m, %s, %zi, %z {scale32 = true, rounding_mode = DOUBLE_ROUND, per_channel = false, input_unsigned = false, output_unsigned = false} : (tensor<1x3x5xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x3x5xi8>
  return %0 : tensor<1x3x5xi8>
}
