// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// A launcher knows matrices, and batches of them.
// expected-error @below {{expected a tensor of at most 3 dims but got 'tensor<2x3x5x7xf16>'}}
func.func private @rank(!mixp.device<tensor<2x3x5x7xf16>>)

// -----

// expected-error @below {{expected f32 to round to tf32 but got 'tensor<5x7xf16>'}}
func.func private @rounded(!mixp.device<tensor<5x7xf16>, rounded = true>)

// -----

// A copy has the elements of what it is one of.
func.func @elements(%a: tensor<7x64xf16>) {
  // expected-error @below {{expected a copy of 'tensor<7x64xf16>' but got '!mixp.device<tensor<7x64xbf16>>'}}
  %0 = mixp.to_device %a : tensor<7x64xf16> to !mixp.device<tensor<7x64xbf16>>
  return
}

// -----

// Also with its dims exchanged it has the host's shape.
func.func @shape(%a: tensor<7x64xf16>) {
  // expected-error @below {{expected a copy of 'tensor<7x64xf16>' but got '!mixp.device<tensor<64x7xf16>, transposed = true>'}}
  %0 = mixp.to_device %a : tensor<7x64xf16> to !mixp.device<tensor<64x7xf16>, transposed = true>
  return
}

// -----

func.func @back(%a: !mixp.device<tensor<7x9xf32>>, %e: memref<9x7xf32>) {
  // expected-error @below {{expected a copy of 'memref<9x7xf32>' but got '!mixp.device<tensor<7x9xf32>>'}}
  mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>> into memref<9x7xf32>
  return
}

// -----

// What kernels write lies in rows.
func.func @layout(%a: !mixp.device<tensor<7x9xf32>, rounded = true>, %e: memref<7x9xf32>) {
  // expected-error @below {{expected a value in plain rows but got '!mixp.device<tensor<7x9xf32>, rounded = true>'}}
  mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>, rounded = true> into memref<7x9xf32>
  return
}

// -----

func.func @result(%a: !mixp.device<tensor<7x9xf32>>, %e: tensor<7x9xf32>) {
  // expected-error @below {{expected one result for a tensor destination and none for a memref}}
  mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32>
  return
}

// -----

// The host cannot read what is on the device.
func.func @host(%a: !mixp.device<tensor<7x9xf32>>) {
  // expected-error @below {{operand #0 must be}}
  %0 = "tensor.cast"(%a) : (!mixp.device<tensor<7x9xf32>>) -> tensor<?x9xf32>
  return
}
