// RUN: mixp-opt %s --mixp-fuse-epilogue | FileCheck %s

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>
#mn = affine_map<(m, n) -> (m, n)>
#n = affine_map<(m, n) -> (n)>

// CHECK: #[[N:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @bias
// CHECK: mixp.packed_matmul {{.*}} epilogue(%{{.*}} : tensor<5xf32>) maps [#[[N]]]
// CHECK: ^bb0(%[[ACC:.*]]: f32, %[[B:.*]]: f32):
// CHECK: %[[S:.*]] = arith.addf %[[ACC]], %[[B]]
// CHECK: mixp.yield %[[S]]
// CHECK-NOT: linalg.generic
func.func @bias(%a: tensor<3x7xf32>, %p: tensor<1x1x7x16xf32>, %b: tensor<5xf32>, %e: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%e : tensor<3x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #n, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0, %b : tensor<3x5xf32>, tensor<5xf32>) outs(%e : tensor<3x5xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<3x5xf32>
  return %1 : tensor<3x5xf32>
}

// The product is used twice: it has to be stored as it is.
// CHECK-LABEL: func.func @negative_two_users
// CHECK: linalg.generic
func.func @negative_two_users(%a: tensor<3x7xf32>, %p: tensor<1x1x7x16xf32>, %e: tensor<3x5xf32>) -> (tensor<3x5xf32>, tensor<3x5xf32>) {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%e : tensor<3x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<3x5xf32>) outs(%e : tensor<3x5xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.negf %x : f32
    linalg.yield %s : f32
  } -> tensor<3x5xf32>
  return %0, %1 : tensor<3x5xf32>, tensor<3x5xf32>
}

// linalg.index has no vector form in the kernel.
// CHECK-LABEL: func.func @negative_index
// CHECK: linalg.generic
func.func @negative_index(%a: tensor<3x7xf32>, %p: tensor<1x1x7x16xf32>, %e: tensor<3x5xf32>, %t: tensor<3x5xindex>) -> tensor<3x5xindex> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<3x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%e : tensor<3x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<3x5xf32>
  %1 = linalg.generic {indexing_maps = [#mn, #mn], iterator_types = ["parallel", "parallel"]}
      ins(%0 : tensor<3x5xf32>) outs(%t : tensor<3x5xindex>) {
  ^bb0(%x: f32, %o: index):
    %i = linalg.index 1 : index
    linalg.yield %i : index
  } -> tensor<3x5xindex>
  return %1 : tensor<3x5xindex>
}
