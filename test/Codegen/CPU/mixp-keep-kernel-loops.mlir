// RUN: mixp-opt %s --mixp-keep-kernel-loops | FileCheck %s

// CHECK: #[[OFF:.*]] = #llvm.loop_vectorize<disable = true>
// CHECK: #[[KEEP:.*]] = #llvm.loop_annotation<vectorize = #[[OFF]]>

// Only the way back to the loop's head is marked.
// CHECK-LABEL: llvm.func @kernel
// CHECK: llvm.br ^bb1(%{{.*}} : i64){{$}}
// CHECK: llvm.cond_br %{{.*}}, ^bb1(%{{.*}} : i64), ^bb2 {loop_annotation = #[[KEEP]]}
llvm.func @kernel(%n: i64) attributes {mixp.kernel} {
  llvm.br ^head(%n : i64)
^head(%i: i64):
  %one = llvm.mlir.constant(1 : i64) : i64
  %next = llvm.sub %i, %one : i64
  %more = llvm.icmp "ne" %next, %one : i64
  llvm.cond_br %more, ^head(%next : i64), ^exit
^exit:
  llvm.return
}

// CHECK-LABEL: llvm.func @negative_not_a_kernel
// CHECK-NOT: loop_annotation
llvm.func @negative_not_a_kernel(%n: i64) {
  llvm.br ^head(%n : i64)
^head(%i: i64):
  llvm.br ^head(%i : i64)
}
