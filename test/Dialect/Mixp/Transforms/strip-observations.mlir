// RUN: mixp-opt %s --mixp-strip-observations --remarks-filter=mixp-strip-observations 2>&1 | FileCheck %s

// CHECK: remark: [Missed] observation-dropped | Category:mixp-strip-observations | Remark="nothing is recorded as 'input'; run mixp-export-observations first to keep it"
// CHECK-LABEL: @main
// CHECK-SAME: (%[[X:.+]]: tensor<?x3xf32>)
// CHECK-NEXT: return %[[X]]
func.func @main(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %0 = mixp.observe %x "input" : tensor<?x3xf32>
  return %0 : tensor<?x3xf32>
}
