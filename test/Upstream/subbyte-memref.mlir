// Elements of memref<8xi4> are stored a byte each and loaded as packed vectors:
// other values, without an error. mixp-pack-subbyte exists because of this.
//
// RUN: mlir-opt %s --convert-vector-to-scf --convert-scf-to-cf --test-lower-to-llvm | mlir-runner -e main --entry-point-result=void --shared-libs=%llvm_lib_dir/libmlir_c_runner_utils.so | FileCheck %s

// Right would be 0, 1, 2, 3, 4, 5, 6, 7.
// CHECK: ( 0, 0, 1, 0, 2, 0, 3, 0 )
func.func @main() {
  %buffer = memref.alloca() : memref<8xi4>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %c8 step %c1 {
    %v = arith.index_cast %i : index to i4
    memref.store %v, %buffer[%i] : memref<8xi4>
  }
  %v = vector.load %buffer[%c0] : memref<8xi4>, vector<8xi4>
  %wide = arith.extui %v : vector<8xi4> to vector<8xi32>
  vector.print %wide : vector<8xi32>
  return
}
