// RUN: mixp-opt %s -mixp-strip-signedness -verify-diagnostics

func.func @negative_sign_dependent(%x: tensor<3xui8>) -> tensor<3xui8> {
  // expected-error @below {{'tosa.maximum' op cannot be made signless: what it computes may depend on the sign; convert it to mixp, arith or linalg on signless types first}}
  %0 = tosa.maximum %x, %x : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xui8>
  return %0 : tensor<3xui8>
}
