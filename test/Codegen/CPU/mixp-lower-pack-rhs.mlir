// RUN: mixp-opt %s --mixp-lower-pack-rhs | FileCheck %s

// Two rows make one word of each column; row 7 is past the end of rhs.
// CHECK-LABEL: func.func @bf16_pairs
// CHECK: scf.for %[[PANEL:.*]] =
// CHECK: scf.for %[[STEP:.*]] =
// CHECK: scf.if
// CHECK: vector.transfer_read {{.*}} : memref<7x5xbf16>, vector<16xbf16>
// CHECK: scf.if
// CHECK: %[[W:.*]] = vector.interleave %{{.*}}, %{{.*}} : vector<16xbf16> -> vector<32xbf16>
// CHECK: vector.store %[[W]], %{{.*}}[%[[PANEL]], %[[STEP]], %{{.*}}] : memref<1x1x4x32xbf16>
func.func @bf16_pairs(%b: memref<7x5xbf16>, %p: memref<1x1x4x32xbf16>) {
  mixp.pack_rhs %b into %p {nr = 16, word = 2} : memref<7x5xbf16> into memref<1x1x4x32xbf16>
  return
}

// CHECK-LABEL: func.func @flipped
// CHECK: arith.xori
func.func @flipped(%b: memref<8x16xi8>, %p: memref<1x1x2x64xi8>) {
  mixp.pack_rhs %b into %p {nr = 16, word = 4, flip_sign} : memref<8x16xi8> into memref<1x1x2x64xi8>
  return
}
