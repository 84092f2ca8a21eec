// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8-static-g32 --verify-diagnostics

func.func @other_groups(%x: tensor<2x70xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<1.0> : tensor<70x1xf32>
  // expected-error @+1 {{'mixp.matmul' op has ranges of its lhs for groups of 64 along K, but scheme 'w8a8-static-g32' has groups of 32: measure them anew (`mixp quantize --calibration`)}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x70xf32>, tensor<70x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0, 0.0, 2.0>, mixp.lhs_range_group = 64 : i64} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @too_few_ranges(%x: tensor<2x70xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<1.0> : tensor<70x1xf32>
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_range' to be array<f32: lo, hi, ...> with finite lo <= hi for each of 3 groups of 32 along K but got array<f32: 0.000000e+00, 1.000000e+00, 0.000000e+00, 2.000000e+00>}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x70xf32>, tensor<70x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0, 0.0, 2.0>, mixp.lhs_range_group = 32 : i64} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @range_upside_down(%x: tensor<2x40xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<1.0> : tensor<40x1xf32>
  // expected-error @+1 {{with finite lo <= hi for each of 2 groups of 32 along K but got array<f32: 0.000000e+00, 1.000000e+00, 2.000000e+00, 0.000000e+00>}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x40xf32>, tensor<40x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0, 2.0, 0.0>, mixp.lhs_range_group = 32 : i64} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @group_of_no_number(%x: tensor<2x40xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<1.0> : tensor<40x1xf32>
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_range_group' to be an i64 less than a static K, on a product without batch and with a constant rhs, but got "32"}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x40xf32>, tensor<40x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0, 0.0, 2.0>, mixp.lhs_range_group = "32"} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @groups_of_a_run_time_rhs(%x: tensor<2x40xf32>, %w: tensor<40x1xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_range_group' to be an i64 less than a static K, on a product without batch and with a constant rhs, but got 32 : i64}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x40xf32>, tensor<40x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0, 0.0, 2.0>, mixp.lhs_range_group = 32 : i64, mixp.rhs_range = array<f32: 0.0, 1.0>} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}
