// RUN: mixp-opt %s --split-input-file --mixp-parallelize-products=threads=2 --verify-diagnostics | FileCheck %s
// RUN: mixp-opt %s --split-input-file --mixp-parallelize-products --verify-diagnostics | FileCheck %s --check-prefix=ALL

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 24, nc = 64, chunk_rows = 12, chunk_columns = 32>

// 2 x 2 chunks. Rows divide; the last columns are fewer and have a product of
// their own. The residual is cut like the result, the bias along columns.
// CHECK-LABEL: func.func @static
// CHECK-SAME: %[[A:.*]]: memref<24x7xf32>, %[[P:.*]]: memref<1x3x7x16xf32>, %[[BIAS:.*]]: memref<37xf32>, %[[R:.*]]: memref<24x37xf32>, %[[C:.*]]: memref<24x37xf32>
// CHECK: %[[THREADS:.*]] = arith.constant 2 : i32
// CHECK: omp.parallel num_threads(%[[THREADS]] : i32)
// CHECK: omp.wsloop nowait schedule(dynamic)
// CHECK: omp.loop_nest (%{{.*}}) : i64 = (%{{.*}}) to (%{{.*}}) step
// CHECK: scf.if
// CHECK: memref.subview %[[A]][%[[ROW:.*]], 0] [12, 7] [1, 1]
// CHECK: memref.subview %[[P]][0, %{{.*}}, 0, 0] [1, 2, 7, 16] [1, 1, 1, 1]
// CHECK: memref.subview %[[BIAS]][%[[COLUMN:.*]]] [32] [1]
// CHECK: memref.subview %[[R]][%[[ROW]], %[[COLUMN]]] [12, 32] [1, 1]
// CHECK: memref.subview %[[C]][%[[ROW]], %[[COLUMN]]] [12, 32] [1, 1]
// CHECK: mixp.packed_matmul
// CHECK-SAME: schedule <mma = fma, mr = 6, nr = 16, unroll = 4, mc = 12, nc = 32>
// CHECK: } else {
// CHECK: memref.subview %[[P]][0, %{{.*}}, 0, 0] [1, 1, 7, 16] [1, 1, 1, 1]
// CHECK: memref.subview %[[BIAS]][%{{.*}}] [5] [1]
// CHECK: mixp.packed_matmul
// ALL-LABEL: func.func @static
// ALL: omp.parallel {
func.func @static(%a: memref<24x7xf32>, %p: memref<1x3x7x16xf32>, %bias: memref<37xf32>, %r: memref<24x37xf32>, %c: memref<24x37xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<24x7xf32>, memref<1x3x7x16xf32>) epilogue(%bias, %r : memref<37xf32>, memref<24x37xf32>)
    maps [affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>] outs(%c : memref<24x37xf32>) schedule #s {
  ^bb0(%acc: f32, %x: f32, %y: f32):
    %0 = arith.addf %acc, %x : f32
    %1 = arith.addf %0, %y : f32
    mixp.yield %1 : f32
  }
  return
}

// -----

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 24, nc = 64, chunk_rows = 12, chunk_columns = 32>

// Threads start only where there are several chunks; sizes end at the edges.
// CHECK-LABEL: func.func @dynamic
// CHECK: %[[MANY:.*]] = arith.cmpi sgt, %{{.*}}, %{{.*}} : index
// CHECK: omp.parallel if(%[[MANY]]) num_threads
// CHECK: %[[ROWS:.*]] = arith.minui
// CHECK: %[[COLUMNS:.*]] = arith.minui
// CHECK-NOT: scf.if
// CHECK: memref.subview %{{.*}}[%{{.*}}, 0] [%[[ROWS]], 7] [1, 1]
// CHECK: memref.subview %{{.*}}[%{{.*}}, %{{.*}}] [%[[ROWS]], %[[COLUMNS]]] [1, 1]
// CHECK: mixp.packed_matmul
func.func @dynamic(%a: memref<?x7xf32>, %p: memref<1x?x7x16xf32>, %c: memref<?x?xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<?x7xf32>, memref<1x?x7x16xf32>) maps [] outs(%c : memref<?x?xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// -----

#s = #mixp.schedule<mma = vpdpbusd, mr = 6, nr = 16, unroll = 1, mc = 24, nc = 64, chunk_rows = 12, chunk_columns = 16>

// Tables of groups are cut at panels, start values of rows at rows.
// CHECK-LABEL: func.func @groups
// CHECK-SAME: %[[SCALES:[a-z0-9]*]]: memref<2x2x16xf32>, %[[STARTS:[a-z0-9]*]]: memref<24x2xi32>
// CHECK: memref.subview %[[SCALES]][%{{.*}}, 0, 0] [1, 2, 16] [1, 1, 1]
// CHECK: memref.subview %[[STARTS]][%{{.*}}, 0] [12, 2] [1, 1]
func.func @groups(%a: memref<24x16xi8>, %p: memref<1x2x2x64xi8>, %scales: memref<2x2x16xf32>, %starts: memref<24x2xi32>, %c: memref<24x32xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<24x16xi8>, memref<1x2x2x64xi8>) group_scales(%scales : memref<2x2x16xf32>) group_row_inits(%starts : memref<24x2xi32>)
    maps [] outs(%c : memref<24x32xf32>) schedule #s attributes {group_steps = 1 : i64, nibble_offset = 8 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// -----

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 24, nc = 64>

// CHECK-LABEL: func.func @negative_no_chunks
// CHECK-NOT: omp
func.func @negative_no_chunks(%a: memref<24x7xf32>, %p: memref<1x3x7x16xf32>, %c: memref<24x37xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<24x7xf32>, memref<1x3x7x16xf32>) maps [] outs(%c : memref<24x37xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// -----

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 24, nc = 64, chunk_rows = 12, chunk_columns = 32>

func.func @negative_tensors(%a: tensor<24x7xf32>, %p: tensor<1x3x7x16xf32>, %c: tensor<24x37xf32>) -> tensor<24x37xf32> {
  // expected-error @+1 {{is still on tensors: bufferize first}}
  %0 = mixp.packed_matmul ins(%a, %p : tensor<24x7xf32>, tensor<1x3x7x16xf32>) maps [] outs(%c : tensor<24x37xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<24x37xf32>
  return %0 : tensor<24x37xf32>
}
