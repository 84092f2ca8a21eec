// RUN: mixp-opt %s --mixp-compute-before-gather | FileCheck %s

#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>
#all = affine_map<(d0, d1) -> (d0, d1)>

// CHECK: #[[COLUMN:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: @bias_and_tanh(
// CHECK-SAME: %[[X:.*]]: tensor<?x99xi32>, %[[B:.*]]: tensor<7xf32>, %[[TABLE:.*]]: tensor<5x7xf32>
// CHECK: %[[C:.*]] = linalg.generic {indexing_maps = [#{{.*}}, #[[COLUMN]], #{{.*}}], {{.*}}} ins(%[[TABLE]], %[[B]] : tensor<5x7xf32>, tensor<7xf32>) outs(%{{.*}} : tensor<5x7xf32>)
// CHECK: arith.addf
// CHECK: math.tanh
// CHECK: linalg.generic {{.*}} ins(%[[X]] : tensor<?x99xi32>)
// CHECK-NOT: math.tanh
// CHECK: %[[E:.*]] = tensor.extract %[[C]][%{{.*}}, %{{.*}}] : tensor<5x7xf32>
// CHECK-NEXT: linalg.yield %[[E]]
func.func @bias_and_tanh(%x: tensor<?x99xi32>, %bias: tensor<7xf32>, %table: tensor<5x7xf32>, %e: tensor<?x99x7xf32>) -> tensor<?x99x7xf32> {
  %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>, affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x, %bias : tensor<?x99xi32>, tensor<7xf32>) outs(%e : tensor<?x99x7xf32>) {
    ^bb0(%i: i32, %b: f32, %out: f32):
      %r = arith.index_cast %i : i32 to index
      %j = linalg.index 2 : index
      %0 = tensor.extract %table[%r, %j] : tensor<5x7xf32>
      %1 = arith.addf %0, %b : f32
      %2 = math.tanh %1 : f32
      linalg.yield %2 : f32
  } -> tensor<?x99x7xf32>
  return %y : tensor<?x99x7xf32>
}

// Another type; the table is read by columns.
// CHECK-LABEL: @converted(
// CHECK: arith.truncf %{{.*}} : f32 to bf16
// CHECK: tensor.extract %{{.*}}[%{{.*}}, %{{.*}}] : tensor<5x7xbf16>
func.func @converted(%x: tensor<99xi32>, %table: tensor<5x7xf32>, %e: tensor<99x5xbf16>) -> tensor<99x5xbf16> {
  %y = linalg.generic {indexing_maps = [#row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<99xi32>) outs(%e : tensor<99x5xbf16>) {
    ^bb0(%i: i32, %out: bf16):
      %c = arith.index_cast %i : i32 to index
      %j = linalg.index 1 : index
      %0 = tensor.extract %table[%j, %c] : tensor<5x7xf32>
      %1 = arith.truncf %0 : f32 to bf16
      linalg.yield %1 : bf16
  } -> tensor<99x5xbf16>
  return %y : tensor<99x5xbf16>
}

// What is added differs from row to row.
// CHECK-LABEL: @negative_position(
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
func.func @negative_position(%x: tensor<99xi32>, %p: tensor<99x7xf32>, %table: tensor<5x7xf32>, %e: tensor<99x7xf32>) -> tensor<99x7xf32> {
  %y = linalg.generic {indexing_maps = [#row, #all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x, %p : tensor<99xi32>, tensor<99x7xf32>) outs(%e : tensor<99x7xf32>) {
    ^bb0(%i: i32, %b: f32, %out: f32):
      %r = arith.index_cast %i : i32 to index
      %j = linalg.index 1 : index
      %0 = tensor.extract %table[%r, %j] : tensor<5x7xf32>
      %1 = arith.addf %0, %b : f32
      linalg.yield %1 : f32
  } -> tensor<99x7xf32>
  return %y : tensor<99x7xf32>
}

// CHECK-LABEL: @negative_large_table(
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
func.func @negative_large_table(%x: tensor<?x4xi32>, %table: tensor<5x7xf32>, %e: tensor<?x4x7xf32>) -> tensor<?x4x7xf32> {
  %y = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : tensor<?x4xi32>) outs(%e : tensor<?x4x7xf32>) {
    ^bb0(%i: i32, %out: f32):
      %r = arith.index_cast %i : i32 to index
      %j = linalg.index 2 : index
      %0 = tensor.extract %table[%r, %j] : tensor<5x7xf32>
      %1 = math.tanh %0 : f32
      linalg.yield %1 : f32
  } -> tensor<?x4x7xf32>
  return %y : tensor<?x4x7xf32>
}

// The place itself is part of what is computed.
// CHECK-LABEL: @negative_index(
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
func.func @negative_index(%x: tensor<99xi32>, %table: tensor<5x7xf32>, %e: tensor<99x7xf32>) -> tensor<99x7xf32> {
  %y = linalg.generic {indexing_maps = [#row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<99xi32>) outs(%e : tensor<99x7xf32>) {
    ^bb0(%i: i32, %out: f32):
      %r = arith.index_cast %i : i32 to index
      %j = linalg.index 1 : index
      %0 = tensor.extract %table[%r, %j] : tensor<5x7xf32>
      %1 = arith.sitofp %i : i32 to f32
      %2 = arith.addf %0, %1 : f32
      linalg.yield %2 : f32
  } -> tensor<99x7xf32>
  return %y : tensor<99x7xf32>
}
