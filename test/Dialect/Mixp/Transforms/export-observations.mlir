// RUN: mixp-opt %s --mixp-export-observations | FileCheck %s

// CHECK-LABEL: @main
// CHECK-SAME: (%[[X:[^:]+]]: tensor<?x3xf32>)
// CHECK-SAME: tensor<f32> {mixp.observation = {label = "input", what = "min"}},
// CHECK-SAME: tensor<f32> {mixp.observation = {label = "input", what = "max"}},
// CHECK-SAME: tensor<4xi32> {mixp.observation = {label = "input", over = array<f64: -1.000000e+00, 1.000000e+00>, what = "histogram"}}
// CHECK-NOT: mixp.observe
// CHECK: %[[MIN:.+]] = linalg.generic
// CHECK: arith.minimumf
// CHECK: %[[MAX:.+]] = linalg.generic
// CHECK: arith.maximumf
// CHECK: %[[PARTS:.+]] = linalg.generic
// CHECK: math.floor
// CHECK: %[[COUNTS:.+]] = scf.for
// CHECK: scf.for
// CHECK: tensor.extract %[[PARTS]]
// CHECK: tensor.insert
// CHECK: return %[[X]], %[[MIN]], %[[MAX]], %[[COUNTS]]
func.func @main(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %0 = mixp.observe %x "input" histogram(4) over [-1.0, 1.0] : tensor<?x3xf32>
  return %0 : tensor<?x3xf32>
}
