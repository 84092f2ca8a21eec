// RUN: mixp-opt %s --split-input-file --mixp-resolve-target=target=sapphirerapids-amx --mixp-lower-packed-matmul --verify-diagnostics

// Tiles have 16 rows.
func.func @rows(%a: memref<6x64xi8>, %p: memref<1x1x16x128xi8>, %e: memref<6x32xi32>) {
  // expected-error @below {{has sizes, groups, codes or windows that are not for instructions of tiles}}
  mixp.packed_matmul ins(%a, %p : memref<6x64xi8>, memref<1x1x16x128xi8>) maps [] outs(%e : memref<6x32xi32>)
    schedule #mixp.schedule<mma = tdpbssd, mr = 6, nr = 32, unroll = 1, mc = 6, nc = 32> {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  }
  return
}

// -----

func.func @groups(%a: memref<32x64xi8>, %p: memref<1x1x16x128xi8>, %s: memref<1x1x32xf32>, %e: memref<32x32xf32>) {
  // expected-error @below {{has sizes, groups, codes or windows that are not for instructions of tiles}}
  mixp.packed_matmul ins(%a, %p : memref<32x64xi8>, memref<1x1x16x128xi8>) group_scales(%s : memref<1x1x32xf32>) maps [] outs(%e : memref<32x32xf32>)
    schedule #mixp.schedule<mma = tdpbssd, mr = 32, nr = 32, unroll = 1, mc = 32, nc = 32> attributes {group_steps = 16 : i64} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}
