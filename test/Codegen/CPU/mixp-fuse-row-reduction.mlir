// RUN: mixp-opt %s --mixp-fuse-row-reduction --canonicalize | FileCheck %s

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>
#bpn = affine_map<(b, p, n) -> (b, p, n)>
#bnp = affine_map<(b, n, p) -> (b, n, p)>

// The maximum over all pixels of each image.
// CHECK-LABEL: func.func @max_of_batch
// CHECK: %[[E:.*]] = tensor.expand_shape %arg0 {{\[\[}}0, 1], [2]] output_shape [2, 6, 8] : tensor<12x8xf32> into tensor<2x6x8xf32>
// CHECK: mixp.packed_matmul ins(%[[E]], %{{.*}} : tensor<2x6x8xf32>, tensor<1x1x8x16xf32>)
// CHECK-SAME: outs(%{{.*}} : tensor<2x5xf32>) {{.*}} attributes {combine_rows, lhs_row_dims = 1 : i64}
// CHECK: ^bb0(%{{.*}}: f32, %[[SO_FAR:.*]]: f32):
// CHECK: arith.negf
// CHECK: arith.maximumf %{{.*}}, %[[SO_FAR]]
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @max_of_batch(%a: tensor<12x8xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<12x5xf32>, %m: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<12x8xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<12x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<12x5xf32>
  %1 = tensor.expand_shape %0 [[0, 1], [2]] output_shape [2, 6, 5] : tensor<12x5xf32> into tensor<2x6x5xf32>
  %2 = linalg.generic {indexing_maps = [#bpn, affine_map<(b, p, n) -> (b, n)>], iterator_types = ["parallel", "reduction", "parallel"]}
      ins(%1 : tensor<2x6x5xf32>) outs(%m : tensor<2x5xf32>) {
  ^bb0(%x: f32, %o: f32):
    %n = arith.negf %x : f32
    %r = arith.maximumf %n, %o : f32
    linalg.yield %r : f32
  } -> tensor<2x5xf32>
  return %2 : tensor<2x5xf32>
}

// Windows that are read in place, channels first, a bias in the reduction.
// CHECK-LABEL: func.func @windows_transposed
// CHECK: mixp.packed_matmul ins(%arg0, %{{.*}} : tensor<?x6x3x8xf32>, tensor<1x1x24x16xf32>) epilogue(%{{.*}} : tensor<5xf32>) maps [#{{.*}}]
// CHECK-SAME: attributes {combine_rows, lhs_row_dims = 1 : i64}
// CHECK: arith.addf
// CHECK: arith.maxnumf
func.func @windows_transposed(%w: tensor<?x6x3x8xf32>, %p: tensor<1x1x24x16xf32>, %e: tensor<?x5xf32>, %bias: tensor<5xf32>, %m: tensor<?x5xf32>, %n: index, %f: tensor<?x5x6xf32>) -> tensor<?x5xf32> {
  %0 = mixp.packed_matmul ins(%w, %p : tensor<?x6x3x8xf32>, tensor<1x1x24x16xf32>) maps [] outs(%e : tensor<?x5xf32>) schedule #s attributes {lhs_row_dims = 2 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<?x5xf32>
  %1 = tensor.expand_shape %0 [[0, 1], [2]] output_shape [%n, 6, 5] : tensor<?x5xf32> into tensor<?x6x5xf32>
  %2 = linalg.transpose ins(%1 : tensor<?x6x5xf32>) outs(%f : tensor<?x5x6xf32>) permutation = [0, 2, 1]
  %3 = linalg.generic {indexing_maps = [#bnp, affine_map<(b, n, p) -> (n)>, affine_map<(b, n, p) -> (b, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%2, %bias : tensor<?x5x6xf32>, tensor<5xf32>) outs(%m : tensor<?x5xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    %r = arith.maxnumf %o, %s : f32
    linalg.yield %r : f32
  } -> tensor<?x5xf32>
  return %3 : tensor<?x5xf32>
}

// All rows of a product.
// CHECK-LABEL: func.func @sum_of_rows
// CHECK: mixp.packed_matmul {{.*}} outs(%{{.*}} : tensor<5xf32>)
// CHECK-SAME: combine_rows
// CHECK: arith.addf
func.func @sum_of_rows(%a: tensor<12x8xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<12x5xf32>, %m: tensor<5xf32>) -> tensor<5xf32> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<12x8xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<12x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<12x5xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>], iterator_types = ["reduction", "parallel"]}
      ins(%0 : tensor<12x5xf32>) outs(%m : tensor<5xf32>) {
  ^bb0(%x: f32, %o: f32):
    %r = arith.addf %o, %x : f32
    linalg.yield %r : f32
  } -> tensor<5xf32>
  return %1 : tensor<5xf32>
}

// Columns are not rows; a product that something else reads stays.
// CHECK-LABEL: func.func @negative
// CHECK-NOT: combine
// CHECK: linalg.generic
// CHECK: linalg.generic
func.func @negative(%a: tensor<12x8xf32>, %p: tensor<1x1x8x16xf32>, %e: tensor<12x5xf32>, %m: tensor<12xf32>, %k: tensor<5xf32>) -> (tensor<12xf32>, tensor<5xf32>) {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<12x8xf32>, tensor<1x1x8x16xf32>) maps [] outs(%e : tensor<12x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<12x5xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m)>], iterator_types = ["parallel", "reduction"]}
      ins(%0 : tensor<12x5xf32>) outs(%m : tensor<12xf32>) {
  ^bb0(%x: f32, %o: f32):
    %r = arith.maximumf %o, %x : f32
    linalg.yield %r : f32
  } -> tensor<12xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>], iterator_types = ["reduction", "parallel"]}
      ins(%0 : tensor<12x5xf32>) outs(%k : tensor<5xf32>) {
  ^bb0(%x: f32, %o: f32):
    %r = arith.maximumf %o, %x : f32
    linalg.yield %r : f32
  } -> tensor<5xf32>
  return %1, %2 : tensor<12xf32>, tensor<5xf32>
}
