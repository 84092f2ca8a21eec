// RUN: mixp-opt %s -split-input-file --mixp-export-observations -verify-diagnostics

func.func private @private(%x: tensor<3xf32>) -> tensor<3xf32> {
  // expected-error@+1 {{cannot be exported from private function 'private': run --inline first}}
  %0 = mixp.observe %x "x" : tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @while(%x: tensor<3xf32>, %c: i1) -> tensor<3xf32> {
  %0 = scf.while (%h = %x) : (tensor<3xf32>) -> tensor<3xf32> {
    // expected-error@+1 {{cannot be exported from inside of 'scf.while': expected it at the top of a function of one block, or there below scf.for and scf.if}}
    %1 = mixp.observe %h "x" : tensor<3xf32>
    scf.condition(%c) %1 : tensor<3xf32>
  } do {
  ^bb0(%h: tensor<3xf32>):
    scf.yield %h : tensor<3xf32>
  }
  return %0 : tensor<3xf32>
}
