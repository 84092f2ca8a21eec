// RUN: mixp-opt %s --mixp-expand-bf16 | FileCheck %s

// CHECK-LABEL: func.func @widen
// CHECK-NOT: arith.extf
// CHECK: arith.shli
func.func @widen(%x: vector<16xbf16>) -> vector<16xf32> {
  %0 = arith.extf %x : vector<16xbf16> to vector<16xf32>
  return %0 : vector<16xf32>
}

// CHECK-LABEL: func.func @narrow
// CHECK-NOT: arith.truncf
// CHECK: arith.shrui
func.func @narrow(%x: f32) -> bf16 {
  %0 = arith.truncf %x : f32 to bf16
  return %0 : bf16
}
