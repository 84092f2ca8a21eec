// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// Nearest even, on the bits: a truncf would become vcvtneps2bf16, which flushes.
// CHECK-LABEL: func.func @f32_to_bf16_nearest_even
// CHECK-NOT: arith.truncf
// CHECK: %[[BITS:.*]] = arith.bitcast %{{.*}} : f32 to i32
// CHECK: %[[SHIFTED:.*]] = arith.shrui %[[BITS]], %{{.*}}
// CHECK: %[[ODD:.*]] = arith.andi %[[SHIFTED]], %{{.*}}
// CHECK: %[[INCREMENT:.*]] = arith.addi %[[ODD]], %{{.*}}
// CHECK: %[[ROUNDED:.*]] = arith.addi %[[BITS]], %[[INCREMENT]]
// CHECK: arith.select %{{.*}}, %{{.*}}, %[[ROUNDED]]
// CHECK: arith.bitcast %{{.*}} : i16 to bf16
func.func @f32_to_bf16_nearest_even(%input: tensor<3xf32>) -> tensor<3xbf16> {
  %0 = mixp.cast %input : tensor<3xf32> -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @f32_to_f16_toward_zero
// CHECK: %[[NEAREST:.*]] = arith.truncf %[[INPUT:.*]] : f32 to f16
// CHECK: %[[BACK:.*]] = arith.extf %[[NEAREST]]
// CHECK-DAG: arith.cmpf ogt, %[[BACK]], %[[INPUT]]
// CHECK-DAG: arith.cmpf olt, %[[BACK]], %[[INPUT]]
// CHECK: arith.addi %{{.*}}, %c-1_i16
func.func @f32_to_f16_toward_zero(%input: tensor<3xf32>) -> tensor<3xf16> {
  %0 = mixp.cast %input rounding(toward_zero) : tensor<3xf32> -> tensor<3xf16>
  return %0 : tensor<3xf16>
}

// Clamped as a float, before the conversion could overflow; NaN becomes 0.
// CHECK-LABEL: func.func @f16_to_ui8_floor
// CHECK: arith.cmpf uno
// CHECK: %[[ROUNDED:.*]] = math.floor
// CHECK: arith.cmpf ogt, %[[ROUNDED]], %{{.*}}
// CHECK: %[[CLAMPED:.*]] = arith.select
// CHECK: %[[CONVERTED:.*]] = arith.fptosi %{{.*}} : f32 to i32
// CHECK: arith.trunci %[[CONVERTED]] : i32 to i8
func.func @f16_to_ui8_floor(%input: tensor<3xf16>) -> tensor<3xi8> {
  %0 = mixp.cast %input rounding(floor) saturate {result_unsigned} : tensor<3xf16> -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

// 2^31 - 1 is no f32.
// CHECK-LABEL: func.func @f32_to_i32_nearest_away
// CHECK: math.round
// CHECK: %[[CONVERTED:.*]] = arith.fptosi
// CHECK: %[[OVER:.*]] = arith.cmpf oge
// CHECK: arith.select %[[OVER]], %c2147483647_i32, %[[CONVERTED]]
func.func @f32_to_i32_nearest_away(%input: tensor<3xf32>) -> tensor<3xi32> {
  %0 = mixp.cast %input rounding(nearest_away) saturate : tensor<3xf32> -> tensor<3xi32>
  return %0 : tensor<3xi32>
}

// Rounded to odd in f32 first: one rounding in all.
// CHECK-LABEL: func.func @i32_to_bf16
// CHECK: arith.sitofp %{{.*}} : i32 to f64
// CHECK: arith.truncf %{{.*}} : f64 to f32
// CHECK: %[[INEXACT:.*]] = arith.cmpf une
// CHECK: %[[STICKY:.*]] = arith.extui %[[INEXACT]]
// CHECK: arith.ori %{{.*}}, %[[STICKY]]
func.func @i32_to_bf16(%input: tensor<3xi32>) -> tensor<3xbf16> {
  %0 = mixp.cast %input : tensor<3xi32> -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @ui8_to_i4_saturate
// CHECK: %[[WIDE:.*]] = arith.extui %{{.*}} : i8 to i32
// CHECK: %[[LOW:.*]] = arith.maxsi %[[WIDE]], %c-8_i32
// CHECK: %[[HIGH:.*]] = arith.minsi %[[LOW]], %c7_i32
// CHECK: arith.trunci %[[HIGH]] : i32 to i4
func.func @ui8_to_i4_saturate(%input: tensor<3xi8>) -> tensor<3xi4> {
  %0 = mixp.cast %input saturate {input_unsigned} : tensor<3xi8> -> tensor<3xi4>
  return %0 : tensor<3xi4>
}

// CHECK-LABEL: func.func @i32_to_i8_modulo
// CHECK-NOT: arith.maxsi
// CHECK: arith.trunci %{{.*}} : i32 to i8
func.func @i32_to_i8_modulo(%input: tensor<3xi32>) -> tensor<3xi8> {
  %0 = mixp.cast %input : tensor<3xi32> -> tensor<3xi8>
  return %0 : tensor<3xi8>
}
