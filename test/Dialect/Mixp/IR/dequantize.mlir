// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @dequantize_i8_f32_per_channel
func.func @dequantize_i8_f32_per_channel(%q: tensor<3x5xi8>, %s: tensor<1x5xf32>) -> tensor<3x5xf32> {
  // CHECK: mixp.dequantize %{{.*}} scale(%{{.*}} : tensor<1x5xf32>) : tensor<3x5xi8> -> tensor<3x5xf32>
  %0 = mixp.dequantize %q scale(%s : tensor<1x5xf32>) : tensor<3x5xi8> -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: @dequantize_i4_f16_f32_zero_point
func.func @dequantize_i4_f16_f32_zero_point(%q: tensor<3x5xi4>, %s: tensor<3x2xf32>, %z: tensor<3x2xf32>) -> tensor<3x5xf16> {
  // CHECK: scale(%{{.*}} : tensor<3x2xf32>) zero_point(%{{.*}} : tensor<3x2xf32>) block [1, 4] : tensor<3x5xi4> -> tensor<3x5xf16>
  %0 = mixp.dequantize %q scale(%s : tensor<3x2xf32>) zero_point(%z : tensor<3x2xf32>)
         block [1, 4] : tensor<3x5xi4> -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}

// CHECK-LABEL: @dequantize_dynamic_batch
func.func @dequantize_dynamic_batch(%q: tensor<?x3x?xi8>, %z: tensor<?x3x1xi32>) -> tensor<?x3x?xf32> {
  // CHECK: zero_point(%{{.*}} : tensor<?x3x1xi32>) block [1, 1, 0] {input_unsigned}
  %0 = mixp.dequantize %q zero_point(%z : tensor<?x3x1xi32>) block [1, 1, 0] {input_unsigned}
         : tensor<?x3x?xi8> -> tensor<?x3x?xf32>
  return %0 : tensor<?x3x?xf32>
}

// CHECK-LABEL: @dequantize_bf16_f32
func.func @dequantize_bf16_f32(%q: tensor<7xbf16>, %s: tensor<3xf32>) -> tensor<7xf32> {
  // CHECK: block [3] : tensor<7xbf16> -> tensor<7xf32>
  %0 = mixp.dequantize %q scale(%s : tensor<3xf32>) block [3] : tensor<7xbf16> -> tensor<7xf32>
  return %0 : tensor<7xf32>
}
