// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// The channels of a group, groups and the outputs of a group are innermost.
// CHECK-DAG: #[[IN:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1 * 2 + d3, d2 + d4 * 3, d6, d5)>
// CHECK-DAG: #[[FILTER:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d3, d4, d5, d6, d7)>
// CHECK-DAG: #[[ONE:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, 0, 0, 0)>
// CHECK-DAG: #[[EACH:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d6, d7, 0, 0, 0)>
// CHECK-DAG: #[[OUT:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1, d2, d6, d7)>
// CHECK-LABEL: func.func @depthwise_i8_zero_points
// CHECK: tensor.expand_shape %arg0 {{.*}} into tensor<2x7x9x3x1xi8>
// CHECK: linalg.transpose ins(%{{.*}} : tensor<3x2x3x2x1xi8>) outs(%{{.*}} : tensor<3x2x1x3x2xi8>) permutation = [2, 3, 4, 0, 1]
// CHECK: linalg.generic {indexing_maps = [#[[IN]], #[[FILTER]], #[[ONE]], #[[EACH]], #[[OUT]]]
// CHECK-SAME: iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction", "reduction", "parallel", "parallel"]
// CHECK: %[[A:.*]] = arith.extui
// CHECK: %[[X:.*]] = arith.subi %[[A]]
// CHECK: %[[B:.*]] = arith.extsi
// CHECK: %[[Y:.*]] = arith.subi %[[B]]
// CHECK: arith.muli %[[X]], %[[Y]]
// CHECK: tensor.collapse_shape {{.*}} into tensor<2x3x6x6xi32>
func.func @depthwise_i8_zero_points(%x: tensor<2x7x9x3xi8>, %w: tensor<6x3x2x1xi8>, %z: tensor<2x1x1x1xi32>, %zw: tensor<6x1x1x1xi32>, %c: tensor<2x3x6x6xi32>) -> tensor<2x3x6x6xi32> {
  %0 = mixp.conv ins(%x, %w : tensor<2x7x9x3xi8>, tensor<6x3x2x1xi8>)
         input_zero_point(%z : tensor<2x1x1x1xi32>) filter_zero_point(%zw : tensor<6x1x1x1xi32>)
         layout(nhwc_fhwc) strides [2, 1] dilations [1, 3] groups(3)
         outs(%c : tensor<2x3x6x6xi32>) {input_unsigned} -> tensor<2x3x6x6xi32>
  return %0 : tensor<2x3x6x6xi32>
}

// CHECK-LABEL: func.func @scaled_to_f16
// CHECK: linalg.fill {{.*}} -> tensor<2x4x5xi32>
// CHECK: arith.muli
// CHECK: linalg.generic
// CHECK: ^bb0(%[[ACC:.*]]: i32, %[[SI:.*]]: f32, %[[SF:.*]]: f32, %[[OUT:.*]]: f16):
// CHECK: %[[SCALE:.*]] = arith.mulf %[[SI]], %[[SF]] : f32
// CHECK: %[[REAL:.*]] = arith.sitofp %[[ACC]] : i32 to f32
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[REAL]], %[[SCALE]] : f32
// CHECK: arith.addf %{{.*}}, %[[PRODUCT]] : f32
func.func @scaled_to_f16(%x: tensor<2x6x3xi8>, %w: tensor<5x3x3xi4>, %s: tensor<1x1x1xf32>, %sw: tensor<5x1x1xf32>, %c: tensor<2x4x5xf16>) -> tensor<2x4x5xf16> {
  %0 = mixp.conv ins(%x, %w : tensor<2x6x3xi8>, tensor<5x3x3xi4>)
         input_scale(%s : tensor<1x1x1xf32>) input_block [0, 0, 0]
         filter_scale(%sw : tensor<5x1x1xf32>) filter_block [1, 0, 0]
         layout(nhwc_fhwc) outs(%c : tensor<2x4x5xf16>) -> tensor<2x4x5xf16>
  return %0 : tensor<2x4x5xf16>
}

// CHECK-LABEL: func.func @bf16_f32_dynamic
// CHECK: %[[BITS:.*]] = arith.shli
// CHECK: %[[X:.*]] = arith.bitcast %[[BITS]] : i32 to f32
// CHECK: arith.mulf %[[X]]
// CHECK: arith.addf
func.func @bf16_f32_dynamic(%x: tensor<?x?x3xbf16>, %w: tensor<?x3x3xf32>, %c: tensor<?x?x?xf32>) -> tensor<?x?x?xf32> {
  %0 = mixp.conv ins(%x, %w : tensor<?x?x3xbf16>, tensor<?x3x3xf32>)
         layout(nhwc_fhwc) outs(%c : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
  return %0 : tensor<?x?x?xf32>
}
