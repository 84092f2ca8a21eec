// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-bf16 --mixp-lower-packed-matmul | FileCheck %s

#s = #mixp.schedule<mma = fma, mr = 2, nr = 16, unroll = 2, mc = 2, nc = 16>

// Rows 0 to 3 in tiles of 2, row 4 in a tile of its own; 5 of 16 columns are
// stored by a mask; 7 steps are 3 pairs and one more.
// CHECK-LABEL: func.func @f32_tail_rows_and_columns
// CHECK: %[[SUMS:.*]]:2 = scf.for %{{.*}} iter_args(%{{.*}}, %{{.*}}) -> (vector<16xf32>, vector<16xf32>)
// CHECK-COUNT-4: vector.fma
// CHECK: scf.yield
// CHECK-COUNT-2: vector.fma
// CHECK: %[[MASK:.*]] = vector.create_mask %{{.*}} : vector<16xi1>
// CHECK: %[[BIAS:.*]] = vector.maskedload %{{.*}}, %[[MASK]]
// CHECK: arith.addf %{{.*}}, %[[BIAS]] : vector<16xf32>
// CHECK: vector.maskedstore
// CHECK: scf.for %{{.*}} iter_args(%{{.*}}) -> (vector<16xf32>)
func.func @f32_tail_rows_and_columns(%a: memref<5x7xf32>, %p: memref<1x1x7x16xf32>, %b: memref<5xf32>, %e: memref<5x5xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<5x7xf32>, memref<1x1x7x16xf32>)
    epilogue(%b : memref<5xf32>) maps [affine_map<(m, n) -> (n)>] outs(%e : memref<5x5xf32>) schedule #s {
  ^bb0(%acc: f32, %y: f32):
    %x = arith.addf %acc, %y : f32
    mixp.yield %x : f32
  }
  return
}

// The signed side is flipped behind an opaque constant.
// CHECK-LABEL: func.func @i8_flipped
// CHECK: llvm.inline_asm
// CHECK: arith.xori
// CHECK: llvm.call_intrinsic "llvm.x86.avx512.vpdpbusd.512"
func.func @i8_flipped(%a: memref<2x8xi8>, %p: memref<1x1x2x64xi8>, %e: memref<2x16xi32>) {
  mixp.packed_matmul ins(%a, %p : memref<2x8xi8>, memref<1x1x2x64xi8>) maps [] outs(%e : memref<2x16xi32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 2, nr = 16, unroll = 1, mc = 2, nc = 16> attributes {flip_lhs} {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  }
  return
}

// Rows known at run time: one kernel for each power of two below mr.
// CHECK-LABEL: func.func @dynamic_rows
// CHECK: arith.remui
// CHECK: scf.if
func.func @dynamic_rows(%a: memref<?x8xbf16>, %p: memref<1x1x4x32xbf16>, %e: memref<?x16xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<?x8xbf16>, memref<1x1x4x32xbf16>) maps [] outs(%e : memref<?x16xf32>)
    schedule #mixp.schedule<mma = vdpbf16ps, mr = 2, nr = 16, unroll = 1, mc = 2, nc = 16> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// 11 rows are a tile of 6 and one of 5, not of 6 and 5 of 6.
// CHECK-LABEL: func.func @shorter_tiles
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>) {
// CHECK: scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>) {
// CHECK-NOT: scf.for {{.*}} -> (vector<16xf32>
func.func @shorter_tiles(%a: memref<11x8xf32>, %p: memref<1x1x8x16xf32>, %e: memref<11x16xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<11x8xf32>, memref<1x1x8x16xf32>) maps [] outs(%e : memref<11x16xf32>)
    schedule #mixp.schedule<mma = fma, mr = 6, nr = 16, unroll = 2, mc = 12, nc = 16> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// 12 steps of K in blocks of 8: the first starts at zero and keeps its sums,
// the last one takes them on and stores. Lines of the next panel, and of this
// one ahead, are asked for.
// CHECK-LABEL: func.func @blocks_of_k
// CHECK: %[[PARTIAL:.*]] = memref.alloc() {{.*}} : memref<1x3x16xf32>
// CHECK: %[[START:.*]]:2 = scf.if
// CHECK: vector.load %[[PARTIAL]]
// CHECK: scf.for {{.*}} iter_args(%{{.*}} = %[[START]]#0, %{{.*}} = %[[START]]#1)
// CHECK: memref.prefetch {{.*}} locality<3>
// CHECK: memref.prefetch {{.*}} locality<2>
// CHECK: scf.if
// CHECK: vector.store {{.*}} : memref<2x16xf32>
// CHECK: else
// CHECK: vector.store {{.*}}, %[[PARTIAL]]
// CHECK: memref.dealloc %[[PARTIAL]]
func.func @blocks_of_k(%a: memref<2x12xf32>, %p: memref<2x1x8x16xf32>, %e: memref<2x16xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<2x12xf32>, memref<2x1x8x16xf32>) maps [] outs(%e : memref<2x16xf32>)
    schedule #mixp.schedule<mma = fma, mr = 2, nr = 16, unroll = 1, mc = 2, nc = 16, kc = 8, prefetch = 4, prefetch_next = 1> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}
