// RUN: mixp-opt %s -split-input-file -verify-diagnostics

// Only a module has a target.
// expected-error@+1 {{'func.func' op cannot carry 'mixp.target': only a module has a target}}
func.func @f() attributes {mixp.target = 1 : i32} {
  return
}

// -----

// expected-error@+1 {{expected 'mixp.target' to be a #mixp.target but got "avx512"}}
module attributes {mixp.target = "avx512"} {
}

// -----

// expected-error@+1 {{expected 'mixp.name' to be a string but got 7 : i64}}
func.func @argument(%x: tensor<3xf32> {mixp.name = 7}) {
  return
}

// -----

// expected-error@+1 {{expected 'mixp.name' to be a string but got unit}}
func.func @result(%x: tensor<3xf32>) -> (tensor<3xf32> {mixp.name}) {
  return %x : tensor<3xf32>
}
