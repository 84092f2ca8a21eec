// RUN: mixp-opt %s --split-input-file --convert-linalg-to-mixp | FileCheck %s

// The layout of channels is kept, and only a filter stored otherwise is moved.

// CHECK-LABEL: @nhwc_hwcf
// CHECK: %[[F:.*]] = linalg.transpose ins(%arg1 : tensor<2x3x5x4xf32>) {{.*}} permutation = [3, 0, 1, 2]
// CHECK: mixp.conv ins(%arg0, %[[F]] : tensor<?x7x9x5xf32>, tensor<4x2x3x5xf32>) layout(nhwc_fhwc) strides [2, 1] dilations [1, 3] outs(%arg2 : tensor<?x3x3x4xf32>)
func.func @nhwc_hwcf(%x: tensor<?x7x9x5xf32>, %w: tensor<2x3x5x4xf32>, %c: tensor<?x3x3x4xf32>) -> tensor<?x3x3x4xf32> {
  %0 = linalg.conv_2d_nhwc_hwcf {strides = dense<[2, 1]> : vector<2xi64>, dilations = dense<[1, 3]> : vector<2xi64>}
         ins(%x, %w : tensor<?x7x9x5xf32>, tensor<2x3x5x4xf32>) outs(%c : tensor<?x3x3x4xf32>) -> tensor<?x3x3x4xf32>
  return %0 : tensor<?x3x3x4xf32>
}

// -----

// CHECK-LABEL: @no_transposes
// CHECK-NOT: linalg.transpose
// CHECK: mixp.conv {{.*}} layout(nhwc_fhwc) strides [1, 1] dilations [1, 1] outs
// CHECK: mixp.conv {{.*}} layout(nchw_fchw) strides [1, 1] dilations [1, 1] outs
// CHECK: mixp.conv {{.*}} layout(nchw_fchw) strides [2] dilations [1] outs
// CHECK: mixp.conv {{.*}} layout(nchw_fchw) strides [1, 1, 1] dilations [1, 1, 1] outs
func.func @no_transposes(%x: tensor<1x7x9x5xf32>, %w: tensor<4x2x3x5xf32>, %c: tensor<1x6x7x4xf32>,
                         %y: tensor<1x5x7x9xf16>, %v: tensor<4x5x2x3xf16>, %d: tensor<1x4x6x7xf32>,
                         %z: tensor<1x5x9xbf16>, %u: tensor<4x5x3xbf16>, %e: tensor<1x4x4xf32>,
                         %a: tensor<1x2x3x4x5xf32>, %b: tensor<3x2x2x2x2xf32>, %f: tensor<1x3x2x3x4xf32>)
    -> (tensor<1x6x7x4xf32>, tensor<1x4x6x7xf32>, tensor<1x4x4xf32>, tensor<1x3x2x3x4xf32>) {
  %0 = linalg.conv_2d_nhwc_fhwc ins(%x, %w : tensor<1x7x9x5xf32>, tensor<4x2x3x5xf32>) outs(%c : tensor<1x6x7x4xf32>) -> tensor<1x6x7x4xf32>
  %1 = linalg.conv_2d_nchw_fchw ins(%y, %v : tensor<1x5x7x9xf16>, tensor<4x5x2x3xf16>) outs(%d : tensor<1x4x6x7xf32>) -> tensor<1x4x6x7xf32>
  %2 = linalg.conv_1d_ncw_fcw {strides = dense<2> : vector<1xi64>} ins(%z, %u : tensor<1x5x9xbf16>, tensor<4x5x3xbf16>) outs(%e : tensor<1x4x4xf32>) -> tensor<1x4x4xf32>
  %3 = linalg.conv_3d_ncdhw_fcdhw ins(%a, %b : tensor<1x2x3x4x5xf32>, tensor<3x2x2x2x2xf32>) outs(%f : tensor<1x3x2x3x4xf32>) -> tensor<1x3x2x3x4xf32>
  return %0, %1, %2, %3 : tensor<1x6x7x4xf32>, tensor<1x4x6x7xf32>, tensor<1x4x4xf32>, tensor<1x3x2x3x4xf32>
}

// -----

// CHECK-LABEL: @quantized
// CHECK: %[[ZX:.*]] = tensor.from_elements %arg2 : tensor<1x1x1x1xi32>
// CHECK: %[[ZW:.*]] = tensor.from_elements %arg3 : tensor<1x1x1x1xi32>
// CHECK: mixp.conv ins(%arg0, %{{.*}} : tensor<1x7x9x5xi8>, tensor<4x2x3x5xi8>) input_zero_point(%[[ZX]] : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0] filter_zero_point(%[[ZW]] : tensor<1x1x1x1xi32>) filter_block [0, 0, 0, 0]
func.func @quantized(%x: tensor<1x7x9x5xi8>, %w: tensor<2x3x5x4xi8>, %zx: i32, %zw: i32, %c: tensor<1x6x7x4xi32>) -> tensor<1x6x7x4xi32> {
  %0 = linalg.conv_2d_nhwc_hwcf_q ins(%x, %w, %zx, %zw : tensor<1x7x9x5xi8>, tensor<2x3x5x4xi8>, i32, i32) outs(%c : tensor<1x6x7x4xi32>) -> tensor<1x6x7x4xi32>
  return %0 : tensor<1x6x7x4xi32>
}

// -----

// As many groups as channels; a multiplier makes several outputs of each.
// CHECK-LABEL: @depthwise
// CHECK: mixp.conv ins(%arg0, %{{.*}} : tensor<1x7x9x5xi8>, tensor<5x2x3x1xi8>) input_zero_point({{.*}} groups(5) outs(%{{.*}} : tensor<1x6x7x5xi32>)
// CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x5x7x9xf32>, tensor<5x1x2x3xf32>) layout(nchw_fchw) {{.*}} groups(5)
// CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x7x9x5xf32>, tensor<15x2x3x1xf32>) layout(nhwc_fhwc) {{.*}} groups(5) outs(%{{.*}} : tensor<1x6x7x15xf32>)
func.func @depthwise(%x: tensor<1x7x9x5xi8>, %w: tensor<2x3x5xi8>, %z: i32, %c: tensor<1x6x7x5xi32>,
                     %y: tensor<1x5x7x9xf32>, %v: tensor<5x2x3xf32>, %d: tensor<1x5x6x7xf32>,
                     %a: tensor<1x7x9x5xf32>, %u: tensor<2x3x5x3xf32>, %e: tensor<1x6x7x5x3xf32>)
    -> (tensor<1x6x7x5xi32>, tensor<1x5x6x7xf32>, tensor<1x6x7x5x3xf32>) {
  %0 = linalg.depthwise_conv_2d_nhwc_hwc_q ins(%x, %w, %z, %z : tensor<1x7x9x5xi8>, tensor<2x3x5xi8>, i32, i32) outs(%c : tensor<1x6x7x5xi32>) -> tensor<1x6x7x5xi32>
  %1 = linalg.depthwise_conv_2d_nchw_chw ins(%y, %v : tensor<1x5x7x9xf32>, tensor<5x2x3xf32>) outs(%d : tensor<1x5x6x7xf32>) -> tensor<1x5x6x7xf32>
  %2 = linalg.depthwise_conv_2d_nhwc_hwcm ins(%a, %u : tensor<1x7x9x5xf32>, tensor<2x3x5x3xf32>) outs(%e : tensor<1x6x7x5x3xf32>) -> tensor<1x6x7x5x3xf32>
  return %0, %1, %2 : tensor<1x6x7x5xi32>, tensor<1x5x6x7xf32>, tensor<1x6x7x5x3xf32>
}

// -----

// Groups, no batch, and operands that only a body widens, the filter first.
// CHECK-LABEL: @groups
// CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x6x7x9xf32>, tensor<8x3x2x3xf32>) layout(nchw_fchw) {{.*}} groups(2) outs(%{{.*}} : tensor<1x8x6x7xf32>)
// CHECK: mixp.conv ins(%{{.*}}, %{{.*}} : tensor<1x9x5xi8>, tensor<4x3x5xi8>) layout(nhwc_fhwc) {{.*}} outs(%{{.*}} : tensor<1x7x4xi32>) {filter_unsigned}
func.func @groups(%x: tensor<1x2x3x7x9xf32>, %w: tensor<2x4x3x2x3xf32>, %c: tensor<1x2x4x6x7xf32>,
                  %y: tensor<9x5xi8>, %v: tensor<4x3x5xi8>, %d: tensor<7x4xi32>) -> (tensor<1x2x4x6x7xf32>, tensor<7x4xi32>) {
  %0 = linalg.conv_2d_ngchw_gfchw ins(%x, %w : tensor<1x2x3x7x9xf32>, tensor<2x4x3x2x3xf32>) outs(%c : tensor<1x2x4x6x7xf32>) -> tensor<1x2x4x6x7xf32>
  %1 = linalg.generic {
    indexing_maps = [affine_map<(y, o, t, c) -> (o, t, c)>, affine_map<(y, o, t, c) -> (y + t, c)>, affine_map<(y, o, t, c) -> (y, o)>],
    iterator_types = ["parallel", "parallel", "reduction", "reduction"]
  } ins(%v, %y : tensor<4x3x5xi8>, tensor<9x5xi8>) outs(%d : tensor<7x4xi32>) {
  ^bb0(%f: i8, %in: i8, %acc: i32):
    %2 = arith.extui %f : i8 to i32
    %3 = arith.extsi %in : i8 to i32
    %4 = arith.muli %2, %3 : i32
    %5 = arith.addi %acc, %4 : i32
    linalg.yield %5 : i32
  } -> tensor<7x4xi32>
  return %0, %1 : tensor<1x2x4x6x7xf32>, tensor<7x4xi32>
}
