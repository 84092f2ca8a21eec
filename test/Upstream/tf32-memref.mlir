// A memref of tf32 is left as it is, without an error. In mixp tf32 is a
// precision of an operand, never an element type; once this fails, it could be.
//
// RUN: mlir-opt %s --finalize-memref-to-llvm | FileCheck %s

// CHECK: memref.load %{{.*}} : memref<4xtf32>
func.func @load(%x: memref<4xtf32>, %i: index) -> tf32 {
  %0 = memref.load %x[%i] : memref<4xtf32>
  return %0 : tf32
}
