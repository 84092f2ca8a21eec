// RUN: mixp-opt %s --mixp-merge-window-dims --canonicalize | FileCheck %s

#s = #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 4, mc = 6, nc = 16>

// One spatial dim of one image: a window is a row, which overlaps the next one.
// CHECK-LABEL: func.func @one_run
// CHECK: %[[V:.*]] = memref.reinterpret_cast %arg0 to offset: [0], sizes: [6, 24], strides: [8, 1]
// CHECK: mixp.packed_matmul ins(%[[V]], %{{.*}} : memref<6x24xf32, strided<[8, 1]>>
// CHECK-NOT: lhs_row_dims
// CHECK: return
func.func @one_run(%w: memref<1x6x3x8xf32, strided<[64, 8, 8, 1]>>, %p: memref<1x1x24x16xf32>, %e: memref<6x5xf32>) {
  mixp.packed_matmul ins(%w, %p : memref<1x6x3x8xf32, strided<[64, 8, 8, 1]>>, memref<1x1x24x16xf32>)
    maps [] outs(%e : memref<6x5xf32>) schedule #s attributes {lhs_row_dims = 2 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// Two spatial dims: rows of the window are runs; images of unknown number stay
// a dim of their own.
// CHECK-LABEL: func.func @runs_of_dynamic_batch
// CHECK: %[[V:.*]] = memref.reinterpret_cast %arg0 to offset: [0], sizes: [%{{.*}}, 5, 6, 3, 24], strides: [448, 64, 8, 64, 1]
// CHECK: mixp.packed_matmul ins(%[[V]], {{.*}} attributes {lhs_row_dims = 3 : i64}
func.func @runs_of_dynamic_batch(%w: memref<?x5x6x3x3x8xf32, strided<[448, 64, 8, 64, 8, 1]>>, %p: memref<1x1x72x16xf32>, %e: memref<?x5xf32>) {
  mixp.packed_matmul ins(%w, %p : memref<?x5x6x3x3x8xf32, strided<[448, 64, 8, 64, 8, 1]>>, memref<1x1x72x16xf32>)
    maps [] outs(%e : memref<?x5xf32>) schedule #s attributes {lhs_row_dims = 3 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// The batch is no row.
// CHECK-LABEL: func.func @batch
// CHECK: memref.reinterpret_cast %arg0 to offset: [0], sizes: [2, 6, 24], strides: [64, 8, 1]
// CHECK: mixp.packed_matmul {{.*}} attributes {combine_rows}
func.func @batch(%w: memref<2x6x3x8xf32, strided<[64, 8, 8, 1]>>, %p: memref<1x1x24x16xf32>, %m: memref<2x5xf32>) {
  mixp.packed_matmul ins(%w, %p : memref<2x6x3x8xf32, strided<[64, 8, 8, 1]>>, memref<1x1x24x16xf32>)
    maps [] outs(%m : memref<2x5xf32>) schedule #s attributes {combine_rows, lhs_row_dims = 1 : i64} {
  ^bb0(%acc: f32, %so_far: f32):
    %s = arith.maximumf %so_far, %acc : f32
    mixp.yield %s : f32
  }
  return
}
