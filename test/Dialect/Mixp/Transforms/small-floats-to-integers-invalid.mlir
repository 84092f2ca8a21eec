// RUN: mixp-opt %s -mixp-small-floats-to-integers -split-input-file -verify-diagnostics

func.func @negative_mixp_op(%x: tensor<3xf8E5M2>) -> tensor<3xf32> {
  // expected-error @below {{'mixp.cast' op expected mixp ops on floats of at most 8 bits to be lowered; run convert-mixp-to-linalg first}}
  %0 = mixp.cast %x : tensor<3xf8E5M2> -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @negative_arithmetic(%x: f8E5M2) -> f8E5M2 {
  // expected-error @below {{'arith.addf' op cannot compute with floats of at most 8 bits; convert them by mixp.cast}}
  %0 = arith.addf %x, %x : f8E5M2
  return %0 : f8E5M2
}
