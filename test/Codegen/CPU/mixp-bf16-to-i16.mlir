// RUN: mixp-opt %s --mixp-bf16-to-i16 --split-input-file | FileCheck %s

// CHECK: llvm.mlir.global private constant @weights(dense<[16256, 16384]> : tensor<2xi16>)
llvm.mlir.global private constant @weights(dense<[1.0, 2.0]> : tensor<2xbf16>) : !llvm.array<2 x bf16>

// CHECK-LABEL: llvm.func @moved
// CHECK: %[[X:.*]] = llvm.load %{{.*}} : !llvm.ptr -> i16
// CHECK: llvm.store %[[X]], %{{.*}} : i16, !llvm.ptr
llvm.func @moved(%p: !llvm.ptr, %q: !llvm.ptr) {
  %0 = llvm.load %p : !llvm.ptr -> bf16
  llvm.store %0, %q : bf16, !llvm.ptr
  llvm.return
}

// CHECK-LABEL: llvm.func @dot
// CHECK: %[[B:.*]] = llvm.bitcast %{{.*}} : vector<32xi16> to vector<32xbf16>
// CHECK: llvm.call_intrinsic "llvm.x86.avx512bf16.dpbf16ps.512"(%{{.*}}, %[[B]], %{{.*}})
llvm.func @dot(%p: !llvm.ptr, %acc: vector<16xf32>) -> vector<16xf32> {
  %0 = llvm.load %p : !llvm.ptr -> vector<32xbf16>
  %1 = llvm.call_intrinsic "llvm.x86.avx512bf16.dpbf16ps.512"(%acc, %0, %0)
    : (vector<16xf32>, vector<32xbf16>, vector<32xbf16>) -> vector<16xf32>
  llvm.return %1 : vector<16xf32>
}

// -----

// CHECK-LABEL: llvm.func @negative_computes
// CHECK: llvm.load %{{.*}} : !llvm.ptr -> bf16
llvm.func @negative_computes(%p: !llvm.ptr) {
  %0 = llvm.load %p : !llvm.ptr -> bf16
  %1 = llvm.fadd %0, %0 : bf16
  llvm.store %1, %p : bf16, !llvm.ptr
  llvm.return
}
