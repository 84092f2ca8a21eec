// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-lower-packed-matmul --verify-diagnostics

// A run is no whole word of bytes.
func.func @runs(%w: memref<5x3x6xi8, strided<[2, 64, 1]>>, %p: memref<1x1x5x64xi8>, %e: memref<5x16xi32>) {
  // expected-error @below {{has runs of 6 elements along K that are not whole steps of 4 in blocks of whole runs; leave in_place off mixp.windows}}
  mixp.packed_matmul ins(%w, %p : memref<5x3x6xi8, strided<[2, 64, 1]>>, memref<1x1x5x64xi8>) maps [] outs(%e : memref<5x16xi32>)
    schedule #mixp.schedule<mma = vpdpbusd, mr = 5, nr = 16, unroll = 1, mc = 5, nc = 16> attributes {lhs_row_dims = 1 : i64} {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  }
  return
}
