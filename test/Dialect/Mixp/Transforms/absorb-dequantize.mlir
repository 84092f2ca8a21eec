// RUN: mixp-opt %s --split-input-file --mixp-absorb-dequantize --canonicalize | FileCheck %s

// The integer rule: scales constant along K, integer zero points.

// CHECK-LABEL: @both_sides_zero_point_per_channel
// CHECK-SAME: %[[QA:.+]]: tensor<3x7xui8>, %[[QB:.+]]: tensor<7x5xi8>, %[[C:.+]]: tensor<3x5xf32>
// CHECK-DAG: %[[SA:.+]] = arith.constant dense<2.500000e-01> : tensor<1x1xf32>
// CHECK-DAG: %[[ZA:.+]] = arith.constant dense<128> : tensor<1x1xi32>
// CHECK-DAG: %[[SB:.+]] = arith.constant dense<{{.*}}> : tensor<1x5xf32>
// CHECK: %[[R:.+]] = mixp.matmul ins(%[[QA]], %[[QB]] : tensor<3x7xui8>, tensor<7x5xi8>)
// CHECK-SAME: lhs_scale(%[[SA]] : tensor<1x1xf32>) lhs_zero_point(%[[ZA]] : tensor<1x1xi32>) lhs_block [0, 0]
// CHECK-SAME: rhs_scale(%[[SB]] : tensor<1x5xf32>) rhs_block [0, 1] outs(%[[C]] : tensor<3x5xf32>)
// CHECK-NEXT: return %[[R]]
func.func @both_sides_zero_point_per_channel(%qa: tensor<3x7xui8>, %qb: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %sa = arith.constant dense<0.25> : tensor<1x1xf32>
  %za = arith.constant dense<128> : tensor<1x1xi32>
  %sb = arith.constant dense<[[0.1, 0.2, 0.3, 0.4, 0.5]]> : tensor<1x5xf32>
  %a = mixp.dequantize %qa scale(%sa : tensor<1x1xf32>) zero_point(%za : tensor<1x1xi32>) : tensor<3x7xui8> -> tensor<3x7xf32>
  %b = mixp.dequantize %qb scale(%sb : tensor<1x5xf32>) : tensor<7x5xi8> -> tensor<7x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// The float rule: one side, and scales that vary along K.

// CHECK-LABEL: @one_side_groups
// CHECK: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<?x7xf32>, tensor<7x5xi4>)
// CHECK-SAME: rhs_scale(%{{.+}} : tensor<2x5xf32>) rhs_block [4, 1]
func.func @one_side_groups(%a: tensor<?x7xf32>, %qb: tensor<7x5xi4>, %c: tensor<?x5xf32>) -> tensor<?x5xf32> {
  %sb = arith.constant dense<[[0.1, 0.2, 0.3, 0.4, 0.5], [0.6, 0.7, 0.8, 0.9, 1.1]]> : tensor<2x5xf32>
  %b = mixp.dequantize %qb scale(%sb : tensor<2x5xf32>) block [4, 1] : tensor<7x5xi4> -> tensor<7x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x7xf32>, tensor<7x5xf32>) outs(%c : tensor<?x5xf32>) -> tensor<?x5xf32>
  return %0 : tensor<?x5xf32>
}

// -----

// The transposed scales of a constant stay a constant; bias, ReLU and quantize stay where they are.

// CHECK-LABEL: @transposed_weights_epilogue
// CHECK-DAG: %[[S:.+]] = arith.constant dense<{{\[\[}}1.000000e-01, 2.000000e-01]]> : tensor<1x2xf32>
// CHECK-DAG: %[[W:.+]] = arith.constant dense<{{\[\[}}1, 4], [2, 5], [3, 6]]> : tensor<3x2xi8>
// CHECK: %[[R:.+]] = mixp.matmul ins(%{{.+}}, %[[W]] : tensor<?x3xi8>, tensor<3x2xi8>)
// CHECK-SAME: rhs_scale(%[[S]] : tensor<1x2xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[R]]
// CHECK: mixp.quantize
func.func @transposed_weights_epilogue(%qx: tensor<?x3xi8>, %zero: tensor<?x2xf32>, %e: tensor<3x2xf32>, %bias: tensor<2xf32>) -> tensor<?x2xi8> {
  %sx = arith.constant dense<0.5> : tensor<1x1xf32>
  %w = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>
  %sw = arith.constant dense<[[0.1], [0.2]]> : tensor<2x1xf32>
  %x = mixp.dequantize %qx scale(%sx : tensor<1x1xf32>) block [0, 0] : tensor<?x3xi8> -> tensor<?x3xf32>
  %dw = mixp.dequantize %w scale(%sw : tensor<2x1xf32>) : tensor<2x3xi8> -> tensor<2x3xf32>
  %t = linalg.transpose ins(%dw : tensor<2x3xf32>) outs(%e : tensor<3x2xf32>) permutation = [1, 0]
  %0 = mixp.matmul ins(%x, %t : tensor<?x3xf32>, tensor<3x2xf32>) outs(%zero : tensor<?x2xf32>) -> tensor<?x2xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%0, %bias : tensor<?x2xf32>, tensor<2xf32>) outs(%zero : tensor<?x2xf32>) {
  ^bb0(%y: f32, %b: f32, %o: f32):
    %z = arith.constant 0.0 : f32
    %s = arith.addf %y, %b : f32
    %r = arith.maximumf %s, %z : f32
    linalg.yield %r : f32
  } -> tensor<?x2xf32>
  %2 = mixp.quantize %1 scale(%sx : tensor<1x1xf32>) block [0, 0] : tensor<?x2xf32> -> tensor<?x2xi8>
  return %2 : tensor<?x2xi8>
}

// -----

// Several users: each reads the stored values, and the function's result stays.

// CHECK-LABEL: @several_users
// CHECK-SAME: %[[Q:.+]]: tensor<4x4xi8>
// CHECK: %[[D:.+]] = mixp.dequantize %[[Q]]
// CHECK: mixp.matmul ins(%[[Q]], %[[Q]] : tensor<4x4xi8>, tensor<4x4xi8>)
// CHECK: mixp.matmul ins(%{{.+}}, %[[Q]] : tensor<4x4xf32>, tensor<4x4xi8>)
// CHECK: return %{{.+}}, %[[D]]
func.func @several_users(%q: tensor<4x4xi8>, %c: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %s = arith.constant dense<0.3> : tensor<1x1xf32>
  %d = mixp.dequantize %q scale(%s : tensor<1x1xf32>) : tensor<4x4xi8> -> tensor<4x4xf32>
  %0 = mixp.matmul ins(%d, %d : tensor<4x4xf32>, tensor<4x4xf32>) outs(%c : tensor<4x4xf32>) -> tensor<4x4xf32>
  %1 = mixp.matmul ins(%0, %d : tensor<4x4xf32>, tensor<4x4xf32>) outs(%c : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %1, %d : tensor<4x4xf32>, tensor<4x4xf32>
}

// -----

// A cast of integers is a dequantize by 1: rhs gets the scale that a float result needs.

// CHECK-LABEL: @casts_without_scales
// CHECK: %[[ONE:.+]] = arith.constant dense<1.000000e+00> : tensor<1x1xf32>
// CHECK: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<3x7xi8>, tensor<7x5xi4>) rhs_scale(%[[ONE]] : tensor<1x1xf32>) rhs_block [0, 0]
func.func @casts_without_scales(%qa: tensor<3x7xi8>, %qb: tensor<7x5xi4>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %a = mixp.cast %qa : tensor<3x7xi8> -> tensor<3x7xf32>
  %b = mixp.cast %qb : tensor<7x5xi4> -> tensor<7x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// -----

// Flags of signless types, an f32 zero point without a scale, f16 results.

// CHECK-LABEL: @flags_f32_zero_point
// CHECK: %[[ONE:.+]] = arith.constant dense<1.000000e+00> : tensor<1x1xf32>
// CHECK: mixp.matmul ins({{.*}}) lhs_scale(%[[ONE]] : tensor<1x1xf32>) lhs_zero_point(%{{.+}} : tensor<1x1xf32>) lhs_block [0, 0] rhs_scale
// CHECK-SAME: {lhs_unsigned, rhs_unsigned} -> tensor<3x5xf16>
func.func @flags_f32_zero_point(%qa: tensor<3x7xi8>, %qb: tensor<7x5xi4>, %c: tensor<3x5xf16>) -> tensor<3x5xf16> {
  %za = arith.constant dense<0.5> : tensor<1x1xf32>
  %sb = arith.constant dense<0.5> : tensor<1x1xf32>
  %a = mixp.dequantize %qa zero_point(%za : tensor<1x1xf32>) {input_unsigned} : tensor<3x7xi8> -> tensor<3x7xf32>
  %b = mixp.dequantize %qb scale(%sb : tensor<1x1xf32>) {input_unsigned} : tensor<7x5xi4> -> tensor<7x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf32>, tensor<7x5xf32>) outs(%c : tensor<3x5xf16>) -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}

// -----

// Whole numbers of few bits times a power of two: f16 holds them.

// CHECK-LABEL: @f16_without_rounding
// CHECK: mixp.matmul ins(%{{.+}}, %{{.+}} : tensor<3x7xf16>, tensor<7x5xi4>)
func.func @f16_without_rounding(%a: tensor<3x7xf16>, %qb: tensor<7x5xi4>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %sb = arith.constant dense<0.25> : tensor<1x1xf32>
  %b = mixp.dequantize %qb scale(%sb : tensor<1x1xf32>) : tensor<7x5xi4> -> tensor<7x5xf16>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf16>, tensor<7x5xf16>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
