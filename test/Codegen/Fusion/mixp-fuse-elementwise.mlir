// RUN: mixp-opt %s --mixp-fuse-elementwise | FileCheck %s

#all = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#id = affine_map<(d0) -> (d0)>

// The difference is computed where it is read, the deviation once for a row.
// CHECK-LABEL: @normalization(
// CHECK-SAME: %[[X:.*]]: tensor<5x7xf32>, %[[M:[a-z0-9]+]]: tensor<5xf32>
// CHECK: %[[V:.*]] = linalg.generic {{.*}}["parallel", "reduction"]} ins(%[[X]], %[[M]] : tensor<5x7xf32>, tensor<5xf32>)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: arith.subf
// CHECK: %[[D:.*]] = linalg.generic {{.*}} ins(%[[V]] : tensor<5xf32>)
// CHECK: math.sqrt
// CHECK: linalg.generic {{.*}} ins(%[[X]], %[[M]], %[[D]] : tensor<5x7xf32>, tensor<5xf32>, tensor<5xf32>)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: arith.subf
// CHECK-NEXT: arith.mulf
// CHECK-NOT: linalg.generic
func.func @normalization(%x: tensor<5x7xf32>, %mean: tensor<5xf32>, %s: tensor<5xf32>) -> tensor<5x7xf32> {
  %e = tensor.empty() : tensor<5x7xf32>
  %f = tensor.empty() : tensor<5xf32>
  %d = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x, %mean : tensor<5x7xf32>, tensor<5xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %m: f32, %out: f32):
      %0 = arith.subf %a, %m : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  %v = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%d : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.mulf %a, %a : f32
      %1 = arith.addf %out, %0 : f32
      linalg.yield %1 : f32
  } -> tensor<5xf32>
  %deviation = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%v : tensor<5xf32>) outs(%f : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.sqrt %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
      ins(%d, %deviation : tensor<5x7xf32>, tensor<5xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %0 = arith.mulf %a, %b : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  return %y : tensor<5x7xf32>
}

// What is returned as well is written anyway.
// CHECK-LABEL: @negative_written(
// CHECK-COUNT-2: linalg.generic
func.func @negative_written(%x: tensor<5x7xf32>, %s: tensor<5xf32>) -> (tensor<5x7xf32>, tensor<5xf32>) {
  %e = tensor.empty() : tensor<5x7xf32>
  %d = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %a, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5x7xf32>
  %v = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%d : tensor<5x7xf32>) outs(%s : tensor<5xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.addf %out, %a : f32
      linalg.yield %0 : f32
  } -> tensor<5xf32>
  return %d, %v : tensor<5x7xf32>, tensor<5xf32>
}

// The activation is left for the product's kernel.
// CHECK-LABEL: @product(
// CHECK: mixp.packed_matmul
// CHECK: linalg.generic
// CHECK: math.tanh
// CHECK: linalg.generic {{.*}}["parallel", "reduction"]}
// CHECK-NEXT: ^bb0
// CHECK-NEXT: arith.maximumf
func.func @product(%a: tensor<6x7xf32>, %p: tensor<1x1x7x16xf32>, %s: tensor<6xf32>) -> tensor<6xf32> {
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
  %max = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]}
      ins(%t : tensor<6x5xf32>) outs(%s : tensor<6xf32>) {
    ^bb0(%x: f32, %out: f32):
      %1 = arith.maximumf %out, %x : f32
      linalg.yield %1 : f32
  } -> tensor<6xf32>
  return %max : tensor<6xf32>
}
