// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration --verify-diagnostics

func.func private @private_function(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op cannot be calibrated in private function 'private_function': run --inline first}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @while(%p: i1, %x: tensor<2x3xf32>, %y: tensor<3x3xf32>) -> tensor<2x3xf32> {
  %0 = scf.while (%h = %x) : (tensor<2x3xf32>) -> tensor<2x3xf32> {
    scf.condition(%p) %h : tensor<2x3xf32>
  } do {
  ^bb0(%h: tensor<2x3xf32>):
    // expected-error @+1 {{'mixp.matmul' op cannot be calibrated inside of 'scf.while': expected it at the top of a function of one block, or there below scf.for and scf.if}}
    %1 = mixp.matmul ins(%h, %y : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
    scf.yield %1 : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

func.func @for_in_while(%p: i1, %x: tensor<2x3xf32>, %y: tensor<3x3xf32>, %n: index) -> tensor<2x3xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.while (%g = %x) : (tensor<2x3xf32>) -> tensor<2x3xf32> {
    %1 = scf.for %i = %c0 to %n step %c1 iter_args(%h = %g) -> tensor<2x3xf32> {
      // expected-error @+1 {{'mixp.matmul' op cannot be calibrated inside of 'scf.while'}}
      %2 = mixp.matmul ins(%h, %y : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
      scf.yield %2 : tensor<2x3xf32>
    }
    scf.condition(%p) %1 : tensor<2x3xf32>
  } do {
  ^bb0(%h: tensor<2x3xf32>):
    scf.yield %h : tensor<2x3xf32>
  }
  return %0 : tensor<2x3xf32>
}

// -----

func.func @two_blocks(%x: tensor<2x3xf32>, %y: tensor<3x3xf32>) -> tensor<2x3xf32> {
  // expected-error @+1 {{'mixp.matmul' op cannot be calibrated inside of 'func.func': expected it at the top of a function of one block}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x3xf32>) outs(%x : tensor<2x3xf32>) -> tensor<2x3xf32>
  cf.br ^bb1
^bb1:
  return %0 : tensor<2x3xf32>
}
