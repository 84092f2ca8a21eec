// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// CHECK-DAG: #[[ID3:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[BLOCKS:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>

// Magnitudes compare as integers; a NaN counts as 0.
// CHECK-LABEL: func.func @symmetric_per_token
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel", "reduction"]
// CHECK: %[[BITS:.*]] = arith.bitcast %{{.*}} : f32 to i32
// CHECK: %[[MAGNITUDE:.*]] = arith.andi %[[BITS]], %c2147483647_i32
// CHECK: %[[NAN:.*]] = arith.cmpi sgt, %[[MAGNITUDE]], %c2139095040_i32
// CHECK: %[[KEY:.*]] = arith.select %[[NAN]], %{{.*}}, %[[MAGNITUDE]]
// CHECK: arith.maxsi %{{.*}}, %[[KEY]]
// CHECK: linalg.generic
// CHECK: arith.divf %{{.*}}, %cst
// CHECK: tensor<?x1xf32>
func.func @symmetric_per_token(%input: tensor<?x5xf32>) -> tensor<?x1xf32> {
  %0 = mixp.choose_scales symmetric %input storage(i8) block [1, 0] : tensor<?x5xf32> -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}

// A partial last block is filled up with zeros, which are in every range.
// CHECK-LABEL: func.func @symmetric_partial_blocks
// CHECK: %[[PADDED:.*]] = tensor.pad %{{.*}} low[0, 0] high[0, 3]
// CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[PADDED]] {{.*}} : tensor<3x8xbf16> into tensor<3x2x4xbf16>
// CHECK: linalg.generic {indexing_maps = [#[[ID3]], #[[BLOCKS]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[SPLIT]]
func.func @symmetric_partial_blocks(%input: tensor<3x5xbf16>) -> tensor<3x2xf32> {
  %0 = mixp.choose_scales symmetric %input storage(i4) block [1, 4] : tensor<3x5xbf16> -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @asymmetric_per_tensor
// CHECK: %[[HIGH:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "reduction"]
// CHECK: %[[LOW:.*]] = linalg.generic {{.*}} iterator_types = ["reduction", "reduction"]
// CHECK: arith.negf
// CHECK: linalg.generic {{.*}} ins(%[[HIGH]], %[[LOW]] : tensor<i32>, tensor<i32>)
// CHECK: %[[RANGE:.*]] = arith.addf
// CHECK: arith.divf %[[RANGE]], %cst
// CHECK: math.roundeven
// CHECK: linalg.yield %{{.*}}, %{{.*}} : f32, i32
func.func @asymmetric_per_tensor(%input: tensor<3x5xf32>) -> (tensor<1x1xf32>, tensor<1x1xi32>) {
  %0, %1 = mixp.choose_scales asymmetric %input storage(ui8) block [0, 0]
    : tensor<3x5xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  return %0, %1 : tensor<1x1xf32>, tensor<1x1xi32>
}
