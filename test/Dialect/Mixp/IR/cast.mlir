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

// CHECK-LABEL: @cast_every_format
func.func @cast_every_format(%x: tensor<3xf32>) {
  // CHECK-COUNT-14: mixp.cast %{{[a-z0-9]+}} saturate : tensor<3xf32> ->
  %0 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf64>
  %1 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E5M2>
  %2 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E4M3>
  %3 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E4M3FN>
  %4 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E3M4>
  %5 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E5M2FNUZ>
  %6 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E4M3FNUZ>
  %7 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E4M3B11FNUZ>
  %8 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf6E3M2FN>
  %9 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf6E2M3FN>
  %10 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf4E2M1FN>
  %11 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xf8E8M0FNU>
  %12 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xi1>
  %13 = mixp.cast %x saturate : tensor<3xf32> -> tensor<3xi64>
  return
}

// CHECK-LABEL: @cast_stochastic
func.func @cast_stochastic(%x: tensor<4xf32>, %seed: i64) {
  // CHECK: mixp.cast %{{.*}} rounding(stochastic) seed(%{{.*}}) saturate : tensor<4xf32> -> tensor<4xf8E4M3FN>
  %2 = mixp.cast %x rounding(stochastic) seed(%seed) saturate : tensor<4xf32> -> tensor<4xf8E4M3FN>
  return
}

// CHECK-LABEL: @cast_stochastic_tile
func.func @cast_stochastic_tile(%x: tensor<4x?xf32>, %seed: i64, %i: index, %n: index) {
  // CHECK: mixp.cast %{{.*}} rounding(stochastic) seed(%{{.*}}) origin[%{{.*}}, %{{.*}}] within[%{{.*}}, %{{.*}}] : tensor<4x?xf32> -> tensor<4x?xbf16>
  %0 = mixp.cast %x rounding(stochastic) seed(%seed) origin[%i, %n] within[%n, %n] : tensor<4x?xf32> -> tensor<4x?xbf16>
  return
}
