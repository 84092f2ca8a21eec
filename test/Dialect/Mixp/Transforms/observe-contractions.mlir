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

// -----

// Each group along K by itself, the last one partial; one that is 0 is left.

// CHECK-LABEL: @groups
// CHECK-SAME: (%[[X:[^:]+]]: tensor<?x5xf32>
// CHECK: %[[FIRST:.+]] = tensor.extract_slice %[[X]][0, 0] [%{{.+}}, 2] [1, 1] : tensor<?x5xf32> to tensor<?x2xf32>
// CHECK: mixp.observe %[[FIRST]] "0.lhs.0" histogram(4096) over [-3.000000e+00, 3.000000e+00]
// CHECK-NOT: "0.lhs.1"
// CHECK: %[[LAST:.+]] = tensor.extract_slice %[[X]][0, 4] [%{{.+}}, 1] [1, 1] : tensor<?x5xf32> to tensor<?x1xf32>
// CHECK: mixp.observe %[[LAST]] "0.lhs.2" histogram(2048) over [0.000000e+00, 9.000000e+00]
// CHECK: mixp.matmul ins(%[[X]], %
func.func @groups(%x: tensor<?x5xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<1.0> : tensor<5x1xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x5xf32>, tensor<5x1xf32>) outs(%c : tensor<?x1xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0, 0.0, 0.0, 4.0, 9.0>, mixp.lhs_range_group = 2 : i64} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
