// The only 8-bit dot product of the x86vector dialect is vpdpbssd, which few
// CPUs have: instruction selection ends the process on the others, and there is
// no op for vpdpbusd. mixp calls LLVM's intrinsic (lib/Codegen/CPU/DotBuilder.cpp).
//
// RUN: mlir-opt %s --convert-vector-to-llvm="enable-x86vector" --convert-func-to-llvm | mlir-translate --mlir-to-llvmir -o %t.ll
// RUN: FileCheck %s < %t.ll
// RUN: not --crash llc -mtriple=x86_64-linux -mcpu=sapphirerapids %t.ll -o /dev/null 2>&1 | FileCheck %s --check-prefix=LLC

// CHECK: call <8 x i32> @llvm.x86.avx2.vpdpbssd.256
// LLC: Cannot select: {{.*}}VPDPBSSD
func.func @dot(%acc: vector<8xi32>, %lhs: vector<32xi8>, %rhs: vector<32xi8>) -> vector<8xi32> {
  %0 = x86vector.avx.dot.i8 %acc, %lhs, %rhs : vector<32xi8> -> vector<8xi32>
  return %0 : vector<8xi32>
}
