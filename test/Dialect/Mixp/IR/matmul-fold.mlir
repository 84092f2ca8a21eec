// RUN: mixp-opt %s -canonicalize | FileCheck %s

// CHECK-LABEL: @matmul_zero_point_0
func.func @matmul_zero_point_0(%a: tensor<3x?xui8>, %b: tensor<?x5xi8>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x?xui8>, tensor<?x5xi8>) outs(%{{.*}} : tensor<3x5xi32>) ->
  %z = arith.constant dense<0> : tensor<1x1xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x?xui8>, tensor<?x5xi8>)
         lhs_zero_point(%z : tensor<1x1xi32>) lhs_block [0, 0]
         rhs_zero_point(%z : tensor<1x1xi32>) rhs_block [0, 0] outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// The other scale keeps the result an f32.
// CHECK-LABEL: @matmul_scale_1
func.func @matmul_scale_1(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %s: tensor<1x5xf32>, %z: tensor<3x1xi32>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: mixp.matmul ins(%{{.*}} : tensor<3x7xi8>, tensor<7x5xi8>) lhs_zero_point(%{{.*}} : tensor<3x1xi32>) lhs_block [1, 0] rhs_scale(%{{.*}} : tensor<1x5xf32>) outs
  %one = arith.constant dense<1.0> : tensor<3x1xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
         lhs_scale(%one : tensor<3x1xf32>) lhs_zero_point(%z : tensor<3x1xi32>) lhs_block [1, 0]
         rhs_scale(%s : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: @matmul_float_scale_1
func.func @matmul_float_scale_1(%a: tensor<3x7xf16>, %b: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: mixp.matmul ins(%{{.*}} : tensor<3x7xf16>, tensor<7x5xi8>) outs
  %one = arith.constant dense<1.0> : tensor<1x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xf16>, tensor<7x5xi8>)
         rhs_scale(%one : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// C3: i32 would be the result.
// CHECK-LABEL: @negative_matmul_only_scale
func.func @negative_matmul_only_scale(%a: tensor<3x7xi8>, %b: tensor<7x5xi8>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: mixp.matmul {{.*}} rhs_scale(
  %one = arith.constant dense<1.0> : tensor<1x5xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
         rhs_scale(%one : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// Scales that vary along K, and f32 zero points, choose the float rule, which
// does not wrap.
// CHECK-LABEL: @negative_matmul_float_rule
func.func @negative_matmul_float_rule(%a: tensor<3x8xi8>, %b: tensor<8x5xi8>, %s: tensor<1x5xf32>, %c: tensor<3x5xf32>) -> (tensor<3x5xf32>, tensor<3x5xf32>) {
  // CHECK: mixp.matmul {{.*}} lhs_scale(%{{.*}} : tensor<3x2xf32>)
  // CHECK: mixp.matmul {{.*}} lhs_scale(%{{.*}}) lhs_zero_point(
  %one = arith.constant dense<1.0> : tensor<3x2xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<8x5xi8>)
         lhs_scale(%one : tensor<3x2xf32>) rhs_scale(%s : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %unit = arith.constant dense<1.0> : tensor<1x1xf32>
  %zero = arith.constant dense<0.0> : tensor<1x1xf32>
  %1 = mixp.matmul ins(%a, %b : tensor<3x8xi8>, tensor<8x5xi8>)
         lhs_scale(%unit : tensor<1x1xf32>) lhs_zero_point(%zero : tensor<1x1xf32>)
         rhs_scale(%s : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0, %1 : tensor<3x5xf32>, tensor<3x5xf32>
}

// CHECK-LABEL: @matmul_empty
// CHECK-SAME: %[[C:[a-z0-9]+]]: tensor<3x5xf32>, %{{.*}}, %[[D:[a-z0-9]+]]: tensor<3x0xi32>
func.func @matmul_empty(%a: tensor<3x0xf32>, %b: tensor<?x5xf32>, %c: tensor<3x5xf32>,
    %e: tensor<3x7xi8>, %d: tensor<3x0xi32>, %f: tensor<7x0xi8>) -> (tensor<3x5xf32>, tensor<3x0xi32>) {
  // CHECK: return %[[C]], %[[D]]
  %0 = mixp.matmul ins(%a, %b : tensor<3x0xf32>, tensor<?x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %1 = mixp.matmul ins(%e, %f : tensor<3x7xi8>, tensor<7x0xi8>) outs(%d : tensor<3x0xi32>) -> tensor<3x0xi32>
  return %0, %1 : tensor<3x5xf32>, tensor<3x0xi32>
}
