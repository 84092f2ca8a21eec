// RUN: mixp-opt %s --pass-pipeline='builtin.module(func.func(mixp-kernel-stack-buffers{max-bytes=400}))' | FileCheck %s

// CHECK-LABEL: func.func private @kernel
// CHECK: %[[BUFFER:.*]] = memref.alloca() {alignment = 64 : i64} : memref<4x25xf32>
// CHECK: memref.store %{{.*}}, %[[BUFFER]]
// CHECK-NOT: memref.dealloc
func.func private @kernel(%x: f32, %i: index) attributes {mixp.kernel} {
  %buffer = memref.alloc() {alignment = 64 : i64} : memref<4x25xf32>
  memref.store %x, %buffer[%i, %i] : memref<4x25xf32>
  memref.dealloc %buffer : memref<4x25xf32>
  return
}

// CHECK-LABEL: func.func private @negative_large
// CHECK: memref.alloc()
// CHECK: memref.dealloc
func.func private @negative_large(%x: f32, %i: index) attributes {mixp.kernel} {
  %buffer = memref.alloc() : memref<101xf32>
  memref.store %x, %buffer[%i] : memref<101xf32>
  memref.dealloc %buffer : memref<101xf32>
  return
}

// CHECK-LABEL: func.func private @negative_dynamic
// CHECK: memref.alloc(
func.func private @negative_dynamic(%x: f32, %i: index) attributes {mixp.kernel} {
  %buffer = memref.alloc(%i) : memref<?xf32>
  memref.store %x, %buffer[%i] : memref<?xf32>
  memref.dealloc %buffer : memref<?xf32>
  return
}

// The buffer outlives the call.
// CHECK-LABEL: func.func private @negative_result
// CHECK: memref.alloc()
func.func private @negative_result() -> memref<4xf32> attributes {mixp.kernel} {
  %buffer = memref.alloc() : memref<4xf32>
  return %buffer : memref<4xf32>
}

// CHECK-LABEL: func.func @negative_no_kernel
// CHECK: memref.alloc()
func.func @negative_no_kernel(%x: f32, %i: index) {
  %buffer = memref.alloc() : memref<4xf32>
  memref.store %x, %buffer[%i] : memref<4xf32>
  memref.dealloc %buffer : memref<4xf32>
  return
}
