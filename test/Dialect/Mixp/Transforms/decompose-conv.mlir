// RUN: mixp-opt %s -split-input-file -mixp-decompose-conv -canonicalize | FileCheck %s

// Padding is the zero point.
// CHECK-LABEL: @conv_nhwc_padding
// CHECK-SAME: %[[X:.*]]: tensor<2x5x7x3xi8>
// CHECK-DAG: %[[FOUR:.*]] = arith.constant 4 : i8
// CHECK-DAG: %[[FILTER:.*]] = arith.constant dense<1> : tensor<4x27xi8>
// CHECK: %[[FILLED:.*]] = linalg.fill ins(%[[FOUR]] : i8) {{.*}} -> tensor<2x7x8x3xi8>
// CHECK: %[[PADDED:.*]] = tensor.insert_slice %[[X]] into %[[FILLED]][0, 1, 0, 0] [2, 5, 7, 3]
// CHECK: %[[WINDOWS:.*]] = mixp.windows %[[PADDED]] strides [2, 1] dilations [1, 1] : tensor<2x7x8x3xi8> -> tensor<2x3x6x3x3x3xi8>
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[WINDOWS]] {{\[\[}}0, 1, 2], [3, 4, 5]] : {{.*}} into tensor<36x27xi8>
// CHECK: %[[PRODUCT:.*]] = mixp.matmul ins(%[[ROWS]], %[[FILTER]] : tensor<36x27xi8>, tensor<4x27xi8>)
// CHECK-SAME: lhs_zero_point(%{{.*}} : tensor<1x1xi32>) lhs_block [0, 0]
// CHECK-SAME: {lhs_unsigned, transpose_rhs} -> tensor<36x4xi32>
// CHECK: tensor.expand_shape %[[PRODUCT]] {{.*}} into tensor<2x3x6x4xi32>
func.func @conv_nhwc_padding(%x: tensor<2x5x7x3xi8>, %c: tensor<2x3x6x4xi32>) -> tensor<2x3x6x4xi32> {
  %w = arith.constant dense<1> : tensor<4x3x3x3xi8>
  %z = arith.constant dense<4> : tensor<1x1x1x1xi32>
  %0 = mixp.conv ins(%x, %w : tensor<2x5x7x3xi8>, tensor<4x3x3x3xi8>) input_zero_point(%z : tensor<1x1x1x1xi32>) input_block [0, 0, 0, 0]
         layout(nhwc_fhwc) strides [2, 1] pad_low [1, 0] pad_high [1, 1]
         outs(%c : tensor<2x3x6x4xi32>) {input_unsigned} -> tensor<2x3x6x4xi32>
  return %0 : tensor<2x3x6x4xi32>
}

// -----

// A window of one element makes no copy; with strides a slice.
// CHECK-LABEL: @conv_pointwise
// CHECK-NOT: linalg.generic
// CHECK: tensor.collapse_shape %arg0 {{.*}} into tensor<?x3xf16>
// CHECK: mixp.matmul
// CHECK: tensor.extract_slice %arg0[0, 0, 0, 0] [%{{.*}}, 3, 3, 3] [1, 2, 3, 1]
// CHECK: mixp.matmul {{.*}} {fast_accumulate, transpose_rhs}
func.func @conv_pointwise(%x: tensor<?x5x7x3xf16>, %w: tensor<4x1x1x3xf16>, %c: tensor<?x5x7x4xf16>, %d: tensor<?x3x3x4xf16>) -> (tensor<?x5x7x4xf16>, tensor<?x3x3x4xf16>) {
  %0 = mixp.conv ins(%x, %w : tensor<?x5x7x3xf16>, tensor<4x1x1x3xf16>) layout(nhwc_fhwc)
         outs(%c : tensor<?x5x7x4xf16>) -> tensor<?x5x7x4xf16>
  %1 = mixp.conv ins(%x, %w : tensor<?x5x7x3xf16>, tensor<4x1x1x3xf16>) layout(nhwc_fhwc) strides [2, 3]
         outs(%d : tensor<?x3x3x4xf16>) {fast_accumulate} -> tensor<?x3x3x4xf16>
  return %0, %1 : tensor<?x5x7x4xf16>, tensor<?x3x3x4xf16>
}

// -----

// Channels move last; of a constant filter here. outs of zeros are zeros.
// CHECK-LABEL: @conv_nchw
// CHECK: %[[ZEROS:.*]] = arith.constant dense<0.000000e+00> : tensor<15x2xf32>
// CHECK: arith.constant dense<{{\[\[}}1.000000e+00, 3.000000e+00, 2.000000e+00, 4.000000e+00], [5.000000e+00, 7.000000e+00, 6.000000e+00, 8.000000e+00]]> : tensor<2x4xf32>
// CHECK: linalg.transpose ins(%arg0 : tensor<1x2x3x6xf32>) {{.*}} permutation = [0, 2, 3, 1]
// CHECK: mixp.matmul {{.*}} precision(bf16x3) outs(%[[ZEROS]] : tensor<15x2xf32>)
// CHECK: %[[RESULT:.*]] = tensor.expand_shape
// CHECK: linalg.transpose ins(%[[RESULT]] : tensor<1x3x5x2xf32>) {{.*}} permutation = [0, 3, 1, 2]
func.func @conv_nchw(%x: tensor<1x2x3x6xf32>) -> tensor<1x2x3x5xf32> {
  %w = arith.constant dense<[[[[1., 2.]], [[3., 4.]]], [[[5., 6.]], [[7., 8.]]]]> : tensor<2x2x1x2xf32>
  %c = arith.constant dense<0.0> : tensor<1x2x3x5xf32>
  %0 = mixp.conv ins(%x, %w : tensor<1x2x3x6xf32>, tensor<2x2x1x2xf32>) layout(nchw_fchw) precision(bf16x3)
         outs(%c : tensor<1x2x3x5xf32>) -> tensor<1x2x3x5xf32>
  return %0 : tensor<1x2x3x5xf32>
}

// -----

// Groups are the batch of a product, with their own columns of scales.
// CHECK-LABEL: @conv_groups
// CHECK: mixp.windows %arg0 strides [1] dilations [1] groups(3) : tensor<2x5x6xi8> -> tensor<3x2x4x2x2xi8>
// CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x8x4xi8>, tensor<3x3x4xi8>)
// CHECK-SAME: lhs_scale(%{{.*}} : tensor<1x8x1xf32>) lhs_block [0, 1, 0]
// CHECK-SAME: rhs_scale(%{{.*}} : tensor<3x3x1xf32>) rhs_block [1, 1, 0]
// CHECK-SAME: outs(%{{.*}} : tensor<3x8x3xf32>) {transpose_rhs} -> tensor<3x8x3xf32>
func.func @conv_groups(%x: tensor<2x5x6xi8>, %w: tensor<9x2x2xi8>, %s: tensor<2x1x1xf32>, %sw: tensor<9x1x1xf32>, %c: tensor<2x4x9xf32>) -> tensor<2x4x9xf32> {
  %0 = mixp.conv ins(%x, %w : tensor<2x5x6xi8>, tensor<9x2x2xi8>) input_scale(%s : tensor<2x1x1xf32>)
         filter_scale(%sw : tensor<9x1x1xf32>) layout(nhwc_fhwc) groups(3)
         outs(%c : tensor<2x4x9xf32>) -> tensor<2x4x9xf32>
  return %0 : tensor<2x4x9xf32>
}

// -----

// What quantizes all elements alike moves in front of a transpose, which then
// meets its inverse.
// CHECK-LABEL: @conv_quantized_transpose
// CHECK-NOT: linalg.transpose ins(%arg0
// CHECK: %[[Q:.*]] = mixp.quantize %arg0 scale(%{{.*}} : tensor<1x1x1xf32>) block [0, 0, 0] : tensor<2x5x6xf32> -> tensor<2x5x6xi8>
// CHECK: mixp.windows %[[Q]] strides [1] dilations [1] : tensor<2x5x6xi8> -> tensor<2x4x2x6xi8>
func.func @conv_quantized_transpose(%x: tensor<2x5x6xf32>, %w: tensor<9x6x2xi8>, %s: tensor<1x1x1xf32>, %c: tensor<2x9x4xi32>) -> tensor<2x9x4xi32> {
  %e = tensor.empty() : tensor<2x6x5xf32>
  %t = linalg.transpose ins(%x : tensor<2x5x6xf32>) outs(%e : tensor<2x6x5xf32>) permutation = [0, 2, 1]
  %q = mixp.quantize %t scale(%s : tensor<1x1x1xf32>) block [0, 0, 0] : tensor<2x6x5xf32> -> tensor<2x6x5xi8>
  %0 = mixp.conv ins(%q, %w : tensor<2x6x5xi8>, tensor<9x6x2xi8>) layout(nchw_fchw)
         outs(%c : tensor<2x9x4xi32>) -> tensor<2x9x4xi32>
  return %0 : tensor<2x9x4xi32>
}

// -----

// A zero point that comes at run time is clamped, and padding takes it from
// each element of the batch. What is depthwise stays.
// CHECK-LABEL: @conv_depthwise
// CHECK: arith.maxsi %{{.*}}, %c-128_i32
// CHECK: arith.minsi %{{.*}}, %c127_i32
// CHECK: linalg.generic {{.*}} ins(%[[Z:.*]] : tensor<?x1x1xi32>) outs(%{{.*}} : tensor<?x6x4xi8>)
// CHECK: arith.trunci
// CHECK: %[[PADDED:.*]] = tensor.insert_slice
// CHECK: mixp.conv ins(%[[PADDED]], %{{.*}} : tensor<?x6x4xi8>, tensor<8x2x1xi8>) input_zero_point(%[[Z]] : tensor<?x1x1xi32>) input_block [1, 0, 0] layout(nhwc_fhwc) groups(4) outs
func.func @conv_depthwise(%x: tensor<?x4x5xi8>, %w: tensor<8x1x2xi8>, %z: tensor<?x1x1xi32>, %c: tensor<?x8x5xi32>) -> tensor<?x8x5xi32> {
  %0 = mixp.conv ins(%x, %w : tensor<?x4x5xi8>, tensor<8x1x2xi8>) input_zero_point(%z : tensor<?x1x1xi32>) input_block [1, 0, 0]
         layout(nchw_fchw) pad_high [1] groups(4) outs(%c : tensor<?x8x5xi32>) -> tensor<?x8x5xi32>
  return %0 : tensor<?x8x5xi32>
}

// -----

// Groups of channels in each element of the window are groups along K; with
// channels first, scales move as the filter does.
// CHECK-LABEL: @conv_filter_groups
// CHECK: %[[S:.*]] = linalg.transpose ins(%arg2 : tensor<5x2x3xf32>) {{.*}} permutation = [0, 2, 1]
// CHECK: %[[K:.*]] = tensor.collapse_shape %[[S]] {{\[\[}}0], [1, 2]] : tensor<5x3x2xf32> into tensor<5x6xf32>
// CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<7x18xf32>, tensor<5x18xi4>)
// CHECK-SAME: rhs_scale(%[[K]] : tensor<5x6xf32>) rhs_block [1, 3]
func.func @conv_filter_groups(%x: tensor<1x6x9xf32>, %w: tensor<5x6x3xi4>, %s: tensor<5x2x3xf32>, %c: tensor<1x5x7xf32>) -> tensor<1x5x7xf32> {
  %0 = mixp.conv ins(%x, %w : tensor<1x6x9xf32>, tensor<5x6x3xi4>) filter_scale(%s : tensor<5x2x3xf32>) filter_block [1, 3, 1]
         layout(nchw_fchw) outs(%c : tensor<1x5x7xf32>) -> tensor<1x5x7xf32>
  return %0 : tensor<1x5x7xf32>
}

// -----

// Of a convolution in groups, each has its own columns of them.
// CHECK-LABEL: @conv_groups_of_filter_groups
// CHECK: mixp.matmul {{.*}} rhs_scale(%{{.*}} : tensor<2x3x4xf32>) rhs_zero_point(%{{.*}} : tensor<2x3x4xi32>) rhs_block [1, 1, 2]
// CHECK: mixp.matmul {{.*}} rhs_zero_point(%{{.*}} : tensor<1x1x4xi32>) rhs_block [0, 0, 2]
func.func @conv_groups_of_filter_groups(%x: tensor<1x5x8xi8>, %w: tensor<6x2x4xi8>, %s: tensor<6x2x2xf32>, %z: tensor<6x2x2xi32>, %c: tensor<1x4x6xf32>,
                                        %y: tensor<1x2x2xi32>, %d: tensor<1x4x6xi32>) -> (tensor<1x4x6xf32>, tensor<1x4x6xi32>) {
  %0 = mixp.conv ins(%x, %w : tensor<1x5x8xi8>, tensor<6x2x4xi8>) filter_scale(%s : tensor<6x2x2xf32>) filter_zero_point(%z : tensor<6x2x2xi32>)
         layout(nhwc_fhwc) groups(2) outs(%c : tensor<1x4x6xf32>) -> tensor<1x4x6xf32>
  %1 = mixp.conv ins(%x, %w : tensor<1x5x8xi8>, tensor<6x2x4xi8>) filter_zero_point(%y : tensor<1x2x2xi32>)
         layout(nhwc_fhwc) groups(2) outs(%d : tensor<1x4x6xi32>) -> tensor<1x4x6xi32>
  return %0, %1 : tensor<1x4x6xf32>, tensor<1x4x6xi32>
}

// -----

// No pixels: nothing is added to outs.
// CHECK-LABEL: @conv_no_pixel_unknown_batch
// CHECK-SAME: %[[C:[a-z0-9]+]]: tensor<?x0x5xi32>
// CHECK-NEXT: return %[[C]]
func.func @conv_no_pixel_unknown_batch(%x: tensor<?x2x4xi8>, %w: tensor<5x3x4xi8>, %c: tensor<?x0x5xi32>) -> tensor<?x0x5xi32> {
  %0 = mixp.conv ins(%x, %w : tensor<?x2x4xi8>, tensor<5x3x4xi8>)
         layout(nhwc_fhwc) outs(%c : tensor<?x0x5xi32>) -> tensor<?x0x5xi32>
  return %0 : tensor<?x0x5xi32>
}
