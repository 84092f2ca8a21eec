// RUN: mixp-opt %s -split-input-file --mixp-export-observations -verify-diagnostics

func.func private @private(%x: tensor<3xf32>) -> tensor<3xf32> {
  // expected-error@+1 {{cannot be exported from private function 'private': run --inline first}}
  %0 = mixp.observe %x "x" : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @control_flow(%x: tensor<3xf32>, %c: i1) -> tensor<3xf32> {
  %0 = scf.if %c -> tensor<3xf32> {
    // expected-error@+1 {{cannot be exported from inside of control flow: expected it at the top of a function}}
    %1 = mixp.observe %x "x" : tensor<3xf32>
    scf.yield %1 : tensor<3xf32>
  } else {
    scf.yield %x : tensor<3xf32>
  }
  return %0 : tensor<3xf32>
}
