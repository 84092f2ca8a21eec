// RUN: mixp-opt %s -mixp-lower-asserts | FileCheck %s

// One message for equal checks of one place, one handler for all.
// CHECK-DAG: llvm.func @mixp_fail(!llvm.ptr)
// CHECK-DAG: llvm.mlir.global internal constant @[[TEXT:.*]]("model.mlir:3:7: mixp.matmul: expected lhs and rhs of the same K\00")
// CHECK-DAG: llvm.mlir.global internal constant @[[PLAIN:.*]]("expected more\00")

// CHECK-LABEL: func.func @two_checks
// CHECK: cf.cond_br %{{.*}}, ^[[REST:.*]], ^[[FAIL:.*]]
// CHECK: ^[[REST]]:
// CHECK: cf.cond_br %{{.*}}, ^{{.*}}, ^[[OTHER:.*]]
// CHECK: return
// CHECK: ^[[FAIL]]:
// CHECK: %[[MESSAGE:.*]] = llvm.mlir.addressof @[[TEXT]]
// CHECK: llvm.call @mixp_fail(%[[MESSAGE]])
// CHECK: llvm.unreachable
// CHECK: ^[[OTHER]]:
// CHECK: llvm.mlir.addressof @[[PLAIN]]
func.func @two_checks(%a: i1, %b: i1) {
  cf.assert %a, "mixp.matmul: expected lhs and rhs of the same K" loc("model.mlir":3:7)
  cf.assert %b, "expected more" loc(unknown)
  return
}

// CHECK-LABEL: func.func @negative_no_check
// CHECK-NOT: cf.cond_br
func.func @negative_no_check() {
  return
}
