// RUN: mixp-opt %s --mixp-kernel-noalias | FileCheck %s

// CHECK: llvm.func internal @kernel(%{{.*}}: !llvm.ptr {llvm.noalias}, %{{.*}}: i64, %{{.*}}: !llvm.ptr {llvm.noalias})
llvm.func internal @kernel(%a: !llvm.ptr, %size: i64, %b: !llvm.ptr) attributes {mixp.kernel} {
  llvm.return
}
// Nothing is known of other functions.
// CHECK: llvm.func @negative_no_kernel(%{{.*}}: !llvm.ptr, %{{.*}}: !llvm.ptr)
llvm.func @negative_no_kernel(%a: !llvm.ptr, %b: !llvm.ptr) {
  llvm.return
}
