// arith has no stochastic rounding; mixp.cast has it, with a seed.
//
// RUN: not mlir-opt %s 2>&1 | FileCheck %s

// CHECK: error: expected ':'
func.func @stochastic(%x: f32) -> bf16 {
  %0 = arith.truncf %x stochastic : f32 to bf16
  return %0 : bf16
}
