// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration --verify-diagnostics

func.func private @private_function(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op cannot be calibrated in private function 'private_function': run --inline first}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @control_flow(%p: i1, %x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %0 = scf.if %p -> tensor<2x5xf32> {
    // expected-error @+1 {{'mixp.matmul' op cannot be calibrated inside of control flow: expected it at the top of a function}}
    %1 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>) -> tensor<2x5xf32>
    scf.yield %1 : tensor<2x5xf32>
  } else {
    scf.yield %c : tensor<2x5xf32>
  }
  return %0 : tensor<2x5xf32>
}
