// RUN: mixp-opt %s --mixp-sink-reshapes --canonicalize | FileCheck %s
// RUN: mixp-opt %s --mixp-sink-reshapes --mixp-fuse-epilogue | FileCheck %s --check-prefix=FUSED

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>
#all = affine_map<(n, c, y, x) -> (n, c, y, x)>
#channel = affine_map<(n, c, y, x) -> (c)>
#batch = affine_map<(n, c, y, x) -> (n, 0, 0, 0)>
#one = affine_map<(n, c, y, x) -> (0, 0, 0, 0)>
#ryx = affine_map<(n, y, x, c) -> (n, y, x, c)>
#rc = affine_map<(n, y, x, c) -> (0, 0, 0, c)>

// Bias, residual (which another product has left the same way) and a table of
// one value, in the form with channels first.
// CHECK-DAG: #[[MN:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[N:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-DAG: #[[ONE:.*]] = affine_map<(d0, d1) -> (0, 0, 0, 0)>
// CHECK-LABEL: func.func @bias_residual_nchw
// CHECK: %[[P:.*]] = mixp.packed_matmul
// CHECK: %[[RESIDUAL:.*]] = tensor.collapse_shape %{{.*}} {{\[\[}}0, 1, 2], [3]] : tensor<1x3x2x5xf32> into tensor<6x5xf32>
// CHECK: %[[SUM:.*]] = linalg.generic {indexing_maps = [#[[MN]], #[[N]], #[[MN]], #[[ONE]], #[[MN]]]
// CHECK-SAME: ins(%[[P]], %{{.*}}, %[[RESIDUAL]], %{{.*}} : tensor<6x5xf32>, tensor<5xf32>, tensor<6x5xf32>, tensor<1x1x1x1xf32>)
// CHECK: %[[EXPANDED:.*]] = tensor.expand_shape %[[SUM]]
// CHECK: linalg.transpose ins(%[[EXPANDED]] : tensor<1x3x2x5xf32>) {{.*}} permutation = [0, 3, 1, 2]
// FUSED-LABEL: func.func @bias_residual_nchw
// FUSED: mixp.packed_matmul {{.*}} epilogue
// FUSED-NOT: linalg.generic
// FUSED: return
func.func @bias_residual_nchw(%a: tensor<6x7xf32>, %p: tensor<1x1x7x16xf32>, %b: tensor<5xf32>, %r: tensor<1x3x2x5xf32>, %t: tensor<1x1x1x1xf32>) -> tensor<1x5x3x2xf32> {
  %e = tensor.empty() : tensor<6x5xf32>
  %0 = mixp.packed_matmul ins(%a, %p : tensor<6x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%e : tensor<6x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<6x5xf32>
  %1 = tensor.expand_shape %0 [[0, 1, 2], [3]] output_shape [1, 3, 2, 5] : tensor<6x5xf32> into tensor<1x3x2x5xf32>
  %f = tensor.empty() : tensor<1x5x3x2xf32>
  %2 = linalg.transpose ins(%1 : tensor<1x3x2x5xf32>) outs(%f : tensor<1x5x3x2xf32>) permutation = [0, 3, 1, 2]
  %r2 = linalg.transpose ins(%r : tensor<1x3x2x5xf32>) outs(%f : tensor<1x5x3x2xf32>) permutation = [0, 3, 1, 2]
  %3 = linalg.generic {indexing_maps = [#all, #channel, #all, #one, #all], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%2, %b, %r2, %t : tensor<1x5x3x2xf32>, tensor<5xf32>, tensor<1x5x3x2xf32>, tensor<1x1x1x1xf32>) outs(%f : tensor<1x5x3x2xf32>) {
  ^bb0(%x: f32, %bias: f32, %residual: f32, %scale: f32, %o: f32):
    %s = arith.addf %x, %bias : f32
    %u = arith.addf %s, %residual : f32
    %v = arith.mulf %u, %scale : f32
    linalg.yield %v : f32
  } -> tensor<1x5x3x2xf32>
  return %3 : tensor<1x5x3x2xf32>
}

// Dynamic pixels, another type, a table of the channels.
// CHECK-LABEL: func.func @table_dynamic
// CHECK: %[[P:.*]] = mixp.packed_matmul
// CHECK: linalg.generic {{.*}} ins(%[[P]], %{{.*}} : tensor<?x5xi32>, tensor<1x1x1x5xi32>) outs(%{{.*}} : tensor<?x5xi8>)
// CHECK: tensor.expand_shape {{.*}} : tensor<?x5xi8> into tensor<?x3x2x5xi8>
func.func @table_dynamic(%a: tensor<?x7xi8>, %p: tensor<1x1x2x64xi8>, %z: tensor<1x1x1x5xi32>, %e: tensor<?x5xi32>, %n: index) -> tensor<?x3x2x5xi8> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<?x7xi8>, tensor<1x1x2x64xi8>) maps [] outs(%e : tensor<?x5xi32>)
         schedule #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16> {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  } -> tensor<?x5xi32>
  %1 = tensor.expand_shape %0 [[0, 1, 2], [3]] output_shape [%n, 3, 2, 5] : tensor<?x5xi32> into tensor<?x3x2x5xi32>
  %f = tensor.empty(%n) : tensor<?x3x2x5xi8>
  %2 = linalg.generic {indexing_maps = [#ryx, #rc, #ryx], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%1, %z : tensor<?x3x2x5xi32>, tensor<1x1x1x5xi32>) outs(%f : tensor<?x3x2x5xi8>) {
  ^bb0(%x: i32, %zero: i32, %o: i8):
    %s = arith.addi %x, %zero : i32
    %t = arith.trunci %s : i32 to i8
    linalg.yield %t : i8
  } -> tensor<?x3x2x5xi8>
  return %2 : tensor<?x3x2x5xi8>
}

// What varies with some of the dims that are one has no place on rows.
// CHECK-LABEL: func.func @negative_per_batch
// CHECK: tensor.expand_shape
// CHECK: linalg.generic
// CHECK-NOT: tensor.expand_shape
func.func @negative_per_batch(%a: tensor<6x7xf32>, %p: tensor<1x1x7x16xf32>, %t: tensor<2x1x1x1xf32>) -> tensor<2x5x3x1xf32> {
  %e = tensor.empty() : tensor<6x5xf32>
  %0 = mixp.packed_matmul ins(%a, %p : tensor<6x7xf32>, tensor<1x1x7x16xf32>) maps [] outs(%e : tensor<6x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<6x5xf32>
  %1 = tensor.expand_shape %0 [[0, 1, 2], [3]] output_shape [2, 3, 1, 5] : tensor<6x5xf32> into tensor<2x3x1x5xf32>
  %f = tensor.empty() : tensor<2x5x3x1xf32>
  %2 = linalg.transpose ins(%1 : tensor<2x3x1x5xf32>) outs(%f : tensor<2x5x3x1xf32>) permutation = [0, 3, 1, 2]
  %3 = linalg.generic {indexing_maps = [#all, #batch, #all], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%2, %t : tensor<2x5x3x1xf32>, tensor<2x1x1x1xf32>) outs(%f : tensor<2x5x3x1xf32>) {
  ^bb0(%x: f32, %scale: f32, %o: f32):
    %v = arith.mulf %x, %scale : f32
    linalg.yield %v : f32
  } -> tensor<2x5x3x1xf32>
  return %3 : tensor<2x5x3x1xf32>
}

// Only what starts at a product is moved.
// CHECK-LABEL: func.func @negative_no_product
// CHECK: linalg.transpose
// CHECK: linalg.generic
func.func @negative_no_product(%a: tensor<1x3x2x5xf32>) -> tensor<1x5x3x2xf32> {
  %f = tensor.empty() : tensor<1x5x3x2xf32>
  %0 = linalg.transpose ins(%a : tensor<1x3x2x5xf32>) outs(%f : tensor<1x5x3x2xf32>) permutation = [0, 3, 1, 2]
  %1 = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%0 : tensor<1x5x3x2xf32>) outs(%f : tensor<1x5x3x2xf32>) {
  ^bb0(%x: f32, %o: f32):
    %v = arith.negf %x : f32
    linalg.yield %v : f32
  } -> tensor<1x5x3x2xf32>
  return %1 : tensor<1x5x3x2xf32>
}

// Groups: a batch that transposes and merges into the channels, of images whose
// number is known at run time only.
// CHECK-LABEL: func.func @groups
// CHECK: %[[P:.*]] = mixp.packed_matmul
// CHECK: %[[B:.*]] = tensor.expand_shape %{{.*}} {{\[\[}}0, 1]] output_shape [2, 5] : tensor<10xf32> into tensor<2x5xf32>
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[P]], %[[B]] : tensor<2x?x5xf32>, tensor<2x5xf32>)
// CHECK: linalg.transpose
// CHECK: tensor.collapse_shape {{.*}} into tensor<?x10xf32>
// FUSED-LABEL: func.func @groups
// FUSED: mixp.packed_matmul {{.*}} epilogue(%{{.*}} : tensor<2x5xf32>)
// FUSED-NOT: linalg.generic
// FUSED: return
func.func @groups(%a: tensor<2x?x7xf32>, %p: tensor<2x1x1x7x16xf32>, %e: tensor<2x?x5xf32>, %f: tensor<?x2x5xf32>, %b: tensor<10xf32>, %g: tensor<?x10xf32>) -> tensor<?x10xf32> {
  %0 = mixp.packed_matmul ins(%a, %p : tensor<2x?x7xf32>, tensor<2x1x1x7x16xf32>) maps [] outs(%e : tensor<2x?x5xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<2x?x5xf32>
  %1 = linalg.transpose ins(%0 : tensor<2x?x5xf32>) outs(%f : tensor<?x2x5xf32>) permutation = [1, 0, 2]
  %2 = tensor.collapse_shape %1 [[0], [1, 2]] : tensor<?x2x5xf32> into tensor<?x10xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
      ins(%2, %b : tensor<?x10xf32>, tensor<10xf32>) outs(%g : tensor<?x10xf32>) {
  ^bb0(%x: f32, %bias: f32, %o: f32):
    %s = arith.addf %x, %bias : f32
    linalg.yield %s : f32
  } -> tensor<?x10xf32>
  return %3 : tensor<?x10xf32>
}
