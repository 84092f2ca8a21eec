// RUN: mixp-opt %s --split-input-file --mixp-compensate-weights=damping=0 | FileCheck %s
// RUN: mixp-opt %s --split-input-file --mixp-compensate-weights --remarks-filter=mixp-compensate -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// Both weights would round to 0. Their inputs go together, so that the second
// makes up for the first: 0.4 + 0.4 * 0.9 = 0.76.
// CHECK-LABEL: @two_inputs
// CHECK: %[[W:.*]] = arith.constant dense<{{\[\[}}0.000000e+00], [1.000000e+00]]> : tensor<2x1xf32>
// CHECK: mixp.quantize %[[W]] scale({{.*}}) block [0, 1] {mixp.original_weights = dense<4.000000e-01> : tensor<2x1xf32>}
// CHECK-NOT: mixp.lhs_gram
func.func @two_inputs(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<0.4> : tensor<2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_gram = dense<[[1.0, 0.9], [0.9, 1.0]]> : tensor<2x2xf32>} -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}

// -----

// K in groups, rhs stored transposed. With inputs that have nothing to do with
// each other, each weight goes to its nearest number; one that never comes too.
// CHECK-LABEL: @groups
// CHECK: arith.constant dense<{{\[\[}}1.000000e+00, 2.000000e+00, 1.500000e+00], [-4.000000e+00, 0.000000e+00, -5.000000e-01]]> : tensor<2x3xf32>
func.func @groups(%x: tensor<?x3xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.2, 2.4, 1.4], [-3.6, 0.3, -0.6]]> : tensor<2x3xf32>
  %s = arith.constant dense<[[1.0, 0.5], [2.0, 0.5]]> : tensor<2x2xf32>
  %q = mixp.quantize %w scale(%s : tensor<2x2xf32>) block [1, 2] : tensor<2x3xf32> -> tensor<2x3xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<?x3xf32>, tensor<2x3xi4>) rhs_scale(%s : tensor<2x2xf32>) rhs_block [1, 2]
         outs(%c : tensor<?x2xf32>) {transpose_rhs, mixp.lhs_gram = dense<[[2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>} -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

// -----

// Two products share the weight: their matrices add up to the first case's.
// CHECK-LABEL: @shared
// CHECK: arith.constant dense<{{\[\[}}0.000000e+00], [1.000000e+00]]> : tensor<2x1xf32>
func.func @shared(%x: tensor<?x2xf32>, %c: tensor<?x1xf32>) -> (tensor<?x1xf32>, tensor<?x1xf32>) {
  %w = arith.constant dense<0.4> : tensor<2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_gram = dense<[[0.5, 0.9], [0.9, 0.5]]> : tensor<2x2xf32>} -> tensor<?x1xf32>
  %1 = mixp.matmul ins(%x, %q : tensor<?x2xf32>, tensor<2x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1]
         outs(%c : tensor<?x1xf32>) {mixp.lhs_gram = dense<[[0.5, 0.0], [0.0, 0.5]]> : tensor<2x2xf32>} -> tensor<?x1xf32>
  return %0, %1 : tensor<?x1xf32>, tensor<?x1xf32>
}

// -----

// K of a filter is window elements x channels, also where channels are first:
// here the two elements of the first channel go together, k = 0 and 2.
// CHECK-LABEL: @filter
// CHECK: arith.constant dense<{{\[\[\[}}0.000000e+00, 1.000000e+00], [0.000000e+00, 0.000000e+00]]]> : tensor<1x2x2xf32>
func.func @filter(%x: tensor<1x2x5xf32>, %c: tensor<1x1x4xf32>) -> tensor<1x1x4xf32> {
  %w = arith.constant dense<0.4> : tensor<1x2x2xf32>
  %s = arith.constant dense<1.0> : tensor<1x1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1x1xf32>) block [1, 0, 0] : tensor<1x2x2xf32> -> tensor<1x2x2xi4>
  %0 = mixp.conv ins(%x, %q : tensor<1x2x5xf32>, tensor<1x2x2xi4>) filter_scale(%s : tensor<1x1x1xf32>) filter_block [1, 0, 0] layout(nchw_fchw)
         outs(%c : tensor<1x1x4xf32>) {mixp.lhs_gram = dense<[[1.0, 0.0, 0.9, 0.0], [0.0, 1.0, 0.0, 0.0], [0.9, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]> : tensor<4x4xf32>} -> tensor<1x1x4xf32>
  return %0 : tensor<1x1x4xf32>
}

// -----

// REMARK: remark: {{.*}} mixp-compensate-001
// CHECK-LABEL: @negative_batch
// CHECK: arith.constant dense<4.000000e-01> : tensor<1x2x1xf32>
func.func @negative_batch(%x: tensor<1x?x2xf32>, %c: tensor<1x?x1xf32>) -> tensor<1x?x1xf32> {
  %w = arith.constant dense<0.4> : tensor<1x2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1x1xf32>) block [1, 0, 1] : tensor<1x2x1xf32> -> tensor<1x2x1xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<1x?x2xf32>, tensor<1x2x1xi4>) rhs_scale(%s : tensor<1x1x1xf32>) rhs_block [1, 0, 1]
         outs(%c : tensor<1x?x1xf32>) {mixp.lhs_gram = dense<[[1.0, 0.9], [0.9, 1.0]]> : tensor<2x2xf32>} -> tensor<1x?x1xf32>
  return %0 : tensor<1x?x1xf32>
}
