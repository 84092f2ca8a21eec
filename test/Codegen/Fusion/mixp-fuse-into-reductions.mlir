// RUN: mixp-opt %s --mixp-fuse-into-reductions | FileCheck %s

#all = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// The exponentials are written and summed in one loop.
// CHECK-LABEL: @softmax(
// CHECK-SAME: %[[X:.*]]: tensor<5x7xf32>, %[[E:.*]]: tensor<5x7xf32>, %[[S:.*]]: tensor<5xf32>
// CHECK: %[[R:.*]]:2 = linalg.generic {{.*}}["parallel", "reduction"]} ins(%[[X]] : tensor<5x7xf32>) outs(%[[E]], %[[S]] : tensor<5x7xf32>, tensor<5xf32>)
// CHECK: %[[EXP:.*]] = math.exp
// CHECK: %[[SUM:.*]] = arith.addf %{{.*}}, %[[EXP]]
// CHECK: linalg.yield %[[EXP]], %[[SUM]]
// CHECK: linalg.generic {{.*}} ins(%[[R]]#0, %[[R]]#1 : tensor<5x7xf32>, tensor<5xf32>)
func.func @softmax(%x: tensor<5x7xf32>, %e: tensor<5x7xf32>, %s: tensor<5xf32>) -> tensor<5x7xf32> {
  %exp = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.exp %a : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%exp : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%exp, %sum : tensor<5x7xf32>, tensor<5xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %0 = arith.divf %a, %b : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  return %y : tensor<5x7xf32>
}

// Read by another op before.
// CHECK-LABEL: @negative_read_before(
// CHECK: math.exp
// CHECK: math.tanh
// CHECK: linalg.generic {{.*}}["parallel", "reduction"]} ins(%{{.*}} : tensor<5x7xf32>) outs(%{{.*}} : tensor<5xf32>)
func.func @negative_read_before(%x: tensor<5x7xf32>, %e: tensor<5x7xf32>, %s: tensor<5xf32>) -> (tensor<5x7xf32>, tensor<5xf32>) {
  %exp = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.exp %a : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  %y = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%exp : tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.tanh %a : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%exp : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  return %y, %sum : tensor<5x7xf32>, tensor<5xf32>
}

// A product's kernel takes what follows it.
// CHECK-LABEL: @negative_product(
// CHECK: mixp.packed_matmul
// CHECK: math.tanh
// CHECK: linalg.generic {{.*}}["parallel", "reduction"]} ins(%{{.*}} : tensor<6x5xf32>) outs(%{{.*}} : tensor<6xf32>)
func.func @negative_product(%a: tensor<6x7xf32>, %p: tensor<1x1x7x16xf32>, %s: tensor<6xf32>) -> (tensor<6x5xf32>, tensor<6xf32>) {
  %e = tensor.empty() : tensor<6x5xf32>
  %0 = mixp.packed_matmul ins(%a, %p : tensor<6x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%e : tensor<6x5xf32>)
      schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16> {
    ^bb0(%acc: f32):
      mixp.yield %acc : f32
  } -> tensor<6x5xf32>
  %t = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<6x5xf32>) outs(%e : tensor<6x5xf32>) {
    ^bb0(%x: f32, %out: f32):
      %1 = math.tanh %x : f32
      linalg.yield %1 : f32
  } -> tensor<6x5xf32>
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%t : tensor<6x5xf32>) outs(%s : tensor<6xf32>) {
    ^bb0(%x: f32, %out: f32):
      %1 = arith.addf %out, %x : f32
      linalg.yield %1 : f32
  } -> tensor<6xf32>
  return %t, %sum : tensor<6x5xf32>, tensor<6xf32>
}
