// RUN: mixp-opt %s -mixp-split-precision -cse | FileCheck %s

// The second terms' product is left out, and the first terms' comes last.
// CHECK-LABEL: @matmul_f32_bf16x3
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<3x7xf32>, %[[Y:[a-z0-9]+]]: tensor<7x5xf32>, %[[D:[a-z0-9]+]]: tensor<3x5xf32>
// CHECK: %[[X1:.*]] = mixp.cast %[[X]] : tensor<3x7xf32> -> tensor<3x7xbf16>
// CHECK: %[[XR:.*]] = mixp.cast %[[X1]] : tensor<3x7xbf16> -> tensor<3x7xf32>
// CHECK: %[[REST:.*]]:2 = linalg.generic {{.*}} ins(%[[X]], %[[XR]] :
// CHECK: %[[LEFT:.*]] = arith.subf %[[IN:.*]], %[[ROUNDED:.*]] : f32
// CHECK: math.absf %[[LEFT]]
// CHECK: %[[FINITE:.*]] = arith.cmpf olt
// CHECK: arith.select %[[FINITE]], %[[LEFT]]
// CHECK: arith.select %[[FINITE]], %[[ROUNDED]]
// CHECK: %[[X1F:.*]] = mixp.cast %[[REST]]#1 : tensor<3x7xf32> -> tensor<3x7xbf16>
// CHECK: %[[X2:.*]] = mixp.cast %[[REST]]#0 : tensor<3x7xf32> -> tensor<3x7xbf16>
// CHECK: %[[Y1:.*]] = mixp.cast %[[Y]] : tensor<7x5xf32> -> tensor<7x5xbf16>
// CHECK: %[[A:.*]] = mixp.matmul ins(%[[X2]], %{{.*}} : tensor<3x7xbf16>, tensor<7x5xbf16>) outs(%[[D]] : tensor<3x5xf32>)
// CHECK: %[[B:.*]] = mixp.matmul ins(%[[X1F]], %{{.*}} : tensor<3x7xbf16>, tensor<7x5xbf16>) outs(%[[A]] : tensor<3x5xf32>)
// CHECK: %[[C:.*]] = mixp.matmul ins(%[[X1]], %[[Y1]] : tensor<3x7xbf16>, tensor<7x5xbf16>) outs(%[[B]] : tensor<3x5xf32>)
// CHECK: return %[[C]]
func.func @matmul_f32_bf16x3(%x: tensor<3x7xf32>, %y: tensor<7x5xf32>, %d: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%x, %y : tensor<3x7xf32>, tensor<7x5xf32>)
         precision(bf16x3) outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// Six products with the op's scales and metadata; a narrow result is rounded
// after the last.
// CHECK-LABEL: @matmul_bf16x6_narrow_sparse_scaled
// CHECK: %[[OUTS:.*]] = mixp.cast %{{.*}} : tensor<?x5xf16> -> tensor<?x5xf32>
// CHECK-COUNT-6: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<8x?xbf16>, tensor<4x5xbf16>) lhs_scale(%{{.*}} : tensor<1x?xf32>) lhs_block [0, 1] rhs_metadata(%{{.*}} : tensor<4x5xui2>) outs({{.*}}) {transpose_lhs} -> tensor<?x5xf32>
// CHECK-NOT: mixp.matmul
// CHECK: mixp.cast %{{.*}} : tensor<?x5xf32> -> tensor<?x5xf16>
func.func @matmul_bf16x6_narrow_sparse_scaled(%x: tensor<8x?xf32>, %s: tensor<1x?xf32>, %y: tensor<4x5xf32>, %p: tensor<4x5xui2>, %d: tensor<?x5xf16>) -> tensor<?x5xf16> {
  %0 = mixp.matmul ins(%x, %y : tensor<8x?xf32>, tensor<4x5xf32>) lhs_scale(%s : tensor<1x?xf32>) lhs_block [0, 1]
         rhs_metadata(%p : tensor<4x5xui2>) precision(bf16x6) outs(%d : tensor<?x5xf16>) {transpose_lhs} -> tensor<?x5xf16>
  return %0 : tensor<?x5xf16>
}

// CHECK-LABEL: @negative_tf32
// CHECK: mixp.matmul {{.*}} precision(tf32)
func.func @negative_tf32(%x: tensor<3x7xf32>, %y: tensor<7x5xf32>, %d: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.matmul ins(%x, %y : tensor<3x7xf32>, tensor<7x5xf32>)
         precision(tf32) outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
