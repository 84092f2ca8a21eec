// RUN: mixp-opt %s --mixp-fuse-siblings | FileCheck %s

#all = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// What the second reduction needs moves before the first.
// CHECK-LABEL: @mean_and_square(
// CHECK-SAME: %[[X:.*]]: tensor<5x7xf32>, %[[W:.*]]: tensor<5x7xf32>, %[[S:.*]]: tensor<5xf32>
// CHECK: %[[Q:.*]] = linalg.fill
// CHECK: %[[R:.*]]:2 = linalg.generic {{.*}} ins(%[[X]], %[[W]] : tensor<5x7xf32>, tensor<5x7xf32>) outs(%[[S]], %[[Q]] : tensor<5xf32>, tensor<5xf32>)
// CHECK: linalg.yield %{{.*}}, %{{.*}} : f32, f32
// CHECK: return %[[R]]#0, %[[R]]#1
func.func @mean_and_square(%x: tensor<5x7xf32>, %w: tensor<5x7xf32>, %s: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<5xf32>
  %q = linalg.fill ins(%zero : f32) outs(%e : tensor<5xf32>) -> tensor<5xf32>
  %weighted = linalg.generic {indexing_maps = [#all, #all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x, %w : tensor<5x7xf32>, tensor<5x7xf32>) outs(%q : tensor<5xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %0 = arith.mulf %a, %b : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
  } -> tensor<5xf32>
  return %sum, %weighted : tensor<5xf32>, tensor<5xf32>
}

// The second one needs the first one's result.
// CHECK-LABEL: @negative_dependent(
// CHECK-COUNT-2: linalg.generic
func.func @negative_dependent(%x: tensor<5x7xf32>, %s: tensor<5xf32>) -> tensor<5xf32> {
  %mean = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  %variance = linalg.generic {indexing_maps = [#all, #row, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x, %mean : tensor<5x7xf32>, tensor<5xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %m: f32, %out: f32):
      %0 = arith.subf %a, %m : f32
      %1 = arith.mulf %0, %0 : f32
      %2 = arith.addf %out, %1 : f32
      linalg.yield %2 : f32
  } -> tensor<5xf32>
  return %variance : tensor<5xf32>
}

// Other loops, and elementwise ops.
// CHECK-LABEL: @negative_loops(
// CHECK-COUNT-4: linalg.generic
func.func @negative_loops(%x: tensor<5x7xf32>, %s: tensor<5xf32>, %t: tensor<7xf32>, %e: tensor<5x7xf32>)
    -> (tensor<5xf32>, tensor<7xf32>, tensor<5x7xf32>, tensor<5x7xf32>) {
  %rows = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  %columns = linalg.generic {indexing_maps = [#all, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<5x7xf32>) outs(%t : tensor<7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<7xf32>
  %y = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.exp %a : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  %z = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.tanh %a : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  return %rows, %columns, %y, %z : tensor<5xf32>, tensor<7xf32>, tensor<5x7xf32>, tensor<5x7xf32>
}
