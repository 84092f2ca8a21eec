// cf.assert becomes a call of abort, which takes the caller's process down.
// When this fails, mixp-lower-asserts may go.
//
// RUN: mlir-opt %s --convert-cf-to-llvm | FileCheck %s

// CHECK: llvm.call @abort()
func.func @check(%same: i1) {
  cf.assert %same, "sizes differ"
  return
}
