// RUN: mixp-opt %s -canonicalize | FileCheck %s

// Without parameters it is a cast.
// CHECK-LABEL: @quantize_bare
func.func @quantize_bare(%x: tensor<3x?xf32>) -> (tensor<3x?xi8>, tensor<3x?xf16>) {
  // CHECK-DAG: mixp.cast %{{.*}} saturate {result_unsigned} : tensor<3x?xf32> -> tensor<3x?xi8>
  // CHECK-DAG: mixp.cast %{{.*}} saturate : tensor<3x?xf32> -> tensor<3x?xf16>
  %0 = mixp.quantize %x {result_unsigned} : tensor<3x?xf32> -> tensor<3x?xi8>
  %1 = mixp.quantize %x : tensor<3x?xf32> -> tensor<3x?xf16>
  return %0, %1 : tensor<3x?xi8>, tensor<3x?xf16>
}

// CHECK-LABEL: @quantize_neutral_zero_point
func.func @quantize_neutral_zero_point(%x: tensor<3x5xf32>, %s: tensor<3x2xf32>) -> tensor<3x5xi8> {
  // CHECK: mixp.quantize %{{.*}} scale(%{{.*}} : tensor<3x2xf32>) block [1, 4] : tensor<3x5xf32>
  %z = arith.constant dense<0> : tensor<3x2xi32>
  %0 = mixp.quantize %x scale(%s : tensor<3x2xf32>) zero_point(%z : tensor<3x2xi32>) block [1, 4]
         : tensor<3x5xf32> -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}

// CHECK-LABEL: @quantize_neutral_scale
func.func @quantize_neutral_scale(%x: tensor<3x5xf32>, %z: tensor<3x2xi32>) -> (tensor<3x5xi8>, tensor<3x5xi4>) {
  // CHECK-DAG: mixp.quantize %{{.*}} zero_point(%{{.*}} : tensor<3x2xi32>) block [1, 4] : tensor<3x5xf32>
  // CHECK-DAG: mixp.cast %{{.*}} saturate : tensor<3x5xf32> -> tensor<3x5xi4>
  %s = arith.constant dense<1.0> : tensor<3x2xf32>
  %0 = mixp.quantize %x scale(%s : tensor<3x2xf32>) zero_point(%z : tensor<3x2xi32>) block [1, 4]
         : tensor<3x5xf32> -> tensor<3x5xi8>
  %1 = mixp.quantize %x scale(%s : tensor<3x2xf32>) block [1, 4] : tensor<3x5xf32> -> tensor<3x5xi4>
  return %0, %1 : tensor<3x5xi8>, tensor<3x5xi4>
}

// Each element by its own block: ties to even, both ends, NaN to the zero point.
// CHECK-LABEL: @quantize_constant_blocks
func.func @quantize_constant_blocks() -> (tensor<2x5xi8>, tensor<1x4xui8>) {
  // CHECK-DAG: dense<{{\[}}[4, 6, -128, 127, 3], [10, 18, 7, 127, -13]]> : tensor<2x5xi8>
  // CHECK-DAG: dense<{{\[}}[0, 255, 3, 5]]> : tensor<1x4xui8>
  %x = arith.constant dense<[[0.25, 0.75, -1000.0, 0x7F800000, 1.25], [1.0, 3.0, 0x7FC00000, 12.0, -2.0]]> : tensor<2x5xf32>
  %s = arith.constant dense<[[0.5, 1.0, 0.5], [0.25, 0.1, 0.1]]> : tensor<2x3xf32>
  %z = arith.constant dense<[[4, 0, 1], [6, 7, 7]]> : tensor<2x3xi32>
  %0 = mixp.quantize %x scale(%s : tensor<2x3xf32>) zero_point(%z : tensor<2x3xi32>) block [1, 2]
         : tensor<2x5xf32> -> tensor<2x5xi8>
  %y = arith.constant dense<[[-9.0, 999.0, 0.0, 1.0]]> : tensor<1x4xf32>
  %t = arith.constant dense<0.5> : tensor<1x1xf32>
  %w = arith.constant dense<3> : tensor<1x1xi32>
  %1 = mixp.quantize %y scale(%t : tensor<1x1xf32>) zero_point(%w : tensor<1x1xi32>)
         : tensor<1x4xf32> -> tensor<1x4xui8>
  return %0, %1 : tensor<2x5xi8>, tensor<1x4xui8>
}

// CHECK-LABEL: @negative_quantize_runtime_scale
func.func @negative_quantize_runtime_scale(%s: tensor<1xf32>) -> tensor<3xi8> {
  // CHECK: mixp.quantize
  %x = arith.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %0 = mixp.quantize %x scale(%s : tensor<1xf32>) : tensor<3xf32> -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

// CHECK-LABEL: @quantize_empty
func.func @quantize_empty(%x: tensor<0x5xf32>, %s: tensor<1x5xf32>) -> tensor<0x5xi8> {
  // CHECK: arith.constant dense<> : tensor<0x5xi8>
  %0 = mixp.quantize %x scale(%s : tensor<1x5xf32>) : tensor<0x5xf32> -> tensor<0x5xi8>
  return %0 : tensor<0x5xi8>
}
