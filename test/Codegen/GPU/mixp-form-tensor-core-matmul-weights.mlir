// RUN: mixp-opt %s --mixp-strip-signedness --mixp-resolve-gpu-target=target=sm_80 --mixp-decompose-for-gpu --mixp-select-gpu-schedule --mixp-form-tensor-core-matmul | FileCheck %s

// Groups along K stay with the product, as they are stored.
// CHECK-LABEL: func.func @groups(
// CHECK-SAME: %[[A:.*]]: tensor<7x64xf16>, %[[W:.*]]: tensor<9x64xi4>, %[[S:.*]]: tensor<9x2xbf16>,
// CHECK: mixp.tensor_core_matmul ins(%[[A]], %[[W]] : tensor<7x64xf16>, tensor<9x64xi4>) rhs_scale(%[[S]] : tensor<9x2xbf16>) epilogue(
// CHECK-SAME: attributes {group = 32 : i64, rhs_code = i4, transpose_rhs}
func.func @groups(%a: tensor<7x64xf16>, %w: tensor<9x64xi4>, %s: tensor<9x2xbf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xf16>, tensor<9x64xi4>) rhs_scale(%s : tensor<9x2xbf16>) rhs_block [1, 32]
         outs(%c : tensor<7x9xf32>) {transpose_rhs} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// A scale that does not vary along K multiplies the result; zero points, in lhs's
// type, stay.
// CHECK-LABEL: func.func @scale_column(
// CHECK-SAME: %{{.*}}: tensor<7x64xf16>, %{{.*}}: tensor<64x3xi8>, %[[S:.*]]: tensor<1x3xf32>,
// CHECK: %[[Z:.*]] = arith.constant dense<{{\[\[}}1.280000e+02, 0.000000e+00, 2.550000e+02]]> : tensor<1x3xf16>
// CHECK: %[[P:.*]] = mixp.tensor_core_matmul ins({{.*}}) rhs_zero_point(%[[Z]] : tensor<1x3xf16>) maps []
// CHECK-SAME: attributes {rhs_code = ui8}
// CHECK: linalg.generic {{.*}} ins(%[[P]], %[[S]],
func.func @scale_column(%a: tensor<7x64xf16>, %w: tensor<64x3xui8>, %s: tensor<1x3xf32>, %c: tensor<7x3xf32>) -> tensor<7x3xf32> {
  %z = arith.constant dense<[[128, 0, 255]]> : tensor<1x3xi32>
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xf16>, tensor<64x3xui8>) rhs_scale(%s : tensor<1x3xf32>) rhs_zero_point(%z : tensor<1x3xi32>) rhs_block [0, 1]
         outs(%c : tensor<7x3xf32>) -> tensor<7x3xf32>
  return %0 : tensor<7x3xf32>
}

// One scale for each column, also where blocks of columns share one.
// CHECK-LABEL: func.func @blocks(
// CHECK: %[[S:.*]] = arith.constant dense<{{\[\[}}5.000000e-01, 5.000000e-01, 2.500000e-01], [1.000000e+00, 1.000000e+00, 4.000000e+00]]> : tensor<2x3xf32>
// CHECK: mixp.tensor_core_matmul {{.*}} rhs_scale(%[[S]] : tensor<2x3xf32>)
// CHECK-SAME: attributes {group = 32 : i64, rhs_code = f8E4M3FN}
func.func @blocks(%a: tensor<7x64xbf16>, %w: tensor<64x3xf8E4M3FN>, %c: tensor<7x3xf32>) -> tensor<7x3xf32> {
  %s = arith.constant dense<[[0.5, 0.25], [1.0, 4.0]]> : tensor<2x2xf8E8M0FNU>
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xbf16>, tensor<64x3xf8E4M3FN>) rhs_scale(%s : tensor<2x2xf8E8M0FNU>) rhs_block [32, 2]
         outs(%c : tensor<7x3xf32>) -> tensor<7x3xf32>
  return %0 : tensor<7x3xf32>
}

// At run time, where all columns share one, and zero points that were narrow.
// CHECK-LABEL: func.func @run_time(
// CHECK: %[[S:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x9xf16>)
// CHECK: mixp.cast %{{.*}} : tensor<2x1xi32> -> tensor<2x1xbf16>
// CHECK: %[[Z:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x9xbf16>)
// CHECK: mixp.tensor_core_matmul {{.*}} rhs_scale(%[[S]] : tensor<2x9xf16>) rhs_zero_point(%[[Z]] : tensor<2x9xbf16>)
func.func @run_time(%a: tensor<7x64xbf16>, %w: tensor<64x9xi8>, %s: tensor<2x1xf16>, %n: tensor<2x1xi8>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %z = mixp.cast %n : tensor<2x1xi8> -> tensor<2x1xi32>
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xbf16>, tensor<64x9xi8>) rhs_scale(%s : tensor<2x1xf16>) rhs_zero_point(%z : tensor<2x1xi32>) rhs_block [32, 0]
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
