// RUN: mixp-opt %s --split-input-file --mixp-correct-bias | FileCheck %s

// 2 * (1.25 - 1) + 1 * (3 - 3), and 2 * (-0.5 - 0) + 1 * (9 - 7): a tie goes to
// even, and 9 is clipped.
// CHECK-LABEL: @matmul
// CHECK: %[[P:.*]] = mixp.matmul {{.*}} outs(%{{.*}} : tensor<?x2xf32>) -> tensor<?x2xf32>
// CHECK: %[[B:.*]] = arith.constant dense<[5.000000e-01, 1.000000e+00]> : tensor<2xf32>
// CHECK: %[[R:.*]] = linalg.generic {{.*}} ins(%[[P]], %[[B]] : tensor<?x2xf32>, tensor<2xf32>)
// CHECK: arith.addf
// CHECK: return %[[R]]
func.func @matmul(%x: tensor<?x2xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.25, -0.5], [3.0, 9.0]]> : tensor<2x2xf32>
  %s = arith.constant dense<1.0> : tensor<1x2xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x2xf32>) block [0, 1] : tensor<2x2xf32> -> tensor<2x2xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x2xi4>) rhs_scale(%s : tensor<1x2xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x2xf32>) {mixp.lhs_mean = dense<[2.0, 1.0]> : tensor<2xf32>} -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

// -----

// After compensation: 0.4 and 0.4 became 0 and 1.
// CHECK-LABEL: @original_weights
// CHECK: arith.constant dense<0.2{{[0-9]*}}> : tensor<1xf32>
func.func @original_weights(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<[[0.0], [1.0]]> : tensor<2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] {mixp.original_weights = dense<0.4> : tensor<2x1xf32>} : tensor<2x1xf32> -> tensor<2x1xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_mean = dense<[2.0, 1.0]> : tensor<2xf32>} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}

// -----

// Output channels first; K is window elements x channels.
// CHECK-LABEL: @conv
// CHECK: arith.constant dense<[-3.500000e+00, 0.000000e+00]> : tensor<2xf32>
// CHECK: linalg.generic {indexing_maps = [#{{.*}}, #[[MAP:.*]], #{{.*}}]
func.func @conv(%x: tensor<1x2x5xf32>, %c: tensor<1x2x4xf32>) -> tensor<1x2x4xf32> {
  %w = arith.constant dense<[[[0.25, 1.0], [-0.5, -0.25]], [[1.0, 2.0], [3.0, 4.0]]]> : tensor<2x2x2xf32>
  %s = arith.constant dense<1.0> : tensor<2x1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<2x1x1xf32>) block [1, 0, 0] : tensor<2x2x2xf32> -> tensor<2x2x2xi4>
  %0 = mixp.conv ins(%x, %q : tensor<1x2x5xf32>, tensor<2x2x2xi4>) filter_scale(%s : tensor<2x1x1xf32>) filter_block [1, 0, 0] layout(nchw_fchw)
         outs(%c : tensor<1x2x4xf32>) {mixp.lhs_mean = dense<[2.0, 4.0, 8.0, 8.0]> : tensor<4xf32>} -> tensor<1x2x4xf32>
  return %0 : tensor<1x2x4xf32>
}

// -----

// Codes alone do not say what they were made of.
// CHECK-LABEL: @negative_constant_codes
// CHECK-NOT: linalg.generic
func.func @negative_constant_codes(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %q = arith.constant dense<[[1], [3]]> : tensor<2x1xi4>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_mean = dense<[2.0, 1.0]> : tensor<2xf32>} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}
