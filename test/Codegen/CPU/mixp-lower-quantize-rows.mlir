// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-lower-quantize-rows | FileCheck %s

// The usual form divides by means of a reciprocal and two corrections, the
// careful one divides; both sum the groups.
// CHECK-LABEL: func.func @rows_with_sums
// CHECK: scf.for
// CHECK: arith.maxsi %{{.*}} : vector<16xi32>
// CHECK: vector.reduction <maxsi>
// CHECK: scf.if
// CHECK: arith.mulf
// CHECK-COUNT-4: math.fma %{{.*}} : vector<16xf32>
// CHECK: arith.addi %{{.*}} : vector<16xi32>
// CHECK: vector.reduction <add>
// CHECK: } else {
// CHECK: arith.divf %{{.*}} : vector<16xf32>
func.func @rows_with_sums(%x: memref<3x70xf32>, %q: memref<3x72xi8>, %s: memref<3x1xf32>, %u: memref<3x3xi32>) {
  mixp.quantize_rows %x into (%q, %s, %u : memref<3x72xi8>, memref<3x1xf32>, memref<3x3xi32>) {group = 32, factor = -8 : i32} : memref<3x70xf32>
  return
}
