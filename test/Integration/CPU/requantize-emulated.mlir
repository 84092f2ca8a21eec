// Scales chosen for each row, quantizing, the product and requantizing need no
// instruction of the machine that compiles.
// REQUIRES: qemu-aarch64
// RUN: %python %S/Inputs/check_emulated.py %s --target neon-dotprod
// RUN: %python %S/Inputs/check_emulated.py %s --target neon-bf16

func.func @main(%x: tensor<?x13xf32>, %b: tensor<13x21xi8>, %c: tensor<?x21xi32>) -> tensor<?x21xui8> {
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0] : tensor<?x13xf32> -> tensor<?x1xf32>
  %q = mixp.quantize %x scale(%s : tensor<?x1xf32>) block [1, 0] : tensor<?x13xf32> -> tensor<?x13xi8>
  %y = mixp.matmul ins(%q, %b : tensor<?x13xi8>, tensor<13x21xi8>) outs(%c : tensor<?x21xi32>) -> tensor<?x21xi32>
  %m = arith.constant dense<0.00390625> : tensor<1x1xf32>
  %z = arith.constant dense<131> : tensor<1x1xi32>
  %r = mixp.requantize onnx %y scale(%m : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>) block [0, 0]
    : tensor<?x21xi32> -> tensor<?x21xui8>
  return %r : tensor<?x21xui8>
}
