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

// Digits are cut off on the bits. f16's smallest subnormal is 2^-24.
// CHECK-LABEL: func.func @f32_to_f16_toward_zero
// CHECK-NOT: arith.truncf
// CHECK: arith.bitcast %{{.*}} : f32 to i32
// CHECK: %[[DROP:.*]] = arith.subi %c126_i32, %{{.*}}
// CHECK: %[[COUNT:.*]] = arith.maxsi %[[DROP]], %c13_i32
// CHECK: arith.shrui %{{.*}}, %{{.*}} : i32
// CHECK: arith.minui %{{.*}}, %c31743_i32
// CHECK: arith.bitcast %{{.*}} : i16 to f16
func.func @f32_to_f16_toward_zero(%input: tensor<3xf32>) -> tensor<3xf16> {
  %0 = mixp.cast %input rounding(toward_zero) : tensor<3xf32> -> tensor<3xf16>
  return %0 : tensor<3xf16>
}

// Clamped as a float, before the conversion could overflow; NaN becomes 0.
// CHECK-LABEL: func.func @f16_to_ui8_floor
// CHECK: %[[ROUNDED:.*]] = math.floor
// CHECK: arith.cmpf uno, %[[ROUNDED]], %[[ROUNDED]]
// CHECK: arith.cmpf ogt
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

// All bits become digits, the first of them 1: one rounding in all.
// CHECK-LABEL: func.func @i32_to_bf16
// CHECK: %[[ZEROS:.*]] = math.ctlz
// CHECK: arith.shli %{{.*}}, %{{.*}} : i32
// CHECK: arith.bitcast %{{.*}} : i16 to bf16
func.func @i32_to_bf16(%input: tensor<3xi32>) -> tensor<3xbf16> {
  %0 = mixp.cast %input : tensor<3xi32> -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}

// CHECK-LABEL: func.func @ui8_to_i4_saturate
// CHECK-NOT: arith.max
// CHECK: %[[HIGH:.*]] = arith.minui %{{.*}}, %c7_i8
// CHECK: arith.trunci %[[HIGH]] : i8 to i4
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

// 448 is 0x7e; 0x7f is NaN, which overflow gives too. Neither digit nor sign
// goes through a float.
// CHECK-LABEL: func.func @f32_to_f8E4M3FN
// CHECK-NOT: f16
// CHECK: arith.minui %{{.*}}, %c127_i32
// CHECK: %[[CODE:.*]] = arith.trunci %{{.*}} : i32 to i8
// CHECK: arith.bitcast %[[CODE]] : i8 to f8E4M3FN
func.func @f32_to_f8E4M3FN(%input: tensor<3xf32>) -> tensor<3xf8E4M3FN> {
  %0 = mixp.cast %input : tensor<3xf32> -> tensor<3xf8E4M3FN>
  return %0 : tensor<3xf8E4M3FN>
}

// No rounding to f32 between: that would be a second one.
// CHECK-LABEL: func.func @f64_to_f4E2M1FN
// CHECK-NOT: f32
// CHECK: arith.minui %{{.*}}, %c7_i64
// CHECK: arith.bitcast %{{.*}} : i4 to f4E2M1FN
func.func @f64_to_f4E2M1FN(%input: tensor<3xf64>) -> tensor<3xf4E2M1FN> {
  %0 = mixp.cast %input saturate : tensor<3xf64> -> tensor<3xf4E2M1FN>
  return %0 : tensor<3xf4E2M1FN>
}

// Subnormals get a leading digit and lose it again.
// CHECK-LABEL: func.func @f8E5M2_to_f32
// CHECK: arith.bitcast %{{.*}} : f8E5M2 to i8
// CHECK: arith.subf %{{.*}}, %cst : f32
// CHECK-NOT: arith.extf
func.func @f8E5M2_to_f32(%input: tensor<3xf8E5M2>) -> tensor<3xf32> {
  %0 = mixp.cast %input : tensor<3xf8E5M2> -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// The place in the whole tensor is the random generator's counter.
// CHECK-LABEL: func.func @stochastic_tile
// CHECK-SAME: %[[SEED:[a-z0-9]+]]: i64, %[[I:[a-z0-9]+]]: index, %[[J:[a-z0-9]+]]: index, %[[M:[a-z0-9]+]]: index, %[[N:[a-z0-9]+]]: index
// CHECK: %[[ROW:.*]] = linalg.index 0
// CHECK: arith.addi %[[ROW]], %[[I]]
// CHECK: %[[COLUMN:.*]] = linalg.index 1
// CHECK: arith.addi %[[COLUMN]], %[[J]]
// CHECK: arith.muli %{{.*}}, %[[N]] : index
// CHECK: arith.index_cast %{{.*}} : index to i64
// CHECK: arith.trunci %[[SEED]] : i64 to i32
// CHECK: arith.cmpi ult
func.func @stochastic_tile(%input: tensor<3x5xf32>, %seed: i64, %i: index, %j: index, %m: index, %n: index) -> tensor<3x5xbf16> {
  %0 = mixp.cast %input rounding(stochastic) seed(%seed) origin[%i, %j] within[%m, %n]
    : tensor<3x5xf32> -> tensor<3x5xbf16>
  return %0 : tensor<3x5xbf16>
}
