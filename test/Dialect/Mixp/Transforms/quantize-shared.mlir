// RUN: mixp-opt %s --mixp-quantize=scheme=w8a8-dynamic --cse | FileCheck %s
// RUN: mixp-opt %s --mixp-quantize=scheme=w8a8 --cse | FileCheck %s --check-prefix=STATIC

// Products that share an input share its quantization after CSE, and those that
// share a weight the constant.

// CHECK-LABEL: @projections
// CHECK-COUNT-1: tensor<2x2xi8>
// CHECK: mixp.choose_scales
// CHECK-NOT: mixp.choose_scales
// CHECK: %[[Q:.+]] = mixp.quantize
// CHECK-NOT: mixp.quantize
// CHECK: mixp.matmul ins(%[[Q]], %[[W:.+]] : tensor<3x2xi8>, tensor<2x2xi8>)
// CHECK: mixp.matmul ins(%[[Q]], %[[W]] : tensor<3x2xi8>, tensor<2x2xi8>)

// STATIC-LABEL: @projections
// STATIC: mixp.quantize
// STATIC-NOT: mixp.quantize
func.func @projections(%x: tensor<3x2xf32>, %c: tensor<3x2xf32>) -> (tensor<3x2xf32>, tensor<3x2xf32>) {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, -4.0]]> : tensor<2x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<3x2xf32>, tensor<2x2xf32>) outs(%c : tensor<3x2xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<3x2xf32>
  %1 = mixp.matmul ins(%x, %w : tensor<3x2xf32>, tensor<2x2xf32>) outs(%0 : tensor<3x2xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<3x2xf32>
  return %0, %1 : tensor<3x2xf32>, tensor<3x2xf32>
}
