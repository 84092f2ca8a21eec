// RUN: mixp-opt %s -convert-mixp-to-linalg -split-input-file -verify-diagnostics

func.func @negative_unsigned_type(%input: tensor<3xf32>) -> tensor<3xui8> {
  // expected-error @below {{'mixp.quantize' op expected signless types but got 'tensor<3xui8>'; run mixp-strip-signedness first}}
  %0 = mixp.quantize %input : tensor<3xf32> -> tensor<3xui8>
  return %0 : tensor<3xui8>
}

// -----

func.func @negative_conv_padding(%x: tensor<2x5x3xi8>, %w: tensor<4x2x3xi8>, %c: tensor<2x6x4xi32>) -> tensor<2x6x4xi32> {
  // expected-error @below {{'mixp.conv' op expected channels last and no padding; run mixp-decompose-conv first}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x3xi8>, tensor<4x2x3xi8>) layout(nhwc_fhwc) pad_low [2]
         outs(%c : tensor<2x6x4xi32>) -> tensor<2x6x4xi32>
  return %0 : tensor<2x6x4xi32>
}
