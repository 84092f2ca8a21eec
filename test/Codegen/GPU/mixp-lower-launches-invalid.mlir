// RUN: mixp-opt %s --split-input-file --mixp-lower-launches --verify-diagnostics

// Tensors have no address.
func.func @tensors(%a: tensor<7x64xf16>) {
  // expected-error @below {{'mixp.to_device' op expected buffers; run one-shot-bufferize first}}
  %0 = mixp.to_device %a : tensor<7x64xf16> to !mixp.device<tensor<7x64xf16>>
  return
}

// -----

// Nobody would know when its memory is free.
func.func @argument(%a: !mixp.device<tensor<7x9xf32>>, %e: memref<7x9xf32>) {
  // expected-error @below {{'mixp.to_host' op expected values of the device to go from copies and launches to copies and launches, not through branches or calls}}
  mixp.to_host %a into %e : !mixp.device<tensor<7x9xf32>> into memref<7x9xf32>
  return
}

// -----

func.func @result(%a: memref<7x9xf32>) -> !mixp.device<tensor<7x9xf32>> {
  %0 = mixp.to_device %a : memref<7x9xf32> to !mixp.device<tensor<7x9xf32>>
  // expected-error @below {{'func.return' op expected values of the device to go from copies and launches to copies and launches, not through branches or calls}}
  return %0 : !mixp.device<tensor<7x9xf32>>
}
