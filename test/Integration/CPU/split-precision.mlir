// Terms of bf16 come as near to f32 as docs/Numerics.md says, for real.
// REQUIRES: avx2
// RUN: rm -rf %t && %python %S/Inputs/split_precision.py %t
// RUN: %if avx512-bf16 %{ %python %S/Inputs/split_precision.py %t avx512-bf16 %}
// Infinities and NaN are where they are without terms.
// RUN: mixp-opt %s --mixp-split-precision -o %t.mlir
// RUN: mixp run %t.mlir --check
// RUN: mixp run %t.mlir --print | FileCheck %s
// RUN: mixp run %s --pipeline=reference --print | FileCheck %s

// CHECK: inf {{ *-?}}nan {{ *-?}}nan {{ *}}-inf
func.func @main() -> tensor<1x4xf32> {
  %x = arith.constant dense<[[0x7F800000, 1.0, 2.0]]> : tensor<1x3xf32>
  %y = arith.constant dense<[[1.0, 0x7FC00000, 0.0, -0.3], [1.0, 1.0, 1.0, 1.0], [0x7F800000, 1.0, 1.0, 1.0]]> : tensor<3x4xf32>
  %c = arith.constant dense<0.0> : tensor<1x4xf32>
  %0 = mixp.matmul ins(%x, %y : tensor<1x3xf32>, tensor<3x4xf32>) precision(bf16x6)
         outs(%c : tensor<1x4xf32>) -> tensor<1x4xf32>
  return %0 : tensor<1x4xf32>
}
