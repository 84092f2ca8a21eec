// RUN: mixp-opt %s --mixp-search-weight-scales | FileCheck %s

// Rounded to [7, 1 x 8], the weights have their least squared error, 1.10 after
// 1.28, at (49 + 8 * 0.6) / (49 + 8).
// CHECK-LABEL: @outlier
// CHECK: %[[S:.*]] = arith.constant dense<0.94385{{[0-9]*}}> : tensor<1x1xf32>
// CHECK: %[[Q:.*]] = mixp.quantize %{{.*}} scale(%[[S]] : tensor<1x1xf32>)
// CHECK: mixp.matmul ins(%arg0, %[[Q]] : {{.*}}) rhs_scale(%[[S]] : tensor<1x1xf32>)
func.func @outlier(%x: tensor<?x9xf32>, %c: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<[[0.6], [0.6], [7.0], [0.6], [0.6], [0.6], [0.6], [0.6], [0.6]]> : tensor<9x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %q = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<9x1xf32> -> tensor<9x1xi4>
  %0 = mixp.matmul ins(%x, %q : tensor<?x9xf32>, tensor<9x1xi4>) rhs_scale(%s : tensor<1x1xf32>) rhs_block [0, 1] outs(%c : tensor<?x1xf32>) -> tensor<?x1xf32>
  return %0 : tensor<?x1xf32>
}

// Numbers that the scale has exactly stay; a power of two may be halved: 4 and
// 4.4 are 8 and 8 halves, clipped to 7, or 4 and 4.
// CHECK-LABEL: @each_block
// CHECK-DAG: arith.constant dense<{{\[\[}}1.000000e+00, 5.000000e-01]]> : tensor<1x2xf32>
// CHECK-DAG: arith.constant dense<{{\[\[}}1.000000e+00, 5.000000e-01]]> : tensor<1x2xf8E8M0FNU>
func.func @each_block() -> (tensor<2x2xi4>, tensor<2x2xi4>) {
  %w = arith.constant dense<[[7.0, 3.5], [3.0, -1.0]]> : tensor<2x2xf32>
  %s = arith.constant dense<[[1.0, 0.5]]> : tensor<1x2xf32>
  %0 = mixp.quantize %w scale(%s : tensor<1x2xf32>) block [0, 1] : tensor<2x2xf32> -> tensor<2x2xi4>
  %v = arith.constant dense<[[4.0, 3.5], [4.4, -1.5]]> : tensor<2x2xf32>
  %t = arith.constant dense<1.0> : tensor<1x2xf8E8M0FNU>
  %1 = mixp.quantize %v scale(%t : tensor<1x2xf8E8M0FNU>) block [0, 1] : tensor<2x2xf32> -> tensor<2x2xi4>
  return %0, %1 : tensor<2x2xi4>, tensor<2x2xi4>
}

// A scale that something else reads too is not this weight's to change.
// CHECK-LABEL: @negative_shared_scale
// CHECK: arith.constant dense<1.000000e+00> : tensor<1x1xf32>
func.func @negative_shared_scale() -> (tensor<2x1xi4>, tensor<1x1xf32>) {
  %w = arith.constant dense<[[0.6], [7.0]]> : tensor<2x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %0 = mixp.quantize %w scale(%s : tensor<1x1xf32>) block [0, 1] : tensor<2x1xf32> -> tensor<2x1xi4>
  return %0, %s : tensor<2x1xi4>, tensor<1x1xf32>
}
