// RUN: mixp-opt %s --mixp-quantize=scheme=bf16 --mixp-instrument-calibration | FileCheck %s

// What was asked of f32 operands holds for no other.
// CHECK-LABEL: @precision_is_the_schemes
// CHECK: mixp.matmul ins(%{{.*}} : tensor<3x8xbf16>, tensor<8x5xbf16>) outs
func.func @precision_is_the_schemes(%a: tensor<3x8xf32>, %b: tensor<8x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xf32>, tensor<8x5xf32>) precision(tf32) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// A sparse side is stored by a rule of its own, and has no range to measure.
// CHECK-LABEL: @negative_sparse
// CHECK-SAME: -> tensor<3x5xf32> {
// CHECK: mixp.matmul ins(%{{.*}} : tensor<3x8xf32>, tensor<4x5xf32>) rhs_metadata
func.func @negative_sparse(%a: tensor<3x8xf32>, %b: tensor<4x5xf32>, %p: tensor<4x5xui2>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xf32>, tensor<4x5xf32>) rhs_metadata(%p : tensor<4x5xui2>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
