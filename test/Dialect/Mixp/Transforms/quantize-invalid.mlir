// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8 --verify-diagnostics

func.func @missing_lhs_range(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op has no calibrated range of its lhs, which scheme 'w8a8' needs: give `mixp quantize` sample inputs (`--calibration=x.npy`) or take a dynamic scheme}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @missing_rhs_range(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op has no calibrated range of its rhs}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @range_of_nan(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_range' to be array<f32: lo, hi> with finite lo <= hi but got array<f32: 0x7FC00000, 1.000000e+00>}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>)
         {mixp.lhs_range = array<f32: 0x7FC00000, 1.0>} -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @range_of_one_number(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.lhs_range' to be array<f32: lo, hi> with finite lo <= hi but got 1.000000e+00 : f32}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>)
         {mixp.lhs_range = 1.0 : f32} -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @weight_of_infinity(%x: tensor<2x2xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<[[1.0], [0x7F800000]]> : tensor<2x1xf32>
  // expected-error @+1 {{'mixp.matmul' op has a constant rhs that holds a NaN or an infinity, which scheme 'w8a8' cannot quantize: mend the model's weights}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x2xf32>, tensor<2x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @weight_without_data(%x: tensor<2x2xf32>, %c: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense_resource<missing> : tensor<2x1xf32>
  // expected-error @+1 {{'mixp.matmul' op has a constant rhs whose data is missing or of the wrong size}}
  %0 = mixp.matmul ins(%x, %w : tensor<2x2xf32>, tensor<2x1xf32>) outs(%c : tensor<2x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @sum_beyond_32_bits(%x: tensor<1x70000xf32>, %y: tensor<70000x1xf32>, %c: tensor<1x1xf32>) -> tensor<1x1xf32> {
  // expected-error @+1 {{'mixp.matmul' op sums 70000 products, but scheme 'w8a8' is safe from overflow only up to 65793: take bf16 or a 4-bit scheme}}
  %0 = mixp.matmul ins(%x, %y : tensor<1x70000xf32>, tensor<70000x1xf32>) outs(%c : tensor<1x1xf32>)
         {mixp.lhs_range = array<f32: 0.0, 1.0>, mixp.rhs_range = array<f32: 0.0, 1.0>} -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

// -----

func.func @conv_missing_range(%x: tensor<2x3x4xf32>, %w: tensor<5x1x4xf32>, %c: tensor<2x3x5xf32>) -> tensor<2x3x5xf32> {
  // expected-error @+1 {{'mixp.conv' op has no calibrated range of its input, which scheme 'w8a8' needs}}
  %0 = mixp.conv ins(%x, %w : tensor<2x3x4xf32>, tensor<5x1x4xf32>) layout(nhwc_fhwc) outs(%c : tensor<2x3x5xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

// -----

func.func @scheme_of_no_name(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op expected 'mixp.scheme' to be a string that names a scheme but got 4 : i64}}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>) {mixp.scheme = 4 : i64} -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @scheme_of_unknown_name(%x: tensor<2x3xf32>, %y: tensor<3x5xf32>, %c: tensor<2x5xf32>) -> tensor<2x5xf32> {
  // expected-error @+1 {{'mixp.matmul' op has 'mixp.scheme' with an unknown scheme 'w4a16-g20'; known are: f32, }}
  %0 = mixp.matmul ins(%x, %y : tensor<2x3xf32>, tensor<3x5xf32>) outs(%c : tensor<2x5xf32>) {mixp.scheme = "w4a16-g20"} -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}
