// RUN: mixp-opt %s -convert-tosa-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @matmul_i8
// CHECK-SAME: %[[A:.*]]: tensor<2x3x7xi8>, %[[B:.*]]: tensor<2x7x5xi8>, %[[ZP:.*]]: tensor<1xi8>
// CHECK: %[[ZEROS:.*]] = linalg.fill
// CHECK: %[[SCALAR:.*]] = tensor.extract %[[ZP]]
// CHECK: %[[WIDE:.*]] = arith.extsi %[[SCALAR]] : i8 to i32
// CHECK: %[[ZA:.*]] = tensor.splat %[[WIDE]] : tensor<1x1x1xi32>
// CHECK: %[[ZB:.*]] = arith.constant dense<-3> : tensor<1x1x1xi32>
// CHECK: mixp.matmul ins(%[[A]], %[[B]] : {{.*}}) lhs_zero_point(%[[ZA]] : tensor<1x1x1xi32>) lhs_block [0, 0, 0] rhs_zero_point(%[[ZB]] : tensor<1x1x1xi32>) rhs_block [0, 0, 0] outs(%[[ZEROS]] : tensor<2x3x5xi32>)
func.func @matmul_i8(%a: tensor<2x3x7xi8>, %b: tensor<2x7x5xi8>, %za: tensor<1xi8>) -> tensor<2x3x5xi32> {
  %zb = "tosa.const"() {values = dense<-3> : tensor<1xi8>} : () -> tensor<1xi8>
  %0 = tosa.matmul %a, %b, %za, %zb : (tensor<2x3x7xi8>, tensor<2x7x5xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x3x5xi32>
  return %0 : tensor<2x3x5xi32>
}

// CHECK-LABEL: func.func @matmul_f16_dynamic
// CHECK-DAG: %[[BATCH:.*]] = tensor.dim %arg0, %c0
// CHECK-DAG: %[[N:.*]] = tensor.dim %arg1, %c2
// CHECK: tensor.empty(%[[BATCH]], %[[N]]) : tensor<?x3x?xf32>
// CHECK: mixp.matmul ins(%arg0, %arg1 : tensor<?x3x7xf16>, tensor<?x7x?xf16>) outs(%{{.*}} : tensor<?x3x?xf32>)
func.func @matmul_f16_dynamic(%a: tensor<?x3x7xf16>, %b: tensor<?x7x?xf16>) -> tensor<?x3x?xf32> {
  %z = "tosa.const"() {values = dense<0.0> : tensor<1xf16>} : () -> tensor<1xf16>
  %0 = tosa.matmul %a, %b, %z, %z : (tensor<?x3x7xf16>, tensor<?x7x?xf16>, tensor<1xf16>, tensor<1xf16>) -> tensor<?x3x?xf32>
  return %0 : tensor<?x3x?xf32>
}

// CHECK-LABEL: func.func @block_scaled
// CHECK: mixp.matmul ins(%arg0, %arg2 : tensor<2x3x64xf8E4M3FN>, tensor<2x5x64xf8E4M3FN>)
// CHECK-SAME: lhs_scale(%arg1 : tensor<2x3x2xf8E8M0FNU>) lhs_block [1, 1, 32]
// CHECK-SAME: rhs_scale(%arg3 : tensor<2x5x2xf8E8M0FNU>) rhs_block [1, 1, 32]
// CHECK-SAME: {transpose_rhs} -> tensor<2x3x5xf32>
func.func @block_scaled(%a: tensor<2x3x64xf8E4M3FN>, %sa: tensor<2x3x2xf8E8M0FNU>, %b: tensor<2x5x64xf8E4M3FN>, %sb: tensor<2x5x2xf8E8M0FNU>) -> tensor<2x3x5xf32> {
  %0 = tosa.matmul_t_block_scaled %a, %sa, %b, %sb {block_size = BLOCK_SIZE_32} : (tensor<2x3x64xf8E4M3FN>, tensor<2x3x2xf8E8M0FNU>, tensor<2x5x64xf8E4M3FN>, tensor<2x5x2xf8E8M0FNU>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

// One rhs for all batches: they are rows of lhs.
// CHECK-LABEL: func.func @block_scaled_broadcast
// CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<6x32xf8E5M2>, tensor<5x32xf8E5M2>)
// CHECK-SAME: lhs_scale(%{{.*}} : tensor<6x1xf8E8M0FNU>) lhs_block [1, 32]
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2]] output_shape [2, 3, 5]
func.func @block_scaled_broadcast(%a: tensor<2x3x32xf8E5M2>, %sa: tensor<2x3x1xf8E8M0FNU>, %b: tensor<1x5x32xf8E5M2>, %sb: tensor<1x5x1xf8E8M0FNU>) -> tensor<2x3x5xf32> {
  %0 = tosa.matmul_t_block_scaled %a, %sa, %b, %sb {block_size = BLOCK_SIZE_32} : (tensor<2x3x32xf8E5M2>, tensor<2x3x1xf8E8M0FNU>, tensor<1x5x32xf8E5M2>, tensor<1x5x1xf8E8M0FNU>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}
