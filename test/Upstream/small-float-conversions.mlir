// Conversions of 8- and 6-bit floats have no lowering: they are left as they
// are, without an error. f4E2M1FN and f8E8M0FNU have one.
//
// Once this fails, the integer code that convert-mixp-to-linalg makes for these
// formats can be compared with upstream's.
//
// RUN: mlir-opt %s --arith-expand="include-bf16=true include-f8e8m0=true include-f4e2m1=true" --convert-arith-to-llvm | FileCheck %s

// CHECK-LABEL: func.func @f8E4M3FN
// CHECK: arith.truncf %{{.*}} : f32 to f8E4M3FN
func.func @f8E4M3FN(%x: f32) -> f8E4M3FN {
  %0 = arith.truncf %x : f32 to f8E4M3FN
  return %0 : f8E4M3FN
}

// CHECK-LABEL: func.func @f8E5M2
// CHECK: arith.truncf %{{.*}} : f32 to f8E5M2
func.func @f8E5M2(%x: f32) -> f8E5M2 {
  %0 = arith.truncf %x : f32 to f8E5M2
  return %0 : f8E5M2
}

// CHECK-LABEL: func.func @f6E2M3FN
// CHECK: arith.extf %{{.*}} : f6E2M3FN to f32
func.func @f6E2M3FN(%x: f6E2M3FN) -> f32 {
  %0 = arith.extf %x : f6E2M3FN to f32
  return %0 : f32
}

// CHECK-LABEL: func.func @f4E2M1FN
// CHECK-NOT: arith.truncf
func.func @f4E2M1FN(%x: f32) -> f4E2M1FN {
  %0 = arith.truncf %x : f32 to f4E2M1FN
  return %0 : f4E2M1FN
}
