// RUN: mixp-opt %s --mixp-reassociate-sums | FileCheck %s

#all = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// Only the addition to the sum.
// CHECK-LABEL: @sum(
// CHECK: %[[A:.*]] = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: arith.addf %[[A]], %{{.*}} fastmath<reassoc> : f32
func.func @sum(%x: memref<5x7xf32>, %s: memref<5xf32>) {
  linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<5x7xf32>) outs(%s : memref<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %a, %a : f32
      %1 = arith.addf %0, %out : f32
      linalg.yield %1 : f32
  }
  return
}

// One sum of two results; what is computed from the sum so far is not one.
// CHECK-LABEL: @running(
// CHECK: arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: arith.addf %{{.*}}, %{{.*}} fastmath<reassoc> : f32
func.func @running(%x: memref<5x7xf32>, %y: memref<5x7xf32>, %s: memref<5xf32>, %t: memref<5xf32>) {
  linalg.generic {indexing_maps = [#all, #all, #row, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<5x7xf32>) outs(%y, %s, %t : memref<5x7xf32>, memref<5xf32>, memref<5xf32>) {
    ^bb0(%a: f32, %out: f32, %sum: f32, %other: f32):
      %0 = arith.addf %sum, %a : f32
      %1 = arith.mulf %sum, %a : f32
      %2 = arith.addf %other, %a : f32
      linalg.yield %1, %0, %2 : f32, f32, f32
  }
  return
}

// CHECK-LABEL: @negative_elementwise(
// CHECK: arith.addf %{{.*}}, %{{.*}} : f32
func.func @negative_elementwise(%x: memref<5x7xf32>, %y: memref<5x7xf32>) {
  linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<5x7xf32>) outs(%y : memref<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %a, %out : f32
      linalg.yield %0 : f32
  }
  return
}
