// RUN: mixp-opt %s -mixp-decompose-conv -verify-diagnostics

func.func @negative_unsigned_type(%x: tensor<2x5x3xui8>, %w: tensor<4x2x3xi8>, %c: tensor<2x4x4xi32>) -> tensor<2x4x4xi32> {
  // expected-error @below {{'mixp.conv' op expected signless types but got 'ui8'; run mixp-strip-signedness first}}
  %0 = mixp.conv ins(%x, %w : tensor<2x5x3xui8>, tensor<4x2x3xi8>) layout(nhwc_fhwc)
         outs(%c : tensor<2x4x4xi32>) -> tensor<2x4x4xi32>
  return %0 : tensor<2x4x4xi32>
}
