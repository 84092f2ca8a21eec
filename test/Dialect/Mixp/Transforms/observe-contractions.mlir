// RUN: mixp-opt %s --split-input-file --mixp-observe-contractions | FileCheck %s

// 2048 parts on each side of 0 that has values, all of the larger magnitude's.

// CHECK-LABEL: @matmul
// CHECK-SAME: (%[[X:[^:]+]]: tensor<?x3xf32>, %[[Y:[^:]+]]: tensor<3x5xf32>
// CHECK: %[[LHS:.+]] = mixp.observe %[[X]] "0.lhs" histogram(4096) over [-3.000000e+00, 3.000000e+00]
// CHECK: %[[RHS:.+]] = mixp.observe %[[Y]] "0.rhs" histogram(2048) over [0.000000e+00, 2.000000e+00]
// CHECK: mixp.matmul ins(%[[LHS]], %[[RHS]]
func.func @matmul(%x: tensor<?x3xf32>, %y: tensor<3x5xf32>, %c: tensor<?x5xf32>) -> tensor<?x5xf32> {
  %0 = mixp.matmul ins(%x, %y : tensor<?x3xf32>, tensor<3x5xf32>) outs(%c : tensor<?x5xf32>) {mixp.lhs_range = array<f32: -1.0, 3.0>, mixp.rhs_range = array<f32: 0.5, 2.0>} -> tensor<?x5xf32>
  return %0 : tensor<?x5xf32>
}

// -----

// The number stays; an operand that is always 0 and one without range are left.

// CHECK-LABEL: @conv
// CHECK-SAME: (%[[X:[^:]+]]: tensor<2x3x5xf32>
// CHECK: %[[IN:.+]] = mixp.observe %[[X]] "7.lhs" histogram(2048) over [-4.000000e+00, 0.000000e+00]
// CHECK: mixp.conv ins(%[[IN]], %
// CHECK: mixp.matmul ins(%arg
func.func @conv(%x: tensor<2x3x5xf32>, %f: tensor<1x3x2xf32>, %c: tensor<2x1x4xf32>, %y: tensor<2x3xf32>, %z: tensor<3x5xf32>, %d: tensor<2x5xf32>) -> (tensor<2x1x4xf32>, tensor<2x5xf32>) {
  %0 = mixp.conv ins(%x, %f : tensor<2x3x5xf32>, tensor<1x3x2xf32>) layout(nchw_fchw) outs(%c : tensor<2x1x4xf32>) {mixp.calibration_id = 7 : i64, mixp.lhs_range = array<f32: -4.0, 0.0>} -> tensor<2x1x4xf32>
  %1 = mixp.matmul ins(%y, %z : tensor<2x3xf32>, tensor<3x5xf32>) outs(%d : tensor<2x5xf32>) {mixp.lhs_range = array<f32: 0.0, 0.0>} -> tensor<2x5xf32>
  return %0, %1 : tensor<2x1x4xf32>, tensor<2x5xf32>
}
