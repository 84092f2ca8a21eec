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

// The multiplier's block stays where the zero point goes.
// CHECK-LABEL: @fixed_point_neutral_zero_point
func.func @fixed_point_neutral_zero_point(%acc: tensor<?x5xi32>, %m: tensor<1x5xi32>, %r: tensor<1x5xi8>) -> tensor<?x5xi8> {
  // CHECK: mixp.requantize tflite %{{.*}} multiplier(%{{.*}} : tensor<1x5xi32>) shift(%{{.*}} : tensor<1x5xi8>) block [0, 1] : tensor<?x5xi32>
  %z = arith.constant dense<0> : tensor<1x5xi32>
  %0 = mixp.requantize tflite %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x5xi8>) zero_point(%z : tensor<1x5xi32>) block [0, 1] : tensor<?x5xi32> -> tensor<?x5xi8>
  return %0 : tensor<?x5xi8>
}

// 2.5, -2.5, 5.5 and -5.5 by each rule: what is halfway rounds up, away from
// zero, or is cut off. tosa_double rounds twice only for shifts beyond 31.
// CHECK-LABEL: @tflite_constants
func.func @tflite_constants() -> tensor<4xi8> {
  // CHECK: dense<[3, -3, 6, -6]> : tensor<4xi8>
  %acc = arith.constant dense<[10, -10, 22, -22]> : tensor<4xi32>
  %m = arith.constant dense<1073741824> : tensor<4xi32>
  %r = arith.constant dense<1> : tensor<4xi8>
  %0 = mixp.requantize tflite %acc multiplier(%m : tensor<4xi32>) shift(%r : tensor<4xi8>) : tensor<4xi32> -> tensor<4xi8>
  return %0 : tensor<4xi8>
}

// CHECK-LABEL: @tosa_single_constants
func.func @tosa_single_constants() -> tensor<4xi8> {
  // CHECK: dense<[3, -2, 6, -5]> : tensor<4xi8>
  %acc = arith.constant dense<[10, -10, 22, -22]> : tensor<4xi32>
  %m = arith.constant dense<1073741824> : tensor<4xi32>
  %r = arith.constant dense<32> : tensor<4xi8>
  %0 = mixp.requantize tosa_single %acc multiplier(%m : tensor<4xi32>) shift(%r : tensor<4xi8>) : tensor<4xi32> -> tensor<4xi8>
  return %0 : tensor<4xi8>
}

// CHECK-LABEL: @tosa_double_constants
func.func @tosa_double_constants() -> tensor<4xi8> {
  // CHECK: dense<[3, -3, 6, -6]> : tensor<4xi8>
  %acc = arith.constant dense<[10, -10, 22, -22]> : tensor<4xi32>
  %m = arith.constant dense<1073741824> : tensor<4xi32>
  %r = arith.constant dense<32> : tensor<4xi8>
  %0 = mixp.requantize tosa_double %acc multiplier(%m : tensor<4xi32>) shift(%r : tensor<4xi8>) : tensor<4xi32> -> tensor<4xi8>
  return %0 : tensor<4xi8>
}

// CHECK-LABEL: @truncate_constants
func.func @truncate_constants() -> tensor<4xi8> {
  // CHECK: dense<[2, -3, 5, -6]> : tensor<4xi8>
  %acc = arith.constant dense<[10, -10, 22, -22]> : tensor<4xi32>
  %m = arith.constant dense<1073741824> : tensor<4xi32>
  %r = arith.constant dense<32> : tensor<4xi8>
  %0 = mixp.requantize truncate %acc multiplier(%m : tensor<4xi32>) shift(%r : tensor<4xi8>) : tensor<4xi32> -> tensor<4xi8>
  return %0 : tensor<4xi8>
}
