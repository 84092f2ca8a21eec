// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @cast_f32_bf16
func.func @cast_f32_bf16(%x: tensor<4xf32>) -> tensor<4xbf16> {
  // CHECK: mixp.cast %{{.*}} : tensor<4xf32> -> tensor<4xbf16>
  %0 = mixp.cast %x : tensor<4xf32> -> tensor<4xbf16>
  return %0 : tensor<4xbf16>
}

// CHECK-LABEL: @cast_f32_i8_toward_zero
func.func @cast_f32_i8_toward_zero(%x: tensor<4xf32>) -> tensor<4xi8> {
  // CHECK: mixp.cast %{{.*}} rounding(toward_zero) saturate : tensor<4xf32> -> tensor<4xi8>
  %0 = mixp.cast %x rounding(toward_zero) saturate : tensor<4xf32> -> tensor<4xi8>
  return %0 : tensor<4xi8>
}

// CHECK-LABEL: @cast_every_rounding
func.func @cast_every_rounding(%x: tensor<3xf32>) {
  // CHECK: mixp.cast %{{[a-z0-9]+}} : tensor
  // CHECK: rounding(nearest_away)
  // CHECK: rounding(floor)
  // CHECK: rounding(ceil)
  %0 = mixp.cast %x rounding(nearest_even) : tensor<3xf32> -> tensor<3xf16>
  %1 = mixp.cast %x rounding(nearest_away) : tensor<3xf32> -> tensor<3xf16>
  %2 = mixp.cast %x rounding(floor) : tensor<3xf32> -> tensor<3xf16>
  %3 = mixp.cast %x rounding(ceil) : tensor<3xf32> -> tensor<3xf16>
  return
}

// CHECK-LABEL: @cast_dynamic_unsigned
func.func @cast_dynamic_unsigned(%x: tensor<?x7xi8>, %y: tensor<?x7xui4>) {
  // CHECK: mixp.cast %{{.*}} {input_unsigned} : tensor<?x7xi8> -> tensor<?x7xi32>
  // CHECK: mixp.cast %{{.*}} saturate {result_unsigned} : tensor<?x7xui4> -> tensor<?x7xi4>
  %0 = mixp.cast %x {input_unsigned} : tensor<?x7xi8> -> tensor<?x7xi32>
  %1 = mixp.cast %y saturate {result_unsigned} : tensor<?x7xui4> -> tensor<?x7xi4>
  return
}

// CHECK-LABEL: @cast_rank0_and_empty
func.func @cast_rank0_and_empty(%x: tensor<f32>, %y: tensor<3x0xf32>) {
  // CHECK: tensor<f32> -> tensor<f16>
  // CHECK: tensor<3x0xf32> -> tensor<3x0xf16>
  %0 = mixp.cast %x : tensor<f32> -> tensor<f16>
  %1 = mixp.cast %y : tensor<3x0xf32> -> tensor<3x0xf16>
  return
}
