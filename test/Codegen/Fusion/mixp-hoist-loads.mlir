// RUN: mixp-opt %s --mixp-hoist-loads | FileCheck %s

// The row's number is read once for a row; what depends on it stays.
// CHECK-LABEL: @rows(
// CHECK-SAME: %[[X:.*]]: memref<99xi32>
// CHECK: scf.for %[[I:.*]] =
// CHECK-NEXT: %[[R:.*]] = memref.load %[[X]][%[[I]]]
// CHECK-NEXT: scf.for
// CHECK-NEXT: arith.index_cast %[[R]]
// CHECK-NEXT: memref.load %{{.*}} : memref<5x7xf32>
func.func @rows(%x: memref<99xi32>, %table: memref<5x7xf32>) -> memref<99x7xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %c99 = arith.constant 99 : index
  %y = memref.alloc() : memref<99x7xf32>
  scf.for %i = %c0 to %c99 step %c1 {
    scf.for %j = %c0 to %c7 step %c1 {
      %n = memref.load %x[%i] : memref<99xi32>
      %r = arith.index_cast %n : i32 to index
      %e = memref.load %table[%r, %j] : memref<5x7xf32>
      memref.store %e, %y[%i, %j] : memref<99x7xf32>
    }
  }
  return %y : memref<99x7xf32>
}

// Out of both loops: from one buffer to a part of another.
// CHECK-LABEL: @scalar(
// CHECK: memref.load %{{.*}}[%{{.*}}] : memref<3xf32>
// CHECK-NEXT: scf.for
// CHECK-NEXT: scf.for
// CHECK-NEXT: memref.store
func.func @scalar() -> memref<9x7xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c7 = arith.constant 7 : index
  %c9 = arith.constant 9 : index
  %s = memref.alloc() : memref<3xf32>
  %y = memref.alloc() : memref<9x7xf32>
  %part = memref.subview %y[0, 0] [9, 5] [1, 1] : memref<9x7xf32> to memref<9x5xf32, strided<[7, 1]>>
  scf.for %i = %c0 to %c9 step %c1 {
    scf.for %j = %c0 to %c7 step %c1 {
      %e = memref.load %s[%c1] : memref<3xf32>
      memref.store %e, %part[%i, %j] : memref<9x5xf32, strided<[7, 1]>>
    }
  }
  return %y : memref<9x7xf32>
}

// Parts of one buffer, arguments that a caller may have given memory in common,
// and other effects.
// CHECK-LABEL: @negative_same_buffer(
// CHECK: scf.for
// CHECK-NEXT: memref.load
// CHECK-LABEL: @negative_arguments(
// CHECK: scf.for
// CHECK-NEXT: memref.load
// CHECK-LABEL: @negative_call(
// CHECK: scf.for
// CHECK-NEXT: memref.load
func.func @negative_same_buffer() -> memref<9xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %y = memref.alloc() : memref<9xf32>
  %part = memref.subview %y[0] [5] [1] : memref<9xf32> to memref<5xf32, strided<[1]>>
  scf.for %i = %c0 to %c9 step %c1 {
    %e = memref.load %part[%c1] : memref<5xf32, strided<[1]>>
    memref.store %e, %y[%i] : memref<9xf32>
  }
  return %y : memref<9xf32>
}
func.func @negative_arguments(%x: memref<9xf32>, %y: memref<9xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  scf.for %i = %c0 to %c9 step %c1 {
    %e = memref.load %x[%c1] : memref<9xf32>
    memref.store %e, %y[%i] : memref<9xf32>
  }
  return
}
func.func private @other()
func.func @negative_call(%x: memref<9xf32>) -> memref<9xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %y = memref.alloc() : memref<9xf32>
  scf.for %i = %c0 to %c9 step %c1 {
    %e = memref.load %x[%c1] : memref<9xf32>
    func.call @other() : () -> ()
    memref.store %e, %y[%i] : memref<9xf32>
  }
  return %y : memref<9xf32>
}
