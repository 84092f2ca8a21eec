// RUN: mixp-opt %s --split-input-file --mixp-quantize=scheme=w8a8-static-g32 --remarks-filter=mixp-quantize 2>%t | FileCheck %s
// RUN: FileCheck %s --input-file %t --check-prefix=REMARK

// A scale and a zero point for each group, the last one partial; the group of
// zeros has scale 1. Weights are in the same groups.

// CHECK-LABEL: @groups
// CHECK-DAG: %[[S:.+]] = arith.constant dense<{{\[\[}}0.0156862754, 1.000000e+00, 0.784313738]]> : tensor<1x3xf32>
// CHECK-DAG: %[[Z:.+]] = arith.constant dense<{{\[\[}}64, 0, 0]]> : tensor<1x3xi32>
// CHECK-DAG: arith.constant dense<127> : tensor<70x2xi8>
// CHECK: %[[Q:.+]] = mixp.quantize %{{.+}} scale(%[[S]] : tensor<1x3xf32>) zero_point(%[[Z]] : tensor<1x3xi32>) block [0, 32] : tensor<?x70xf32> -> tensor<?x70xui8>
// CHECK: mixp.matmul ins(%[[Q]], %{{.+}} : tensor<?x70xui8>, tensor<70x2xi8>) lhs_scale(%[[S]] : tensor<1x3xf32>) lhs_zero_point(%[[Z]] : tensor<1x3xi32>) lhs_block [0, 32] rhs_scale(%{{.+}} : tensor<3x2xf32>) rhs_block [32, 1] outs(%{{.+}} : tensor<?x2xf32>) -> tensor<?x2xf32>
func.func @groups(%x: tensor<?x70xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<1.0> : tensor<70x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x70xf32>, tensor<70x2xf32>) outs(%c : tensor<?x2xf32>)
         {mixp.lhs_range = array<f32: -1.0, 3.0, 0.0, 0.0, 100.0, 200.0>, mixp.lhs_range_group = 32 : i64} -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}

// -----

// A lhs that is stored transposed has its groups in dim 0.

// CHECK-LABEL: @transpose_lhs
// CHECK: mixp.quantize {{.*}} block [32, 0] : tensor<40x5xf32> -> tensor<40x5xui8>
// CHECK: lhs_scale({{.+}} : tensor<2x1xf32>) lhs_zero_point({{.+}} : tensor<2x1xi32>) lhs_block [32, 0]
func.func @transpose_lhs(%x: tensor<40x5xf32>, %c: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %w = arith.constant dense<1.0> : tensor<40x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<40x5xf32>, tensor<40x2xf32>) outs(%c : tensor<5x2xf32>)
         {transpose_lhs, mixp.lhs_range = array<f32: -1.0, 3.0, 0.0, 9.0>, mixp.lhs_range_group = 32 : i64} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// -----

// All of K is one group: no remark.

// CHECK-LABEL: @one_group
// CHECK: lhs_scale({{.+}} : tensor<1x1xf32>) lhs_zero_point({{.+}}) lhs_block [0, 0] rhs_scale({{.+}} : tensor<1x2xf32>) rhs_block [32, 1]
// REMARK-NOT: one_group
func.func @one_group(%x: tensor<5x20xf32>, %c: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %w = arith.constant dense<1.0> : tensor<20x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<5x20xf32>, tensor<20x2xf32>) outs(%c : tensor<5x2xf32>) {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// -----

// One range is one scale. So are those of a convolution's input and of two
// run-time operands, whose product is a sum of integers as with w8a8.

// CHECK-LABEL: @one_range
// CHECK: lhs_scale({{.+}} : tensor<1x1xf32>) lhs_zero_point({{.+}}) lhs_block [0, 0] rhs_scale({{.+}} : tensor<2x2xf32>) rhs_block [32, 1]
// REMARK: mixp-quantize-003 {{.*}} Function=one_range | Group=32, Operand=lhs,
func.func @one_range(%x: tensor<5x40xf32>, %c: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %w = arith.constant dense<1.0> : tensor<40x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<5x40xf32>, tensor<40x2xf32>) outs(%c : tensor<5x2xf32>) {mixp.lhs_range = array<f32: -1.0, 3.0>} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// CHECK-LABEL: @run_time_operands
// CHECK: lhs_scale({{.+}} : tensor<1x1xf32>) lhs_zero_point({{.+}}) lhs_block [0, 0] rhs_scale({{.+}} : tensor<1x1xf32>) rhs_block [0, 0]
// REMARK: mixp-quantize-003 {{.*}} Function=run_time_operands | Group=32, Operand=lhs,
// REMARK: mixp-quantize-003 {{.*}} Function=run_time_operands | Group=32, Operand=rhs,
func.func @run_time_operands(%x: tensor<5x40xf32>, %y: tensor<40x2xf32>, %c: tensor<5x2xf32>) -> tensor<5x2xf32> {
  %0 = mixp.matmul ins(%x, %y : tensor<5x40xf32>, tensor<40x2xf32>) outs(%c : tensor<5x2xf32>) {mixp.lhs_range = array<f32: -1.0, 3.0>, mixp.rhs_range = array<f32: -1.0, 3.0>} -> tensor<5x2xf32>
  return %0 : tensor<5x2xf32>
}

// CHECK-LABEL: @conv
// CHECK: mixp.conv {{.*}} input_scale({{.+}} : tensor<1x1x1xf32>) {{.*}} filter_scale({{.+}} : tensor<5x2x3xf32>) filter_block [1, 32, 1]
// REMARK: mixp-quantize-003 {{.*}} Function=conv | Group=32, Operand=input,
func.func @conv(%y: tensor<3x64x9xf32>, %d: tensor<3x5x7xf32>) -> tensor<3x5x7xf32> {
  %f = arith.constant dense<1.0> : tensor<5x64x3xf32>
  %0 = mixp.conv ins(%y, %f : tensor<3x64x9xf32>, tensor<5x64x3xf32>) layout(nchw_fchw) outs(%d : tensor<3x5x7xf32>) {mixp.lhs_range = array<f32: -2.0, 3.0>} -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

// -----

// A scheme with one scale takes the range that holds all: [-1, 200].

// CHECK-LABEL: @merged
// CHECK-DAG: arith.constant dense<0.788235306> : tensor<1x1xf32>
// CHECK-DAG: arith.constant dense<1> : tensor<1x1xi32>
// CHECK-NOT: mixp.lhs_range
func.func @merged(%x: tensor<?x70xf32>, %c: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<1.0> : tensor<70x2xf32>
  %0 = mixp.matmul ins(%x, %w : tensor<?x70xf32>, tensor<70x2xf32>) outs(%c : tensor<?x2xf32>)
         {mixp.scheme = "w8a8", mixp.lhs_range = array<f32: -1.0, 3.0, 0.0, 0.0, 100.0, 200.0>, mixp.lhs_range_group = 32 : i64} -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}
