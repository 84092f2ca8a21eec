// RUN: mixp-opt %s -transform-interpreter -split-input-file -verify-diagnostics

// Scales constant along K: the sum is rounded once, so K stays whole.
func.func @matmul_exact_scaled(%a: tensor<3x8xi8>, %b: tensor<8x5xi8>, %s: tensor<1x5xf32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error@+2 {{to tile operation}}
  // expected-error@+1 {{failed to generate tiling loops}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<8x5xi8>) rhs_scale(%s : tensor<1x5xf32>)
         outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %op tile_sizes [0, 0, 4] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// An f16 result is rounded once.
func.func @matmul_narrow_result(%a: tensor<3x8xf16>, %b: tensor<8x5xf16>, %c: tensor<3x5xf16>) -> tensor<3x5xf16> {
  // expected-error@+2 {{to tile operation}}
  // expected-error@+1 {{failed to generate tiling loops}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xf16>, tensor<8x5xf16>) outs(%c : tensor<3x5xf16>) -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %op tile_sizes [0, 0, 4] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// One group per tile would follow the exact rule, which wraps where a zero
// point that comes at run time is large.
func.func @matmul_group_with_zero_point(%a: tensor<3x8xi8>, %b: tensor<8x5xi8>, %s: tensor<2x5xf32>, %z: tensor<2x5xi32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // expected-error@+2 {{to tile operation}}
  // expected-error@+1 {{failed to generate tiling loops}}
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<8x5xi8>) rhs_scale(%s : tensor<2x5xf32>) rhs_zero_point(%z : tensor<2x5xi32>)
         outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %op = transform.structured.match ops{["mixp.matmul"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %op tile_sizes [0, 0, 4] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// A sparse side is stored at half of K: K stays whole.
func.func @matmul_sparse(%a: tensor<3x8xi8>, %v: tensor<4x5xi8>, %p: tensor<4x5xui2>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // expected-error@+2 {{to tile operation}}
  // expected-error@+1 {{failed to generate tiling loops}}
  %0 = mixp.matmul ins(%a, %v : tensor<3x8xi8>, tensor<4x5xi8>) rhs_metadata(%p : tensor<4x5xui2>)
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
