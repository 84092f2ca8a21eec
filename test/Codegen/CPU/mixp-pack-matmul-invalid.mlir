// RUN: mixp-opt %s --mixp-resolve-target=target=x86-64-v3 --mixp-pack-matmul --verify-diagnostics

// The target has no such instruction.
func.func @unknown_instruction(%a: tensor<5x8xi8>, %b: tensor<8x3xi8>) -> tensor<5x3xi32> {
  %c = arith.constant dense<0> : tensor<5x3xi32>
  // expected-error @below {{'mixp.matmul' op has a schedule that no kernel of the target obeys; remove it or run mixp-decompose-matmul first}}
  %0 = mixp.matmul ins(%a, %b : tensor<5x8xi8>, tensor<8x3xi8>) outs(%c : tensor<5x3xi32>)
    {schedule = #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>} -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}
