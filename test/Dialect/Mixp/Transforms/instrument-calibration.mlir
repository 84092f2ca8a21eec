// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration | FileCheck %s

// The constant rhs of the first product has no range; the run-time rhs of the
// second has one. The function's own result and its attribute stay in front.

// CHECK: #[[ALL:.+]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK: #[[NONE:.+]] = affine_map<(d0, d1) -> ()>
// CHECK-LABEL: @main
// CHECK-SAME: (%[[X:[^:]+]]: tensor<?x2xf32>,
// CHECK-SAME: -> (tensor<?x?xf32> {mixp.name = "scores"},
// CHECK-SAME: tensor<f32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "min"}},
// CHECK-SAME: tensor<f32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "max"}},
// CHECK-SAME: {id = 1 : i64, operand = "lhs", what = "min"}
// CHECK-SAME: {id = 1 : i64, operand = "lhs", what = "max"}
// CHECK-SAME: {id = 1 : i64, operand = "rhs", what = "min"}
// CHECK-SAME: {id = 1 : i64, operand = "rhs", what = "max"}
// CHECK: mixp.matmul {{.*}}mixp.calibration_id = 0
// CHECK: %[[OWN:.+]] = mixp.matmul {{.*}}mixp.calibration_id = 1
// CHECK: arith.constant 0x7F800000 : f32
// CHECK: %[[MIN:.+]] = linalg.generic {indexing_maps = [#[[ALL]], #[[NONE]]], iterator_types = ["reduction", "reduction"]} ins(%[[X]]
// CHECK: arith.minimumf
// CHECK: arith.constant 0xFF800000 : f32
// CHECK: %[[MAX:.+]] = linalg.generic
// CHECK: arith.maximumf
// CHECK: return %[[OWN]], %[[MIN]], %[[MAX]],
func.func @main(%x: tensor<?x2xf32>, %y: tensor<1x?xf32>, %c: tensor<?x1xf32>, %d: tensor<?x?xf32>) -> (tensor<?x?xf32> {mixp.name = "scores"}) {
  %w = arith.constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x1xf32>) outs(%c : tensor<?x1xf32>) -> tensor<?x1xf32>
  %1 = mixp.matmul ins(%0, %y : tensor<?x1xf32>, tensor<1x?xf32>) outs(%d : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %1 : tensor<?x?xf32>
}

// -----

// A number that is there already is kept; other element types have no range.

// CHECK-LABEL: @numbered
// CHECK-SAME: {id = 5 : i64, operand = "lhs", what = "min"}
// CHECK-NOT: id = {{[^5]}}
func.func @numbered(%x: tensor<2x3xf32>, %w: tensor<3x4xf32>, %a: tensor<2x3xi8>, %b: tensor<3x4xi8>, %c: tensor<2x4xf32>, %d: tensor<2x4xi32>) -> (tensor<2x4xf32>, tensor<2x4xi32>) {
  %0 = mixp.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%c : tensor<2x4xf32>) {mixp.calibration_id = 5 : i64} -> tensor<2x4xf32>
  %1 = mixp.matmul ins(%a, %b : tensor<2x3xi8>, tensor<3x4xi8>) outs(%d : tensor<2x4xi32>) -> tensor<2x4xi32>
  return %0, %1 : tensor<2x4xf32>, tensor<2x4xi32>
}

// -----

// A convolution's input is its lhs; a constant filter has no range.

// CHECK-LABEL: @conv
// CHECK-SAME: {id = 0 : i64, operand = "lhs", what = "min"}
// CHECK-SAME: {id = 0 : i64, operand = "lhs", what = "max"}
// CHECK-NOT: what =
// CHECK: mixp.conv
func.func @conv(%x: tensor<2x3x5xf32>, %c: tensor<2x1x4xf32>) -> tensor<2x1x4xf32> {
  %f = arith.constant dense<1.0> : tensor<1x3x2xf32>
  %0 = mixp.conv ins(%x, %f : tensor<2x3x5xf32>, tensor<1x3x2xf32>) layout(nchw_fchw) outs(%c : tensor<2x1x4xf32>) -> tensor<2x1x4xf32>
  return %0 : tensor<2x1x4xf32>
}
