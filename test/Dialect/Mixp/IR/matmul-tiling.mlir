// RUN: mixp-opt %s -transform-interpreter -canonicalize -cse -split-input-file | FileCheck %s

// All three loops; the tiles of K lie within groups of 4 as stored.
// CHECK-LABEL: @matmul_groups_transpose_rhs
// CHECK-SAME: %[[A:[a-z0-9]+]]: tensor<6x16xi8>, %[[SA:[a-z0-9]+]]: tensor<6x1xf32>, %[[W:[a-z0-9]+]]: tensor<10x16xi4>, %[[SW:[a-z0-9]+]]: tensor<10x4xf32>
func.func @matmul_groups_transpose_rhs(%a: tensor<6x16xi8>, %sa: tensor<6x1xf32>, %w: tensor<10x16xi4>,
    %sw: tensor<10x4xf32>, %d: tensor<6x10xf32>) -> tensor<6x10xf32> {
  // CHECK: scf.for %[[M:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args
  // CHECK: scf.for %[[N:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args
  // CHECK: scf.for %[[K:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[C:.*]] =
  // CHECK-DAG: %[[SAT:.*]] = tensor.extract_slice %[[SA]][%[[M]], 0] [3, 1] [1, 1]
  // CHECK-DAG: %[[AT:.*]] = tensor.extract_slice %[[A]][%[[M]], %[[K]]] [3, 2] [1, 1]
  // CHECK-DAG: %[[SK:.*]] = affine.apply #{{.*}}(%[[K]])
  // CHECK-DAG: %[[SWT:.*]] = tensor.extract_slice %[[SW]][%[[N]], %[[SK]]] [5, 1] [1, 1]
  // CHECK-DAG: %[[WT:.*]] = tensor.extract_slice %[[W]][%[[N]], %[[K]]] [5, 2] [1, 1]
  // CHECK-DAG: %[[CT:.*]] = tensor.extract_slice %[[C]][%[[M]], %[[N]]] [3, 5] [1, 1]
  // CHECK: mixp.matmul ins(%[[AT]], %[[WT]] : tensor<3x2xi8>, tensor<5x2xi4>) lhs_scale(%[[SAT]] : tensor<3x1xf32>) lhs_block [1, 0] rhs_scale(%[[SWT]] : tensor<5x1xf32>) rhs_block [1, 4] outs(%[[CT]] : tensor<3x5xf32>) {transpose_rhs}
  %0 = mixp.matmul ins(%a, %w : tensor<6x16xi8>, tensor<10x16xi4>)
         lhs_scale(%sa : tensor<6x1xf32>) rhs_scale(%sw : tensor<10x4xf32>)
         outs(%d : tensor<6x10xf32>) {transpose_rhs} -> tensor<6x10xf32>
  return %0 : tensor<6x10xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:3 = transform.structured.tile_using_for %op tile_sizes [3, 5, 2] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Batch and M, dynamic, K whole: the exact rule with scales stays.
// CHECK-LABEL: @matmul_batch_dynamic_transpose_lhs
func.func @matmul_batch_dynamic_transpose_lhs(%a: tensor<?x?x?xui8>, %b: tensor<?x?x5xi8>, %s: tensor<?x1x5xf32>,
    %c: tensor<?x?x5xf32>) -> tensor<?x?x5xf32> {
  // CHECK: scf.for %[[B:.*]] = %{{.*}} to
  // CHECK: scf.for %[[M:.*]] = %{{.*}} to
  // CHECK-DAG: tensor.extract_slice %{{.*}}[%[[B]], 0, %[[M]]] [1, %{{.*}}, %{{.*}}] [1, 1, 1] : tensor<?x?x?xui8> to tensor<1x?x?xui8>
  // CHECK-DAG: tensor.extract_slice %{{.*}}[%[[B]], 0, 0] [1, 1, 5] [1, 1, 1] : tensor<?x1x5xf32> to tensor<1x1x5xf32>
  // CHECK: mixp.matmul {{.*}} rhs_block [1, 0, 1] outs(%{{.*}} : tensor<1x?x5xf32>) {transpose_lhs} -> tensor<1x?x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x?x?xui8>, tensor<?x?x5xi8>)
         rhs_scale(%s : tensor<?x1x5xf32>) rhs_block [1, 0, 1]
         outs(%c : tensor<?x?x5xf32>) {transpose_lhs} -> tensor<?x?x5xf32>
  return %0 : tensor<?x?x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.tile_using_for %op tile_sizes [1, 4] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// Modulo 2^32 the order of additions does not matter, zero points or not.
// CHECK-LABEL: @matmul_i32_tile_k
func.func @matmul_i32_tile_k(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %z: tensor<1x1xi32>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // CHECK: scf.for
  // CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x?xi8>, tensor<?x5xi8>) lhs_zero_point(%{{.*}} : tensor<1x1xi32>) lhs_block [0, 0]
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>) lhs_zero_point(%z : tensor<1x1xi32>) lhs_block [0, 0]
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %op tile_sizes [0, 0, 4] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A product is fused into the requantize that reads it, all of K at once.
// CHECK-LABEL: @fuse_matmul_into_requantize
func.func @fuse_matmul_into_requantize(%a: tensor<6x7xi8>, %b: tensor<7x10xi8>, %c: tensor<6x10xi32>, %m: tensor<1x10xf32>) -> tensor<6x10xi8> {
  // CHECK: scf.for
  // CHECK: scf.for
  // CHECK: %[[ACC:.*]] = mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x7xi8>, tensor<7x5xi8>) outs(%{{.*}} : tensor<3x5xi32>)
  // CHECK: mixp.requantize onnx %[[ACC]] scale(%{{.*}} : tensor<1x5xf32>) block [0, 1]
  %0 = mixp.matmul ins(%a, %b : tensor<6x7xi8>, tensor<7x10xi8>) outs(%c : tensor<6x10xi32>) -> tensor<6x10xi32>
  %1 = mixp.requantize onnx %0 scale(%m : tensor<1x10xf32>) : tensor<6x10xi32> -> tensor<6x10xi8>
  return %1 : tensor<6x10xi8>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.requantize"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.fuse %op tile_sizes [3, 5] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A sparse side is tiled with its metadata, K whole.
// CHECK-LABEL: @matmul_sparse_rhs
// CHECK-SAME: %[[A:[a-z0-9]+]]: tensor<6x8xi8>, %[[V:[a-z0-9]+]]: tensor<4x10xi8>, %[[P:[a-z0-9]+]]: tensor<4x10xui2>
func.func @matmul_sparse_rhs(%a: tensor<6x8xi8>, %v: tensor<4x10xi8>, %p: tensor<4x10xui2>, %c: tensor<6x10xi32>) -> tensor<6x10xi32> {
  // CHECK: scf.for %[[M:.*]] = %{{.*}} to
  // CHECK: scf.for %[[N:.*]] = %{{.*}} to
  // CHECK-DAG: %[[AT:.*]] = tensor.extract_slice %[[A]][%[[M]], 0] [3, 8] [1, 1]
  // CHECK-DAG: %[[VT:.*]] = tensor.extract_slice %[[V]][0, %[[N]]] [4, 5] [1, 1]
  // CHECK-DAG: %[[PT:.*]] = tensor.extract_slice %[[P]][0, %[[N]]] [4, 5] [1, 1]
  // CHECK: mixp.matmul ins(%[[AT]], %[[VT]] : tensor<3x8xi8>, tensor<4x5xi8>) rhs_metadata(%[[PT]] : tensor<4x5xui2>)
  %0 = mixp.matmul ins(%a, %v : tensor<6x8xi8>, tensor<4x10xi8>) rhs_metadata(%p : tensor<4x10xui2>)
         outs(%c : tensor<6x10xi32>) -> tensor<6x10xi32>
  return %0 : tensor<6x10xi32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.tile_using_for %op tile_sizes [3, 5] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}
