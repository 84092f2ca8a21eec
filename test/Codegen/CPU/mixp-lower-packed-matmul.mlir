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
// CHECK: %[[PARTIAL:.*]] = memref.alloc() {{.*}} : memref<1x2x16xf32>
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

// 4-bit codes select from a table of 16 f32; the least number of i4 is its code
// 0.
// CHECK-LABEL: func.func @codes_by_table
// CHECK: arith.constant dense<[-8.000000e+00, -7.000000e+00, {{.*}}]> : vector<16xf32>
// CHECK: llvm.call_intrinsic "llvm.x86.avx512.permvar.sf.512"
// CHECK: vector.fma
// CHECK: arith.shrui %{{.*}} : vector<16xi32>
// CHECK: llvm.call_intrinsic "llvm.x86.avx512.permvar.sf.512"
func.func @codes_by_table(%a: memref<1x8xf32>, %p: memref<1x1x1x64xi8>, %e: memref<1x16xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<1x8xf32>, memref<1x1x1x64xi8>) maps [] outs(%e : memref<1x16xf32>)
    schedule #mixp.schedule<mma = fma, mr = 1, nr = 16, unroll = 1, mc = 1, nc = 16> attributes {rhs_code = i4} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// Differences of codes and zero points select from a table of 32 bf16.
// CHECK-LABEL: func.func @codes_with_zero_points
// CHECK: %[[Z:.*]] = vector.load %{{.*}} : memref<1x1x16xi32>, vector<16xi32>
// CHECK: %[[D:.*]] = arith.subi %{{.*}}, %{{.*}} : vector<32xi16>
// CHECK: llvm.call_intrinsic "llvm.x86.avx512.permvar.hi.512"(%{{.*}}, %[[D]])
// CHECK: llvm.call_intrinsic "llvm.x86.avx512bf16.dpbf16ps.512"
func.func @codes_with_zero_points(%a: memref<1x16xbf16>, %p: memref<1x1x1x64xi8>, %s: memref<1x1x16xf32>, %z: memref<1x1x16xi32>, %e: memref<1x16xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<1x16xbf16>, memref<1x1x1x64xi8>) group_scales(%s : memref<1x1x16xf32>) group_zero_points(%z : memref<1x1x16xi32>)
    maps [] outs(%e : memref<1x16xf32>)
    schedule #mixp.schedule<mma = vdpbf16ps, mr = 1, nr = 16, unroll = 1, mc = 1, nc = 16> attributes {group_steps = 1 : i64, rhs_code = ui2} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// f8E4M3FN is an f16 of another exponent, 2^8 too small.
// CHECK-LABEL: func.func @codes_of_floats
// CHECK: arith.extsi %{{.*}} : vector<16xi8> to vector<16xi16>
// CHECK: %[[F:.*]] = arith.extf %{{.*}} : vector<16xf16> to vector<16xf32>
// CHECK: %[[BY:.*]] = arith.constant dense<2.560000e+02> : vector<16xf32>
// CHECK: arith.mulf %[[F]], %[[BY]]
func.func @codes_of_floats(%a: memref<1x1xf32>, %p: memref<1x1x1x16xi8>, %e: memref<1x16xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<1x1xf32>, memref<1x1x1x16xi8>) maps [] outs(%e : memref<1x16xf32>)
    schedule #mixp.schedule<mma = fma, mr = 1, nr = 16, unroll = 1, mc = 1, nc = 16> attributes {rhs_code = f8E4M3FN} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// CHECK-LABEL: func.func @bits
// CHECK: arith.andi
// CHECK: llvm.intr.ctpop
// CHECK: arith.addi
func.func @bits(%a: memref<1x1xi32>, %p: memref<1x1x1x16xi32>, %e: memref<1x16xi32>) {
  mixp.packed_matmul ins(%a, %p : memref<1x1xi32>, memref<1x1x1x16xi32>) maps [] outs(%e : memref<1x16xi32>)
    schedule #mixp.schedule<mma = popcount, mr = 1, nr = 16, unroll = 1, mc = 1, nc = 16> {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  }
  return
}

// Windows read in place: each row has an index of each dim of rows, and K a
// loop over runs around that over the steps of a run.
// CHECK-LABEL: func.func @windows
// CHECK: %[[X:.*]] = arith.remui %[[ROW:.*]], %c6
// CHECK: %[[Y:.*]] = arith.divui %[[ROW]], %c6
// CHECK: scf.for %[[TAP:.*]] = %c0{{.*}} to %c3{{.*}} iter_args(%{{.*}}) -> (vector<16xf32>)
// CHECK: scf.for {{.*}} iter_args
// CHECK: memref.load %arg0[%[[Y]], %[[X]], %[[TAP]], %{{.*}}]
func.func @windows(%w: memref<5x6x3x24xf32, strided<[64, 8, 64, 1]>>, %p: memref<1x1x72x16xf32>, %e: memref<30x16xf32>) {
  mixp.packed_matmul ins(%w, %p : memref<5x6x3x24xf32, strided<[64, 8, 64, 1]>>, memref<1x1x72x16xf32>) maps [] outs(%e : memref<30x16xf32>)
    schedule #mixp.schedule<mma = fma, mr = 1, nr = 16, unroll = 1, mc = 30, nc = 16> attributes {lhs_row_dims = 2 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// Rows are combined with what outs holds, and each other, before the store.
// CHECK-LABEL: func.func @combined_rows
// CHECK: scf.for %[[B:.*]] = %c0
// CHECK: %[[SO_FAR:.*]] = vector.maskedload %arg2[%[[B]], %{{.*}}]
// CHECK: %[[FIRST:.*]] = arith.maximumf %[[SO_FAR]], %{{.*}} : vector<16xf32>
// CHECK: %[[BOTH:.*]] = arith.maximumf %[[FIRST]], %{{.*}} : vector<16xf32>
// CHECK: vector.maskedstore %arg2[%[[B]], %{{.*}}], %{{.*}}, %[[BOTH]]
func.func @combined_rows(%a: memref<3x6x8xf32>, %p: memref<1x1x8x16xf32>, %e: memref<3x5xf32>) {
  mixp.packed_matmul ins(%a, %p : memref<3x6x8xf32>, memref<1x1x8x16xf32>) maps [] outs(%e : memref<3x5xf32>)
    schedule #mixp.schedule<mma = fma, mr = 2, nr = 16, unroll = 4, mc = 6, nc = 16> attributes {combine_rows} {
  ^bb0(%acc: f32, %so_far: f32):
    %s = arith.maximumf %so_far, %acc : f32
    mixp.yield %s : f32
  }
  return
}
