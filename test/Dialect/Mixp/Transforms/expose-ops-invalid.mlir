// RUN: mixp-opt %s --verify-diagnostics --mixp-expose-ops

// expected-error @+1 {{'func.func' op cannot return more since it is called: make it private and run --inline first}}
func.func @helper(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = arith.negf %x : tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func @caller(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = call @helper(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}
