// RUN: mixp-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @cast_same_type
// CHECK-SAME: (%[[X:.*]]: tensor<3xf16>, %[[Y:.*]]: tensor<3xui8>)
func.func @cast_same_type(%x: tensor<3xf16>, %y: tensor<3xui8>) -> (tensor<3xf16>, tensor<3xui8>) {
  // CHECK: return %[[X]], %[[Y]]
  %0 = mixp.cast %x rounding(floor) : tensor<3xf16> -> tensor<3xf16>
  %1 = mixp.cast %y saturate : tensor<3xui8> -> tensor<3xui8>
  return %0, %1 : tensor<3xf16>, tensor<3xui8>
}

// An infinity would become the largest finite number; a sign would change.
// CHECK-LABEL: @negative_cast_same_type
func.func @negative_cast_same_type(%x: tensor<3xf16>, %y: tensor<3xi8>) -> (tensor<3xf16>, tensor<3xi8>) {
  // CHECK: mixp.cast %{{.*}} saturate : tensor<3xf16>
  // CHECK: mixp.cast %{{.*}} saturate {input_unsigned} : tensor<3xi8>
  %0 = mixp.cast %x saturate : tensor<3xf16> -> tensor<3xf16>
  %1 = mixp.cast %y saturate {input_unsigned} : tensor<3xi8> -> tensor<3xi8>
  return %0, %1 : tensor<3xf16>, tensor<3xi8>
}

// CHECK-LABEL: @cast_of_widening_cast
// CHECK-SAME: (%[[X:.*]]: tensor<?xbf16>, %[[Q:.*]]: tensor<?xi8>)
func.func @cast_of_widening_cast(%x: tensor<?xbf16>, %q: tensor<?xi8>) -> (tensor<?xbf16>, tensor<?xi4>, tensor<?xf16>) {
  // CHECK-DAG: %[[A:.*]] = mixp.cast %[[X]] rounding(floor) saturate : tensor<?xbf16> -> tensor<?xi4>
  // CHECK-DAG: %[[B:.*]] = mixp.cast %[[Q]] {input_unsigned} : tensor<?xi8> -> tensor<?xf16>
  // CHECK: return %[[X]], %[[A]], %[[B]]
  %0 = mixp.cast %x : tensor<?xbf16> -> tensor<?xf32>
  %1 = mixp.cast %0 : tensor<?xf32> -> tensor<?xbf16>
  %2 = mixp.cast %0 rounding(floor) saturate : tensor<?xf32> -> tensor<?xi4>
  %3 = mixp.cast %q {input_unsigned} : tensor<?xi8> -> tensor<?xi32>
  %4 = mixp.cast %3 : tensor<?xi32> -> tensor<?xf16>
  return %1, %2, %4 : tensor<?xbf16>, tensor<?xi4>, tensor<?xf16>
}

// CHECK-LABEL: @negative_cast_of_narrowing_cast
func.func @negative_cast_of_narrowing_cast(%x: tensor<3xf32>, %q: tensor<3xi8>, %a: tensor<3xi32>) -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf16>) {
  // CHECK-COUNT-6: mixp.cast
  %0 = mixp.cast %x : tensor<3xf32> -> tensor<3xbf16>
  %1 = mixp.cast %0 : tensor<3xbf16> -> tensor<3xf32>
  // -1 becomes 2^32 - 1 in the second one.
  %2 = mixp.cast %q : tensor<3xi8> -> tensor<3xi32>
  %3 = mixp.cast %2 {input_unsigned} : tensor<3xi32> -> tensor<3xf32>
  // i32 needs more than f32's 24 bits.
  %4 = mixp.cast %a : tensor<3xi32> -> tensor<3xf32>
  %5 = mixp.cast %4 : tensor<3xf32> -> tensor<3xf16>
  return %1, %3, %5 : tensor<3xf32>, tensor<3xf32>, tensor<3xf16>
}

// Ties, overflow, underflow, -0, infinity and NaN, to bf16 and f16.
// CHECK-LABEL: @cast_constant_nearest_even
func.func @cast_constant_nearest_even() -> (tensor<4xbf16>, tensor<8xf16>) {
  // CHECK-DAG: dense<[1.000000e+00, 1.015630e+00, -0.000000e+00, 0x7F80]> : tensor<4xbf16>
  // CHECK-DAG: dense<[6.550400e+04, 0x7C00, 0xFC00, 5.960460e-08, 0.000000e+00, -0.000000e+00, 1.000000e+00, 0x7E00]> : tensor<8xf16>
  %0 = arith.constant dense<[1.00390625, 1.01171875, -0.0, 0x7F7FFFFF]> : tensor<4xf32>
  %1 = mixp.cast %0 : tensor<4xf32> -> tensor<4xbf16>
  %2 = arith.constant dense<[65519.0, 65520.0, 0xFF800000, 4.5e-8, 2.98023224e-8, -1.0e-8, 1.00048828125, 0x7FC00000]> : tensor<8xf32>
  %3 = mixp.cast %2 : tensor<8xf32> -> tensor<8xf16>
  return %1, %3 : tensor<4xbf16>, tensor<8xf16>
}

// CHECK-LABEL: @cast_constant_modes
func.func @cast_constant_modes() -> (tensor<6xi8>, tensor<6xi8>, tensor<6xi8>, tensor<6xi8>, tensor<6xi8>) {
  // CHECK-DAG: dense<[2, -2, 4, 0, 127, 0]>
  // CHECK-DAG: dense<[3, -3, 4, 0, 127, 0]>
  // CHECK-DAG: dense<[2, -2, 3, 0, 127, 0]>
  // CHECK-DAG: dense<[2, -3, 3, -1, 127, 0]>
  // CHECK-DAG: dense<[3, -2, 4, 0, 127, 0]>
  %a = arith.constant dense<[2.5, -2.5, 3.5, -0.25, 0x7F800000, 0x7FC00000]> : tensor<6xf32>
  %b = arith.constant dense<[2.5, -2.5, 3.5, -0.25, 1.0e9, 0xFFC00000]> : tensor<6xf32>
  %c = arith.constant dense<[2.5, -2.5, 3.5, -0.25, 128.0, 0xFFC00001]> : tensor<6xf32>
  %d = arith.constant dense<[2.5, -2.5, 3.5, -0.25, 127.5, 0xFFC00002]> : tensor<6xf32>
  %e = arith.constant dense<[2.5, -2.5, 3.5, -0.25, 126.5, 0xFFC00003]> : tensor<6xf32>
  %0 = mixp.cast %a saturate : tensor<6xf32> -> tensor<6xi8>
  %1 = mixp.cast %b rounding(nearest_away) saturate : tensor<6xf32> -> tensor<6xi8>
  %2 = mixp.cast %c rounding(toward_zero) saturate : tensor<6xf32> -> tensor<6xi8>
  %3 = mixp.cast %d rounding(floor) saturate : tensor<6xf32> -> tensor<6xi8>
  %4 = mixp.cast %e rounding(ceil) saturate : tensor<6xf32> -> tensor<6xi8>
  return %0, %1, %2, %3, %4 : tensor<6xi8>, tensor<6xi8>, tensor<6xi8>, tensor<6xi8>, tensor<6xi8>
}

// Without saturation integers wrap.
// CHECK-LABEL: @cast_constant_integers
func.func @cast_constant_integers() -> (tensor<3xi4>, tensor<3xi4>, tensor<3xui8>) {
  // CHECK-DAG: dense<[-1, -2, 7]> : tensor<3xi4>
  // CHECK-DAG: dense<[-1, 7, 7]> : tensor<3xi4>
  // CHECK-DAG: dense<[255, 0, 200]> : tensor<3xui8>
  %a = arith.constant dense<[-1, 30, 7]> : tensor<3xi32>
  %b = arith.constant dense<[-1, 31, 7]> : tensor<3xi32>
  %c = arith.constant dense<[400, -3, 200]> : tensor<3xi32>
  %0 = mixp.cast %a : tensor<3xi32> -> tensor<3xi4>
  %1 = mixp.cast %b saturate : tensor<3xi32> -> tensor<3xi4>
  %2 = mixp.cast %c saturate : tensor<3xi32> -> tensor<3xui8>
  return %0, %1, %2 : tensor<3xi4>, tensor<3xi4>, tensor<3xui8>
}

// Widening makes the module larger unless the constant is a splat; a shared
// constant stays.
// CHECK-LABEL: @negative_cast_constant
func.func @negative_cast_constant() -> (tensor<3xf32>, tensor<3xf32>, tensor<2xf32>, tensor<2xbf16>) {
  // CHECK-DAG: dense<2.500000e-01> : tensor<3xf32>
  // CHECK-DAG: mixp.cast %{{.*}} : tensor<3xbf16> -> tensor<3xf32>
  // CHECK-DAG: mixp.cast %{{.*}} : tensor<2xf32> -> tensor<2xbf16>
  %a = arith.constant dense<[1.0, 2.0, 3.0]> : tensor<3xbf16>
  %b = arith.constant dense<0.25> : tensor<3xbf16>
  %c = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %0 = mixp.cast %a : tensor<3xbf16> -> tensor<3xf32>
  %1 = mixp.cast %b : tensor<3xbf16> -> tensor<3xf32>
  %2 = mixp.cast %c : tensor<2xf32> -> tensor<2xbf16>
  return %0, %1, %c, %2 : tensor<3xf32>, tensor<3xf32>, tensor<2xf32>, tensor<2xbf16>
}

// CHECK-LABEL: @cast_empty
func.func @cast_empty(%x: tensor<3x0xf32>) -> tensor<3x0xi8> {
  // CHECK: arith.constant dense<> : tensor<3x0xi8>
  %0 = mixp.cast %x saturate : tensor<3x0xf32> -> tensor<3x0xi8>
  return %0 : tensor<3x0xi8>
}

// The number of elements of this splat overflows 64 bits.
// CHECK-LABEL: @cast_huge_splat
func.func @cast_huge_splat(%x: tensor<4294967296x4294967296x16xf32>) -> tensor<4294967296x4294967296x16xbf16> {
  // CHECK: mixp.cast
  %0 = mixp.cast %x : tensor<4294967296x4294967296x16xf32> -> tensor<4294967296x4294967296x16xbf16>
  return %0 : tensor<4294967296x4294967296x16xbf16>
}

// Formats without infinity or NaN, and one of powers of two. To f8E4M3FN: a tie
// beside NaN's code, overflow, an infinity, -0.
// CHECK-LABEL: @cast_constant_narrow_floats
func.func @cast_constant_narrow_floats() -> (tensor<4xf8E4M3FN>, tensor<4xf8E4M3FNUZ>, tensor<4xf4E2M1FN>, tensor<4xf8E8M0FNU>) {
  // CHECK-DAG: dense<[4.480000e+02, 0x7F, 0x7F, -0.000000e+00]> : tensor<4xf8E4M3FN>
  // CHECK-DAG: dense<[2.400000e+02, 0x80, 0x80, 0.000000e+00]> : tensor<4xf8E4M3FNUZ>
  // CHECK-DAG: dense<[6.000000e+00, 0.000000e+00, -6.000000e+00, 2.000000e+00]> : tensor<4xf4E2M1FN>
  // CHECK-DAG: dense<[4.000000e+00, 0xFF, 0xFF, 5.877470e-39]> : tensor<4xf8E8M0FNU>
  %a = arith.constant dense<[464.0, 465.0, 0x7F800000, -0.0]> : tensor<4xf32>
  %b = arith.constant dense<[247.0, 248.0, 0x7F800000, -1.0e-9]> : tensor<4xf32>
  %c = arith.constant dense<[100.0, 0x7FC00000, 0xFF800000, 1.75]> : tensor<4xf32>
  %d = arith.constant dense<[3.0, -1.0, 0x7F800000, 0.0]> : tensor<4xf32>
  %0 = mixp.cast %a : tensor<4xf32> -> tensor<4xf8E4M3FN>
  %1 = mixp.cast %b : tensor<4xf32> -> tensor<4xf8E4M3FNUZ>
  %2 = mixp.cast %c saturate : tensor<4xf32> -> tensor<4xf4E2M1FN>
  %3 = mixp.cast %d : tensor<4xf32> -> tensor<4xf8E8M0FNU>
  return %0, %1, %2, %3 : tensor<4xf8E4M3FN>, tensor<4xf8E4M3FNUZ>, tensor<4xf4E2M1FN>, tensor<4xf8E8M0FNU>
}

// Stochastic casts of constants stay; what is in the format already does not.
// CHECK-LABEL: @negative_cast_constant_stochastic
// CHECK-SAME: (%[[X:.*]]: tensor<2xf16>, %{{.*}}: i64)
func.func @negative_cast_constant_stochastic(%x: tensor<2xf16>, %seed: i64) -> (tensor<2xf16>, tensor<2xf16>) {
  // CHECK: %[[A:.*]] = mixp.cast %{{.*}} rounding(stochastic)
  // CHECK: return %[[A]], %[[X]]
  %a = arith.constant dense<[1.0001, 2.0]> : tensor<2xf32>
  %0 = mixp.cast %a rounding(stochastic) seed(%seed) : tensor<2xf32> -> tensor<2xf16>
  %1 = mixp.cast %x rounding(stochastic) seed(%seed) : tensor<2xf16> -> tensor<2xf16>
  return %0, %1 : tensor<2xf16>, tensor<2xf16>
}

// A double does not hold what such an i64 is.
// CHECK-LABEL: @negative_cast_large_i64
func.func @negative_cast_large_i64() -> (tensor<2xi64>, tensor<2xi32>) {
  // CHECK-DAG: mixp.cast %{{.*}} saturate : tensor<2xf64> -> tensor<2xi64>
  // CHECK-DAG: mixp.cast %{{.*}} : tensor<2xi64> -> tensor<2xi32>
  %a = arith.constant dense<[1.0e300, 2.0]> : tensor<2xf64>
  %b = arith.constant dense<[9007199254740993, 2]> : tensor<2xi64>
  %0 = mixp.cast %a saturate : tensor<2xf64> -> tensor<2xi64>
  %1 = mixp.cast %b : tensor<2xi64> -> tensor<2xi32>
  return %0, %1 : tensor<2xi64>, tensor<2xi32>
}
