// RUN: mixp-opt %s -mixp-generate-shape-checks -canonicalize | FileCheck %s
// RUN: mixp-opt %s -generate-runtime-verification | FileCheck %s --check-prefix=UPSTREAM

// CHECK-LABEL: @matmul_dynamic_batch_and_k
// UPSTREAM-LABEL: @matmul_dynamic_batch_and_k
func.func @matmul_dynamic_batch_and_k(%a: tensor<?x3x?xi8>, %b: tensor<?x?x5xi8>, %c: tensor<2x3x5xi32>) -> tensor<2x3x5xi32> {
  // CHECK: cf.assert %{{.*}}, "mixp.matmul: expected lhs and outs of the same batch size"
  // CHECK: cf.assert %{{.*}}, "mixp.matmul: expected rhs and outs of the same batch size"
  // CHECK: cf.assert %{{.*}}, "mixp.matmul: expected lhs and rhs of the same K"
  // CHECK-NOT: cf.assert
  // CHECK: mixp.matmul
  // UPSTREAM: cf.assert %{{.*}}expected lhs and rhs of the same K
  %0 = mixp.matmul ins(%a, %b : tensor<?x3x?xi8>, tensor<?x?x5xi8>) outs(%c : tensor<2x3x5xi32>) -> tensor<2x3x5xi32>
  return %0 : tensor<2x3x5xi32>
}

// CHECK-LABEL: @matmul_transposed_scales
func.func @matmul_transposed_scales(%a: tensor<?x3xi8>, %b: tensor<?x7xi8>, %s: tensor<?x2xf32>, %z: tensor<2x2xi32>, %c: tensor<3x?xf32>) -> tensor<3x?xf32> {
  // CHECK-DAG: %[[C7:.*]] = arith.constant 7 : index
  // CHECK: arith.cmpi eq, %{{.*}}, %[[C7]]
  // CHECK: "mixp.matmul: expected lhs and rhs of the same K"
  // CHECK: "mixp.matmul: expected rhs and outs of the same N"
  // CHECK: affine.apply #{{.*}}()[
  // CHECK: "mixp.matmul: expected as many sizes as blocks in dim #0 of rhs_scale"
  // CHECK: "mixp.matmul: expected as many sizes as blocks in dim #0 of rhs_zero_point"
  // CHECK-NOT: cf.assert
  // CHECK: mixp.matmul
  %0 = mixp.matmul ins(%a, %b : tensor<?x3xi8>, tensor<?x7xi8>) rhs_scale(%s : tensor<?x2xf32>)
         rhs_zero_point(%z : tensor<2x2xi32>) rhs_block [3, 4]
         outs(%c : tensor<3x?xf32>) {transpose_lhs, transpose_rhs} -> tensor<3x?xf32>
  return %0 : tensor<3x?xf32>
}

// CHECK-LABEL: @requantize_fixed_point
func.func @requantize_fixed_point(%acc: tensor<?x5xi32>, %m: tensor<?x1xi32>, %r: tensor<?x1xi8>) -> tensor<?x5xi8> {
  // CHECK: "mixp.requantize: expected as many sizes as blocks in dim #0 of multiplier"
  // CHECK: "mixp.requantize: expected as many sizes as blocks in dim #0 of shift"
  %0 = mixp.requantize truncate %acc multiplier(%m : tensor<?x1xi32>) shift(%r : tensor<?x1xi8>) block [2, 0] : tensor<?x5xi32> -> tensor<?x5xi8>
  return %0 : tensor<?x5xi8>
}

// Whole dims and static sizes have nothing to check.
// CHECK-LABEL: @negative_static_and_whole
func.func @negative_static_and_whole(%x: tensor<3x?xf32>, %s: tensor<3x1xf32>) -> tensor<3x?xi8> {
  // CHECK-NOT: cf.assert
  %0 = mixp.quantize %x scale(%s : tensor<3x1xf32>) block [1, 0] : tensor<3x?xf32> -> tensor<3x?xi8>
  return %0 : tensor<3x?xi8>
}

// CHECK-LABEL: @conversions
func.func @conversions(%q: tensor<?xi8>, %s: tensor<?xf32>, %acc: tensor<5xi32>) -> (tensor<?xf32>, tensor<5xi8>) {
  // CHECK: "mixp.dequantize: expected as many sizes as blocks in dim #0 of scale"
  // CHECK: "mixp.requantize: expected as many sizes as blocks in dim #0 of scale"
  %0 = mixp.dequantize %q scale(%s : tensor<?xf32>) block [4] : tensor<?xi8> -> tensor<?xf32>
  %1 = mixp.requantize onnx %acc scale(%s : tensor<?xf32>) block [2] : tensor<5xi32> -> tensor<5xi8>
  return %0, %1 : tensor<?xf32>, tensor<5xi8>
}

// CHECK-LABEL: @sparse
func.func @sparse(%w: tensor<?x5xi8>, %b: tensor<3x?xi8>, %p: tensor<?x5xui2>, %c: tensor<3x5xi32>) -> (tensor<3x5xi32>, tensor<?x5xui2>) {
  // CHECK: "mixp.matmul: expected rhs_metadata of its operand's shape"
  // CHECK: "mixp.matmul: expected a sparse operand of half of K"
  // CHECK: "mixp.matmul: expected a K that is a multiple of 4 beside a sparse operand"
  // CHECK: mixp.matmul
  // CHECK: "mixp.sparse_encode: expected a size that is a multiple of 4"
  %0 = mixp.matmul ins(%b, %w : tensor<3x?xi8>, tensor<?x5xi8>) rhs_metadata(%p : tensor<?x5xui2>) outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  %v, %m = mixp.sparse_encode %w dim(0) : tensor<?x5xi8> -> tensor<?x5xi8>, tensor<?x5xui2>
  return %0, %m : tensor<3x5xi32>, tensor<?x5xui2>
}

// CHECK-LABEL: @conv_dynamic
func.func @conv_dynamic(%x: tensor<?x?x7x?xi8>, %w: tensor<?x2x3x?xi8>, %s: tensor<?x1x1x1xf32>, %z: tensor<?x1x1x1xi32>, %c: tensor<2x?x3x4xf32>) -> tensor<2x?x3x4xf32> {
  // CHECK: "mixp.conv: expected input and outs of the same batch size"
  // CHECK: "mixp.conv: expected filter and outs of as many output channels"
  // CHECK: "mixp.conv: expected input and filter of as many channels"
  // CHECK: %[[FIT:.*]] = affine.max #{{.*}}()[%{{.*}}]
  // CHECK: arith.cmpi eq, %[[FIT]]
  // CHECK: "mixp.conv: expected as many windows as outs has elements in dim #1"
  // CHECK: "mixp.conv: expected as many sizes as blocks in dim #0 of input_zero_point"
  // CHECK: "mixp.conv: expected as many sizes as blocks in dim #0 of filter_scale"
  // CHECK-NOT: cf.assert
  // CHECK: mixp.conv
  %0 = mixp.conv ins(%x, %w : tensor<?x?x7x?xi8>, tensor<?x2x3x?xi8>)
         input_zero_point(%z : tensor<?x1x1x1xi32>) input_block [1, 0, 0, 0]
         filter_scale(%s : tensor<?x1x1x1xf32>) filter_block [1, 0, 0, 0]
         layout(nhwc_fhwc) strides [2, 2] pad_low [1, 0]
         outs(%c : tensor<2x?x3x4xf32>) -> tensor<2x?x3x4xf32>
  return %0 : tensor<2x?x3x4xf32>
}
