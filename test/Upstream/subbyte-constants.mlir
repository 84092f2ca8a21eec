// An i4 constant takes a byte for each element in the object file. That and
// subbyte-memref.mlir are why mixp-pack-subbyte packs constants itself.
//
// RUN: mlir-opt %s --finalize-memref-to-llvm --convert-func-to-llvm --reconcile-unrealized-casts | mlir-translate --mlir-to-llvmir | llc -mtriple=x86_64-linux -o - | FileCheck %s

// CHECK: .size {{.*}}weights, 9
memref.global "private" constant @weights : memref<3x3xi4> = dense<[[1, 2, 3], [4, 5, 6], [7, -8, -1]]>
func.func @get() -> memref<3x3xi4> {
  %0 = memref.get_global @weights : memref<3x3xi4>
  return %0 : memref<3x3xi4>
}
