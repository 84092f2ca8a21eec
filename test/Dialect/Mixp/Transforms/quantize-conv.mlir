// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=bf16 | FileCheck %s --check-prefix=BF16
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8 | FileCheck %s --check-prefix=W8A8
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8-dynamic | FileCheck %s --check-prefix=DYN
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a16 | FileCheck %s --check-prefix=W8A16
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w4a8-g32 | FileCheck %s --check-prefix=W4A8
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=mxfp8 --remarks-filter=mixp-quantize 2>&1 | FileCheck %s --check-prefix=MX
// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w4a8-g32 --remarks-filter=mixp-quantize 2>&1 | FileCheck %s --check-prefix=GROUPS

// A scale for each output channel; one of the input, or one for each element of
// the batch.

// BF16-LABEL: @conv_constant_filter
// BF16: mixp.cast %{{.*}} : tensor<?x5x7x2xf32> -> tensor<?x5x7x2xbf16>
// BF16: mixp.conv ins(%{{.*}} : tensor<?x5x7x2xbf16>, tensor<3x1x2x2xbf16>) layout(nhwc_fhwc) pad_low [0, 1] outs

// W8A8-LABEL: @conv_constant_filter
// W8A8-DAG: arith.constant dense<{{\[\[}}{{\[\[}}127, -32], [0, 64]]], {{.*}}> : tensor<3x1x2x2xi8>
// W8A8-DAG: arith.constant dense<{{.*}}> : tensor<3x1x1x1xf32>
// W8A8: mixp.quantize {{.*}} block [0, 0, 0, 0] : tensor<?x5x7x2xf32> -> tensor<?x5x7x2xui8>
// W8A8: mixp.conv ins(%{{.*}} : tensor<?x5x7x2xui8>, tensor<3x1x2x2xi8>) input_scale(%{{.*}} : tensor<1x1x1x1xf32>) input_zero_point(%{{.*}} : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0] filter_scale(%{{.*}} : tensor<3x1x1x1xf32>) filter_block [1, 0, 0, 0]
// W8A8-SAME: {tag}

// DYN-LABEL: @conv_constant_filter
// DYN: mixp.choose_scales symmetric %{{.*}} storage(i8) block [1, 0, 0, 0] : tensor<?x5x7x2xf32> -> tensor<?x1x1x1xf32>
// DYN: mixp.conv {{.*}} input_scale(%{{.*}} : tensor<?x1x1x1xf32>) input_block [1, 0, 0, 0]

// W8A16-LABEL: @conv_constant_filter
// W8A16: mixp.conv ins(%{{.*}} : tensor<?x5x7x2xf16>, tensor<3x1x2x2xi8>) filter_scale

// One group holds all of K.
// W4A8-LABEL: @conv_constant_filter
// W4A8: mixp.conv {{.*}} filter_scale(%{{.*}} : tensor<3x1x1x1xf32>) filter_block [1, 0, 0, 0]

// MX: remark: {{.*}} mixp-quantize-002
// GROUPS-NOT: mixp-quantize-001
func.func @conv_constant_filter(%x: tensor<?x5x7x2xf32>, %c: tensor<?x5x7x3xf32>) -> tensor<?x5x7x3xf32> {
  %w = arith.constant dense<[[[[2.0, -0.5], [0.0, 1.0]]], [[[0.25, 0.5], [-1.0, 0.75]]], [[[3.0, 1.0], [1.5, -2.0]]]]> : tensor<3x1x2x2xf32>
  %0 = mixp.conv ins(%x, %w : tensor<?x5x7x2xf32>, tensor<3x1x2x2xf32>) layout(nhwc_fhwc) pad_low [0, 1]
         outs(%c : tensor<?x5x7x3xf32>) {mixp.lhs_range = array<f32: -1.0, 3.0>, tag} -> tensor<?x5x7x3xf32>
  return %0 : tensor<?x5x7x3xf32>
}

// -----

// Groups of 32 channels of each element of the window, in either layout.

// W4A8-LABEL: @conv_groups
// W4A8: mixp.conv {{.*}} filter_scale(%{{.*}} : tensor<3x2x5xf32>) filter_block [1, 32, 1] layout(nchw_fchw)
func.func @conv_groups(%x: tensor<1x64x9xf32>, %c: tensor<1x3x5xf32>) -> tensor<1x3x5xf32> {
  %w = arith.constant dense<1.5> : tensor<3x64x5xf32>
  %0 = mixp.conv ins(%x, %w : tensor<1x64x9xf32>, tensor<3x64x5xf32>) layout(nchw_fchw)
         outs(%c : tensor<1x3x5xf32>) {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<1x3x5xf32>
  return %0 : tensor<1x3x5xf32>
}

// -----

// 20 channels are one group; 100, and 3 of many elements, are not.

// W4A8-LABEL: @conv_other_channels
// W4A8: mixp.conv {{.*}} filter_scale(%{{.*}} : tensor<3x5x1xf32>) filter_block [1, 1, 20]
// W4A8: mixp.conv {{.*}} filter_scale(%{{.*}} : tensor<3x1x1xf32>) filter_block [1, 0, 0]
// W4A8: mixp.conv {{.*}} filter_scale(%{{.*}} : tensor<3x1x1xf32>) filter_block [1, 0, 0]
// GROUPS-COUNT-3: remark: {{.*}} mixp-quantize-001 {{.*}}the groups do not divide the filter's channels
func.func @conv_other_channels(%x: tensor<1x9x20xf32>, %y: tensor<1x9x100xf32>, %z: tensor<1x19x3xf32>, %c: tensor<1x5x3xf32>, %d: tensor<1x5x3xf32>) -> (tensor<1x5x3xf32>, tensor<1x5x3xf32>, tensor<1x5x3xf32>) {
  %w = arith.constant dense<1.5> : tensor<3x5x20xf32>
  %v = arith.constant dense<1.5> : tensor<3x5x100xf32>
  %u = arith.constant dense<1.5> : tensor<3x15x3xf32>
  %0 = mixp.conv ins(%x, %w : tensor<1x9x20xf32>, tensor<3x5x20xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<1x5x3xf32>) {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<1x5x3xf32>
  %1 = mixp.conv ins(%y, %v : tensor<1x9x100xf32>, tensor<3x5x100xf32>) layout(nhwc_fhwc)
         outs(%c : tensor<1x5x3xf32>) {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<1x5x3xf32>
  %2 = mixp.conv ins(%z, %u : tensor<1x19x3xf32>, tensor<3x15x3xf32>) layout(nhwc_fhwc)
         outs(%d : tensor<1x5x3xf32>) {mixp.lhs_range = array<f32: 0.0, 1.0>} -> tensor<1x5x3xf32>
  return %0, %1, %2 : tensor<1x5x3xf32>, tensor<1x5x3xf32>, tensor<1x5x3xf32>
}
