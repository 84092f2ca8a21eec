// RUN: mixp-opt %s -transform-interpreter -canonicalize -cse -split-input-file | FileCheck %s

// A tile of two blocks has two scales of its row.
// CHECK-LABEL: @quantize_tile_of_blocks
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<6x20xf32>, %[[S:[a-z0-9]+]]: tensor<6x5xf32>
func.func @quantize_tile_of_blocks(%x: tensor<6x20xf32>, %s: tensor<6x5xf32>) -> tensor<6x20xi8> {
  // CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step %{{.*}}
  // CHECK: scf.for %[[J:.*]] = %{{.*}} to %{{.*}} step %{{.*}}
  // CHECK-DAG: %[[SIZE:.*]] = affine.min #{{.*}}(%[[J]])
  // CHECK-DAG: %[[SJ:.*]] = affine.apply #{{.*}}(%[[J]])
  // CHECK-DAG: %[[SS:.*]] = affine.apply #{{.*}}(%[[SIZE]])
  // CHECK-DAG: %[[XT:.*]] = tensor.extract_slice %[[X]][%[[I]], %[[J]]] [2, %[[SIZE]]] [1, 1]
  // CHECK-DAG: %[[ST:.*]] = tensor.extract_slice %[[S]][%[[I]], %[[SJ]]] [2, %[[SS]]] [1, 1]
  // CHECK: mixp.quantize %[[XT]] scale(%[[ST]] : tensor<2x?xf32>) block [1, 4] : tensor<2x?xf32> -> tensor<2x?xi8>
  %0 = mixp.quantize %x scale(%s : tensor<6x5xf32>) : tensor<6x20xf32> -> tensor<6x20xi8>
  return %0 : tensor<6x20xi8>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.quantize"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.tile_using_for %op tile_sizes [2, 8] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A tile within a block has one scale; one that covers the dim has it always.
// CHECK-LABEL: @dequantize_tile_within_block
func.func @dequantize_tile_within_block(%q: tensor<?x10xi8>, %s: tensor<1x2xf32>, %z: tensor<1x2xi32>) -> tensor<?x10xf16> {
  // CHECK: scf.for
  // CHECK: scf.for %[[J:.*]] = %{{.*}} to %{{.*}} step %{{.*}}
  // CHECK: %[[SJ:.*]] = affine.apply #{{.*}}(%[[J]])
  // CHECK: %[[ST:.*]] = tensor.extract_slice %{{.*}}[0, %[[SJ]]] [1, 1] [1, 1]
  // CHECK: %[[ZT:.*]] = tensor.extract_slice %{{.*}}[0, %[[SJ]]] [1, 1] [1, 1]
  // CHECK: mixp.dequantize %{{.*}} scale(%[[ST]] : tensor<1x1xf32>) zero_point(%[[ZT]] : tensor<1x1xi32>) block [0, 8] : tensor<?x2xi8> -> tensor<?x2xf16>
  %0 = mixp.dequantize %q scale(%s : tensor<1x2xf32>) zero_point(%z : tensor<1x2xi32>) block [0, 8]
         : tensor<?x10xi8> -> tensor<?x10xf16>
  return %0 : tensor<?x10xf16>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.dequantize"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.tile_using_for %op tile_sizes [3, 2] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// CHECK-LABEL: @cast_and_requantize
func.func @cast_and_requantize(%x: tensor<7xf32>, %acc: tensor<2x9xi32>, %m: tensor<1x9xf32>) -> (tensor<7xbf16>, tensor<2x9xi8>) {
  // CHECK: scf.for
  // CHECK: mixp.cast %{{.*}} : tensor<?xf32> -> tensor<?xbf16>
  // CHECK: scf.forall (%[[I:.*]], %[[J:.*]]) in (2, 3)
  // CHECK: %[[SJ:.*]] = affine.apply #{{.*}}(%[[J]])
  // CHECK: tensor.extract_slice %{{.*}}[0, %[[SJ]]] [1, 3] [1, 1] : tensor<1x9xf32>
  // CHECK: mixp.requantize onnx %{{.*}} scale(%{{.*}} : tensor<1x3xf32>) block [0, 1] : tensor<1x3xi32> -> tensor<1x3xi8>
  %0 = mixp.cast %x : tensor<7xf32> -> tensor<7xbf16>
  %1 = mixp.requantize onnx %acc scale(%m : tensor<1x9xf32>) : tensor<2x9xi32> -> tensor<2x9xi8>
  return %0, %1 : tensor<7xbf16>, tensor<2x9xi8>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %c = transform.structured.match ops{["mixp.cast"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %c tile_sizes [4] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    %r = transform.structured.match ops{["mixp.requantize"]} in %m : (!transform.any_op) -> !transform.any_op
    %u, %f = transform.structured.tile_using_forall %r tile_sizes [1, 3] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A dequantize is fused into its tiled consumer.
// CHECK-LABEL: @fuse_dequantize
func.func @fuse_dequantize(%q: tensor<6x10xi8>, %s: tensor<6x1xf32>) -> tensor<6x10xbf16> {
  // CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step %{{.*}}
  // CHECK: mixp.dequantize %{{.*}} scale(%{{.*}} : tensor<3x1xf32>) block [1, 0] : tensor<3x10xi8> -> tensor<3x10xf32>
  // CHECK: mixp.cast %{{.*}} rounding(floor) : tensor<3x10xf32> -> tensor<3x10xbf16>
  %0 = mixp.dequantize %q scale(%s : tensor<6x1xf32>) : tensor<6x10xi8> -> tensor<6x10xf32>
  %1 = mixp.cast %0 rounding(floor) : tensor<6x10xf32> -> tensor<6x10xbf16>
  return %1 : tensor<6x10xbf16>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.cast"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.fuse %op tile_sizes [3] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A tile says where it lies in the whole tensor; a tile of a tile adds up.
// CHECK-LABEL: @cast_stochastic
// CHECK-SAME: (%[[X:[a-z0-9]+]]: tensor<5x?xf32>, %[[S:[a-z0-9]+]]: i64, %[[OI:[a-z0-9]+]]: index, %[[OJ:[a-z0-9]+]]: index)
func.func @cast_stochastic(%x: tensor<5x?xf32>, %s: i64, %oi: index, %oj: index) -> (tensor<5x?xf16>, tensor<5x?xbf16>) {
  // CHECK-DAG: %[[C5:.*]] = arith.constant 5 : index
  // CHECK-DAG: %[[C1:.*]] = arith.constant 1 : index
  // CHECK-DAG: %[[D:.*]] = tensor.dim %[[X]], %[[C1]]
  // CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: scf.for %[[J:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: mixp.cast %{{.*}} rounding(stochastic) seed(%[[S]]) origin[%[[I]], %[[J]]] within[%[[C5]], %[[D]]] : tensor<?x?xf32> -> tensor<?x?xf16>
  // CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: scf.for %[[J:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: %[[PI:.*]] = affine.apply #{{.*}}(%[[I]])[%[[OI]]]
  // CHECK: %[[PJ:.*]] = affine.apply #{{.*}}(%[[J]])[%[[OJ]]]
  // CHECK: mixp.cast %{{.*}} rounding(stochastic) seed(%[[S]]) origin[%[[PI]], %[[PJ]]] within[%[[OJ]], %[[OJ]]] : tensor<?x?xf32> -> tensor<?x?xbf16>
  %0 = mixp.cast %x rounding(stochastic) seed(%s) : tensor<5x?xf32> -> tensor<5x?xf16>
  %1 = mixp.cast %x rounding(stochastic) seed(%s) origin[%oi, %oj] within[%oj, %oj] : tensor<5x?xf32> -> tensor<5x?xbf16>
  return %0, %1 : tensor<5x?xf16>, tensor<5x?xbf16>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.cast"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:2 = transform.structured.tile_using_for %op tile_sizes [2, 3] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}
