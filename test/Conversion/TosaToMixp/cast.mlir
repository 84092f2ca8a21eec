// RUN: mixp-opt %s -convert-tosa-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @f32_i8
// CHECK: mixp.cast %arg0 saturate : tensor<?xf32> -> tensor<?xi8>
func.func @f32_i8(%x: tensor<?xf32>) -> tensor<?xi8> {
  %0 = tosa.cast %x : (tensor<?xf32>) -> tensor<?xi8>
  return %0 : tensor<?xi8>
}

// CHECK-LABEL: func.func @i32_i8
// CHECK: mixp.cast %arg0 : tensor<3xi32> -> tensor<3xi8>
func.func @i32_i8(%x: tensor<3xi32>) -> tensor<3xi8> {
  %0 = tosa.cast %x : (tensor<3xi32>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

// TOSA's true is 1.
// CHECK-LABEL: func.func @bool_i8
// CHECK: mixp.cast %arg0 {input_unsigned} : tensor<3xi1> -> tensor<3xi8>
func.func @bool_i8(%x: tensor<3xi1>) -> tensor<3xi8> {
  %0 = tosa.cast %x : (tensor<3xi1>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

// CHECK-LABEL: func.func @from_block_scaled
// CHECK: mixp.dequantize %arg0 scale(%arg1 : tensor<3x2xf8E8M0FNU>) block [1, 32] : tensor<3x64xf6E3M2FN> -> tensor<3x64xbf16>
func.func @from_block_scaled(%x: tensor<3x64xf6E3M2FN>, %s: tensor<3x2xf8E8M0FNU>) -> tensor<3x64xbf16> {
  %0 = tosa.cast_from_block_scaled %x, %s {block_size = BLOCK_SIZE_32} : (tensor<3x64xf6E3M2FN>, tensor<3x2xf8E8M0FNU>) -> tensor<3x64xbf16>
  return %0 : tensor<3x64xbf16>
}

// CHECK-LABEL: func.func @to_block_scaled
// CHECK: %[[S:.*]] = mixp.choose_scales symmetric %arg0 storage(f6E2M3FN) block [1, 32] : tensor<3x64xf32> -> tensor<3x2xf8E8M0FNU>
// CHECK: mixp.quantize %arg0 scale(%[[S]] : tensor<3x2xf8E8M0FNU>) block [1, 32] : tensor<3x64xf32> -> tensor<3x64xf6E2M3FN>
func.func @to_block_scaled(%x: tensor<3x64xf32>) -> (tensor<3x64xf6E2M3FN>, tensor<3x2xf8E8M0FNU>) {
  %0, %1 = tosa.cast_to_block_scaled %x {block_size = BLOCK_SIZE_32} : (tensor<3x64xf32>) -> (tensor<3x64xf6E2M3FN>, tensor<3x2xf8E8M0FNU>)
  return %0, %1 : tensor<3x64xf6E2M3FN>, tensor<3x2xf8E8M0FNU>
}
