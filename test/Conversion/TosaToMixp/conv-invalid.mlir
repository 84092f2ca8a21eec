// RUN: mixp-opt %s -convert-tosa-to-mixp -verify-diagnostics

func.func @transpose_conv2d(%x: tensor<1x4x4x3xi8>, %w: tensor<8x1x1x3xi8>, %b: tensor<8xi32>, %z: tensor<1xi8>) -> tensor<1x4x4x8xi32> {
  // expected-error @+1 {{'tosa.transpose_conv2d' op has no counterpart in mixp, which has no transposed convolution; lower it by tosa-to-linalg-named before this pass}}
  %0 = tosa.transpose_conv2d %x, %w, %b, %z, %z {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x3xi8>, tensor<8x1x1x3xi8>, tensor<8xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x8xi32>
  return %0 : tensor<1x4x4x8xi32>
}
