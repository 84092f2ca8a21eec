// RUN: mixp-opt %s -convert-mixp-to-linalg -verify-diagnostics

func.func @negative_unsigned_type(%input: tensor<3xf32>) -> tensor<3xui8> {
  // expected-error @below {{'mixp.quantize' op expected signless types but got 'tensor<3xui8>'; run mixp-strip-signedness first}}
  %0 = mixp.quantize %input : tensor<3xf32> -> tensor<3xui8>
  return %0 : tensor<3xui8>
}
