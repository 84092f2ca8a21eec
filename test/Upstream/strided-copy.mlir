// A copy between layouts that differ calls MLIR's runtime library. When this
// fails, mixp-expand-copy may go.
//
// RUN: mlir-opt %s --finalize-memref-to-llvm | FileCheck %s

// CHECK: llvm.call @memrefCopy
func.func @copy(%a: memref<4x8xf32>,
                %b: memref<4x8xf32, strided<[16, 1]>>) {
  memref.copy %a, %b
    : memref<4x8xf32> to memref<4x8xf32, strided<[16, 1]>>
  return
}
