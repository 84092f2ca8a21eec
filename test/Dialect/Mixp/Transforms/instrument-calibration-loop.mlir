// RUN: mixp-opt %s --mixp-instrument-calibration | FileCheck %s

// What is measured in loops leaves each of them as one more result.

// CHECK-LABEL: @main
// CHECK: %[[START:.+]] = linalg.fill
// CHECK: scf.for {{.*}} iter_args(%{{[^,]+}} = %{{[^,]+}}, %[[MIN:[^ ]+]] = %[[START]]
// CHECK: scf.for
// CHECK: mixp.matmul
// CHECK: arith.minimumf
// CHECK: arith.maximumf
// CHECK: scf.yield %{{[^,]+}}, %{{[^,]+}}, %{{[^,]+}} : tensor<2x2xf32>, tensor<f32>, tensor<f32>
// CHECK: scf.yield %{{[^,]+}}, %{{[^,]+}}, %{{[^,]+}} : tensor<2x2xf32>, tensor<f32>, tensor<f32>
// CHECK: return %{{[^,]+}}, %{{[^,]+}}, %{{[^,]+}} : tensor<2x2xf32>, tensor<f32>, tensor<f32>
func.func @main(%x: tensor<2x2xf32>, %n: index) -> tensor<2x2xf32> {
  %w = arith.constant dense<[[2.0, 0.0], [0.0, 0.5]]> : tensor<2x2xf32>
  %c = arith.constant dense<0.0> : tensor<2x2xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %0 = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x) -> tensor<2x2xf32> {
    %1 = scf.for %j = %c0 to %n step %c1 iter_args(%t = %s) -> tensor<2x2xf32> {
      %2 = mixp.matmul ins(%t, %w : tensor<2x2xf32>, tensor<2x2xf32>) outs(%c : tensor<2x2xf32>) -> tensor<2x2xf32>
      scf.yield %2 : tensor<2x2xf32>
    }
    scf.yield %1 : tensor<2x2xf32>
  }
  return %0 : tensor<2x2xf32>
}
