// RUN: mixp-opt %s -mixp-pack-subbyte -split-input-file -verify-diagnostics

// expected-error @below {{'func.func' op cannot take argument #0 of type 'tensor<?x?xi4>' in packed form: its number of bytes does not tell its shape; make all dims but one static, or pass i8}}
func.func @negative_two_dynamic_dims(%x: tensor<?x?xi4>) {
  return
}

// -----

func.func @negative_mixp_op(%x: tensor<3xi4>) -> tensor<3xf32> {
  // expected-error @below {{'mixp.dequantize' op expected mixp ops on sub-byte types to be lowered; run convert-mixp-to-linalg first}}
  %0 = mixp.dequantize %x : tensor<3xi4> -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @negative_unknown_op(%x: tensor<3xi4>) -> tensor<3xi4> {
  // expected-error @below {{'tosa.identity' op cannot work on the i8 tensors that sub-byte tensors become}}
  %0 = tosa.identity %x : (tensor<3xi4>) -> tensor<3xi4>
  return %0 : tensor<3xi4>
}

// -----

func.func @callee(%x: tensor<3xi4>) { return }
func.func @negative_call_of_public(%x: tensor<3xi4>) {
  // expected-error @below {{'func.call' op cannot pass sub-byte tensors to a public or external function; inline it or make it private}}
  func.call @callee(%x) : (tensor<3xi4>) -> ()
  return
}
