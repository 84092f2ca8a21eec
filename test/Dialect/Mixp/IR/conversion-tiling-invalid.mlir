// RUN: mixp-opt %s -transform-interpreter -split-input-file -verify-diagnostics

// Tiles of 3 straddle blocks of 4: no block says which scale an element uses.
func.func @quantize_straddling_tile(%x: tensor<6x20xf32>, %s: tensor<6x5xf32>) -> tensor<6x20xi8> {
  // expected-error@+2 {{to tile operation}}
  // expected-error@+1 {{failed to generate tiling loops}}
  %0 = mixp.quantize %x scale(%s : tensor<6x5xf32>) : tensor<6x20xf32> -> tensor<6x20xi8>
  return %0 : tensor<6x20xi8>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.quantize"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %op tile_sizes [0, 3] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}
