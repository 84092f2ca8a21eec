// RUN: mixp-opt %s --split-input-file --mixp-migrate-scales | FileCheck %s
// RUN: mixp-opt %s --split-input-file --mixp-migrate-scales=alpha=1 | FileCheck %s --check-prefix=ONE

// s = sqrt(64 / 1), sqrt(4 / 1), sqrt(9 / 4); a channel that is always 0 keeps
// its scale. The statistics follow.
// CHECK-LABEL: @product
// CHECK: %[[D:.*]] = arith.constant dense<[1.250000e-01, 5.000000e-01, 0.66666{{[0-9]*}}, 1.000000e+00]> : tensor<4xf32>
// CHECK: %[[X:.*]] = linalg.generic {{.*}} ins(%arg0, %[[D]] : tensor<?x4xf32>, tensor<4xf32>)
// CHECK: arith.mulf
// CHECK: %[[W:.*]] = arith.constant dense<{{\[\[}}8.000000e+00, -4.000000e+00], [1.000000e+00, 2.000000e+00], [6.000000e+00, 0.000000e+00], [3.000000e+00, 1.000000e+00]]> : tensor<4x2xf32>
// CHECK: mixp.matmul ins(%[[X]], %[[W]] : tensor<?x4xf32>, tensor<4x2xf32>)
// CHECK-SAME: mixp.lhs_channel_max = dense<[8.000000e+00, 2.000000e+00, 6.000000e+00, 0.000000e+00]> : tensor<4xf32>
// CHECK-SAME: mixp.lhs_mean = dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 0.000000e+00]> : tensor<4xf32>
// CHECK-SAME: mixp.lhs_range = array<f32: -4.000000e+00, 8.000000e+00>
// ONE-LABEL: @product
// ONE: mixp.lhs_channel_max = dense<[1.000000e+00, 1.000000e+00, 1.000000e+00, 0.000000e+00]> : tensor<4xf32>
func.func @product(%x: tensor<?x4xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.0, -0.5], [0.5, 1.0], [4.0, 0.0], [3.0, 1.0]]> : tensor<4x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x4xf32>, tensor<4x2xf32>) outs(%c : tensor<?x2xf32>)
         {mixp.lhs_channel_max = dense<[64.0, 4.0, 9.0, 0.0]> : tensor<4xf32>, mixp.lhs_range = array<f32: -4.0, 64.0>,
          mixp.lhs_mean = dense<[8.0, 2.0, 3.0, 0.0]> : tensor<4xf32>} -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

// -----

// Gain and bias of a LayerNorm take the division; two products share it, with
// the larger of their weights. The Gram matrix is divided on both sides.
// CHECK-LABEL: @layer_norm
// CHECK-DAG: %[[G:.*]] = arith.constant dense<[1.000000e+00, 3.000000e+00]> : tensor<2xf32>
// CHECK-DAG: %[[B:.*]] = arith.constant dense<{{\[\[}}5.000000e-01, -1.000000e+00]]> : tensor<1x2xf32>
// CHECK: linalg.generic {{.*}} ins(%arg0, %[[G]], %[[B]] :
// CHECK-NOT: linalg.generic
// CHECK: mixp.matmul {{.*}} mixp.lhs_gram = dense<{{\[\[}}4.000000e+00, 1.000000e+00], [1.000000e+00, 1.000000e+00]]> : tensor<2x2xf32>
// CHECK: mixp.matmul
func.func @layer_norm(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> (tensor<?x1xf32>, tensor<?x1xf32>) {
  %c0 = arith.constant 0 : index
  %g = arith.constant dense<[4.0, 3.0]> : tensor<2xf32>
  %b = arith.constant dense<[[2.0, -1.0]]> : tensor<1x2xf32>
  %w = arith.constant dense<[[0.5], [1.0]]> : tensor<2x1xf32>
  %v = arith.constant dense<[[-1.0], [0.5]]> : tensor<2x1xf32>
  %d = tensor.dim %x, %c0 : tensor<?x2xf32>
  %e = tensor.empty(%d) : tensor<?x2xf32>
  %y = linalg.generic {
    indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (0, n)>, affine_map<(m, n) -> (m, n)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%x, %g, %b : tensor<?x2xf32>, tensor<2xf32>, tensor<1x2xf32>) outs(%e : tensor<?x2xf32>) {
  ^bb0(%in: f32, %gain: f32, %bias: f32, %out: f32):
    %p = arith.mulf %in, %gain : f32
    %q = arith.addf %p, %bias : f32
    linalg.yield %q : f32
  } -> tensor<?x2xf32>
  %0 = mixp.matmul ins(%y, %w : tensor<?x2xf32>, tensor<2x1xf32>) outs(%c : tensor<?x1xf32>)
         {mixp.lhs_channel_max = dense<[16.0, 1.0]> : tensor<2xf32>, mixp.lhs_gram = dense<[[64.0, 4.0], [4.0, 1.0]]> : tensor<2x2xf32>} -> tensor<?x1xf32>
  %1 = mixp.matmul ins(%y, %v : tensor<?x2xf32>, tensor<2x1xf32>) outs(%c : tensor<?x1xf32>)
         {mixp.lhs_channel_max = dense<[16.0, 1.0]> : tensor<2xf32>} -> tensor<?x1xf32>
  return %0, %1 : tensor<?x1xf32>, tensor<?x1xf32>
}

// -----

// Channels of a filter, of its window's elements the largest: sqrt(16 / 1), 1.
// CHECK-LABEL: @conv
// CHECK-DAG: arith.constant dense<[2.500000e-01, 1.000000e+00]> : tensor<2xf32>
// CHECK: linalg.generic {indexing_maps = [#{{.*}}, #{{.*}}, #{{.*}}], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %{{.*}} : tensor<1x2x5xf32>, tensor<2xf32>)
// CHECK: arith.constant dense<{{\[\[\[}}4.000000e+00, 2.000000e+00], [1.000000e+00, 5.000000e-01]]]> : tensor<1x2x2xf32>
func.func @conv(%x: tensor<1x2x5xf32>, %c: tensor<1x1x4xf32>) -> tensor<1x1x4xf32> {
  %w = arith.constant dense<[[[1.0, 0.5], [1.0, 0.5]]]> : tensor<1x2x2xf32>
  %0 = mixp.conv ins(%x, %w : tensor<1x2x5xf32>, tensor<1x2x2xf32>) layout(nchw_fchw)
         outs(%c : tensor<1x1x4xf32>) {mixp.lhs_channel_max = dense<[2.0, 1.0, 16.0, 0.5]> : tensor<4xf32>} -> tensor<1x1x4xf32>
  return %0 : tensor<1x1x4xf32>
}

// -----

// The elementwise op has another user, which must see what it did.
// CHECK-LABEL: @negative_other_user
// CHECK: arith.constant dense<[4.000000e+00, 3.000000e+00]> : tensor<2xf32>
// CHECK-COUNT-2: linalg.generic
func.func @negative_other_user(%x: tensor<3x2xf32>, %c: tensor<3x1xf32>) -> (tensor<3x1xf32>, tensor<3x2xf32>) {
  %g = arith.constant dense<[4.0, 3.0]> : tensor<2xf32>
  %w = arith.constant dense<[[0.5], [1.0]]> : tensor<2x1xf32>
  %e = tensor.empty() : tensor<3x2xf32>
  %y = linalg.generic {
    indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%x, %g : tensor<3x2xf32>, tensor<2xf32>) outs(%e : tensor<3x2xf32>) {
  ^bb0(%in: f32, %gain: f32, %out: f32):
    %p = arith.mulf %in, %gain : f32
    linalg.yield %p : f32
  } -> tensor<3x2xf32>
  %0 = mixp.matmul ins(%y, %w : tensor<3x2xf32>, tensor<2x1xf32>) outs(%c : tensor<3x1xf32>)
         {mixp.lhs_channel_max = dense<[16.0, 1.0]> : tensor<2xf32>} -> tensor<3x1xf32>
  return %0, %y : tensor<3x1xf32>, tensor<3x2xf32>
}

// -----

// Ranges of groups are divided each by its channels' factors: 8, 2 and 1.5, 1.
// CHECK-LABEL: @range_groups
// CHECK: mixp.matmul
// CHECK-SAME: mixp.lhs_range = array<f32: -2.000000e+00, 8.000000e+00, -3.000000e+00, 6.000000e+00>
// CHECK-SAME: mixp.lhs_range_group = 2 : i64
func.func @range_groups(%x: tensor<?x4xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.0, -0.5], [0.5, 1.0], [4.0, 0.0], [3.0, 1.0]]> : tensor<4x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x4xf32>, tensor<4x2xf32>) outs(%c : tensor<?x2xf32>)
         {mixp.lhs_channel_max = dense<[64.0, 4.0, 9.0, 0.0]> : tensor<4xf32>,
          mixp.lhs_range = array<f32: -4.0, 64.0, -3.0, 9.0>, mixp.lhs_range_group = 2 : i64} -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}
