// RUN: mixp-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @requantize_neutral_zero_point
func.func @requantize_neutral_zero_point(%acc: tensor<3x5xi32>, %m: tensor<1x5xf32>) -> tensor<3x5xi8> {
  // CHECK: mixp.requantize onnx %{{.*}} scale(%{{.*}} : tensor<1x5xf32>) : tensor<3x5xi32>
  %z = arith.constant dense<0> : tensor<1x5xi32>
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x5xf32>) zero_point(%z : tensor<1x5xi32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}

// Ties to even, both ends, and an accumulator that f32 rounds.
// CHECK-LABEL: @requantize_constant
func.func @requantize_constant() -> tensor<5xi8> {
  // CHECK: dense<[3, 5, -128, 127, 1]> : tensor<5xi8>
  %acc = arith.constant dense<[5, 7, -100000, 2147483647, 16777217]> : tensor<5xi32>
  %m = arith.constant dense<[0.5, 0.5, 0.5, 0.5, 5.9604644775390625e-08]> : tensor<5xf32>
  %z = arith.constant dense<[1, 1, 1, 1, 0]> : tensor<5xi32>
  %0 = mixp.requantize onnx %acc scale(%m : tensor<5xf32>) zero_point(%z : tensor<5xi32>) : tensor<5xi32> -> tensor<5xi8>
  return %0 : tensor<5xi8>
}
