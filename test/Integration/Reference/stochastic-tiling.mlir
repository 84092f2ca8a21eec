// Tiles round as the whole: the same file, whatever the tiling.
// RUN: mixp run %s --pipeline=reference --input random:3 --output %t.whole.npy
// RUN: mixp-opt %s -transform-interpreter -o %t.tiled.mlir
// RUN: FileCheck %s --input-file %t.tiled.mlir
// RUN: mixp run %t.tiled.mlir --pipeline=reference --input random:3 --output %t.tiled.npy
// RUN: cmp %t.whole.npy %t.tiled.npy

func.func @main(%x: tensor<5x11x7xf32>) -> tensor<5x11x7xf32> {
  // CHECK-COUNT-6: scf.for
  // CHECK: origin
  %seed = arith.constant -81985529216486896 : i64
  %0 = mixp.cast %x rounding(stochastic) seed(%seed) saturate : tensor<5x11x7xf32> -> tensor<5x11x7xf8E4M3FN>
  %1 = mixp.cast %0 : tensor<5x11x7xf8E4M3FN> -> tensor<5x11x7xf32>
  return %1 : tensor<5x11x7xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.cast"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l:3 = transform.structured.tile_using_for %op tile_sizes [2, 4, 3] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
    // A tile of a tile.
    %u, %k:3 = transform.structured.tile_using_for %t tile_sizes [1, 3, 2] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}
