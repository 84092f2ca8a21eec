// RUN: mixp-opt %s --mixp-export-observations | FileCheck %s

// Records of a loop are those of all iterations: counts are added as i64, since
// there is no bound on how often it runs.

// CHECK-LABEL: @for
// CHECK-SAME: tensor<4xi64> {mixp.observation = {label = "h", over = array<f64: -1.000000e+00, 1.000000e+00>, what = "histogram"}}
// CHECK: %[[FOR:.+]]:4 = scf.for {{.*}} -> (tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<4xi64>)
// CHECK-NOT: mixp.observe
// CHECK: arith.minimumf
// CHECK: arith.maximumf
// CHECK: scf.for
// CHECK: arith.extsi {{.*}} : i32 to i64
// CHECK: arith.addi {{.*}} : i64
// CHECK: scf.yield {{.*}} : tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<4xi64>
// CHECK: return %[[FOR]]#0, %[[FOR]]#1, %[[FOR]]#2, %[[FOR]]#3
func.func @for(%x: tensor<3xf32>, %n: index) -> tensor<3xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%h = %x) -> tensor<3xf32> {
    %1 = mixp.observe %h "h" histogram(4) over [-1.0, 1.0] : tensor<3xf32>
    scf.yield %1 : tensor<3xf32>
  }
  return %0 : tensor<3xf32>
}

// The branch that is not taken has counts of 0.

// CHECK-LABEL: @if
// CHECK: scf.if {{.*}} -> (tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<4xi64>) {
// CHECK: } else {
// CHECK: %[[ZERO:.+]] = arith.constant 0 : i64
// CHECK: %[[NONE:.+]] = linalg.fill ins(%[[ZERO]] : i64)
// CHECK: scf.yield {{.*}}, %[[NONE]] :
func.func @if(%x: tensor<3xf32>, %p: i1) -> tensor<3xf32> {
  %0 = scf.if %p -> tensor<3xf32> {
    %1 = mixp.observe %x "x" histogram(4) over [-1.0, 1.0] : tensor<3xf32>
    scf.yield %1 : tensor<3xf32>
  } else {
    scf.yield %x : tensor<3xf32>
  }
  return %0 : tensor<3xf32>
}
