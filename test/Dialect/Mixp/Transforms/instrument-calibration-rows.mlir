// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration=measure=channel-max,mean,gram | FileCheck %s
// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration=measure=range,mean | FileCheck %s --check-prefix=MEAN
// RUN: mixp-opt %s --split-input-file --mixp-instrument-calibration=measure=range-along-k | FileCheck %s --check-prefix=ALONG

// CHECK: #[[ALL:.+]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK: #[[K:.+]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: @rows
// CHECK-SAME: (%[[X:[^:]+]]: tensor<?x3xf32>,
// CHECK-SAME: tensor<i64> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "rows"}},
// CHECK-SAME: tensor<3xf32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "channel_max"}},
// CHECK-SAME: tensor<3xf64> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "channel_sum"}},
// CHECK-SAME: tensor<3x3xf32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "gram_sum"}})
// CHECK: tensor.dim %[[X]]
// CHECK: tensor.from_elements
// CHECK: linalg.generic {indexing_maps = [#[[ALL]], #[[K]]], iterator_types = ["reduction", "parallel"]} ins(%[[X]]
// CHECK: math.absf
// CHECK: arith.maximumf
// CHECK: linalg.generic {{.*}} ins(%[[X]]
// CHECK: arith.extf
// CHECK: arith.addf {{.*}} : f64
// CHECK: mixp.matmul ins(%[[X]], %[[X]] : tensor<?x3xf32>, tensor<?x3xf32>) outs({{.*}}) {transpose_lhs} -> tensor<3x3xf32>

// MEAN-LABEL: @rows
// MEAN-SAME: what = "min"
// MEAN-SAME: what = "max"
// MEAN-SAME: what = "rows"
// MEAN-SAME: what = "channel_sum"
// MEAN-NOT: what =
// MEAN-LABEL: @transpose_lhs

// ALONG-LABEL: @rows
// ALONG-SAME: -> (tensor<?x2xf32>, tensor<3xf32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "min_along_k"}}, tensor<3xf32> {mixp.calibration_result = {id = 0 : i64, operand = "lhs", what = "max_along_k"}})
// ALONG: linalg.generic
// ALONG: arith.minimumf
// ALONG: linalg.generic
// ALONG: arith.maximumf
// ALONG-LABEL: @batch
// ALONG-NOT: what =
func.func @rows(%x: tensor<?x3xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x3xf32>, tensor<3x2xf32>) outs(%c : tensor<?x2xf32>) -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

// -----

// A lhs that is stored transposed has its rows as columns.

// CHECK: #[[K:.+]] = affine_map<(d0, d1) -> (d0)>
// CHECK-LABEL: @transpose_lhs
// CHECK: linalg.generic {indexing_maps = [#{{.+}}, #[[K]]], iterator_types = ["parallel", "reduction"]}
// CHECK: mixp.matmul {{.*}} {transpose_rhs} -> tensor<3x3xf32>
func.func @transpose_lhs(%x: tensor<3x5xf32>, %c: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<3x5xf32>, tensor<3x2xf32>) outs(%c : tensor<5x2xf32>) {transpose_lhs} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// -----

// None where the weights differ by batch, or are none.

// CHECK-LABEL: @batch
// CHECK-NOT: what =
func.func @batch(%x: tensor<2x5x3xf32>, %y: tensor<3x2xf32>, %z: tensor<5x3xf32>, %c: tensor<2x5x2xf32>, %d: tensor<5x2xf32>) -> (tensor<2x5x2xf32>, tensor<5x2xf32>) {
  %w = arith.constant dense<1.0> : tensor<2x3x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<2x5x3xf32>, tensor<2x3x2xf32>) outs(%c : tensor<2x5x2xf32>) -> tensor<2x5x2xf32>
  %1 = mixp.matmul ins(%z, %y : tensor<5x3xf32>, tensor<3x2xf32>) outs(%d : tensor<5x2xf32>) -> tensor<5x2xf32>
  return %0, %1 : tensor<2x5x2xf32>, tensor<5x2xf32>
}
