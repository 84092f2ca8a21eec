// RUN: mixp-opt %s -transform-interpreter -canonicalize -cse -split-input-file | FileCheck %s

// A tile of two blocks of scales reads two blocks of the input, or what is left.
// CHECK-LABEL: @tiles_of_blocks
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<6x77xf32>
func.func @tiles_of_blocks(%x: tensor<6x77xf32>) -> tensor<6x5xf8E8M0FNU> {
  // CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: scf.for %[[J:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: %[[OFFSET:.*]] = affine.apply #{{.*}}(%[[J]])
  // CHECK: %[[SIZE:.*]] = affine.min #{{.*}}(%{{.*}}, %[[J]])
  // CHECK: %[[TILE:.*]] = tensor.extract_slice %[[X]][%[[I]], %[[OFFSET]]] [3, %[[SIZE]]] [1, 1]
  // CHECK: mixp.choose_scales symmetric %[[TILE]] storage(f4E2M1FN) block [1, 16] : tensor<3x?xf32> -> tensor<3x?xf8E8M0FNU>
  %0 = mixp.choose_scales symmetric %x storage(f4E2M1FN) block [1, 16] : tensor<6x77xf32> -> tensor<6x5xf8E8M0FNU>
  return %0 : tensor<6x5xf8E8M0FNU>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.choose_scales"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.tile_using_for %op tile_sizes [3, 2] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A gradient and its input are cut alike, and their scales by blocks.
// CHECK-LABEL: @fake_quantize_grad
func.func @fake_quantize_grad(%dy: tensor<6x10xf32>, %x: tensor<6x10xf32>, %s: tensor<6x1xf32>) -> tensor<6x10xf32> {
  // CHECK: scf.for
  // CHECK: %[[DY:.*]] = tensor.extract_slice %{{.*}} [3, 10] [1, 1]
  // CHECK: %[[XT:.*]] = tensor.extract_slice %{{.*}} [3, 10] [1, 1]
  // CHECK: %[[ST:.*]] = tensor.extract_slice %{{.*}} [3, 1] [1, 1]
  // CHECK: mixp.fake_quantize_grad %[[DY]] at %[[XT]] storage(i8) scale(%[[ST]] : tensor<3x1xf32>) block [1, 0] : tensor<3x10xf32>
  %0 = mixp.fake_quantize_grad %dy at %x storage(i8) scale(%s : tensor<6x1xf32>) : tensor<6x10xf32>
  return %0 : tensor<6x10xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.fake_quantize_grad"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %op tile_sizes [3] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}
