// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @onnx_i8_per_channel
// CHECK: ^bb0(%[[ACC:.*]]: i32, %[[M:.*]]: f32, %{{.*}}: i8):
// CHECK: %[[REAL:.*]] = arith.sitofp %[[ACC]] : i32 to f32
// CHECK: %[[SCALED:.*]] = arith.mulf %[[REAL]], %[[M]] : f32
// CHECK: math.roundeven %[[SCALED]]
// CHECK: arith.trunci %{{.*}} : i32 to i8
func.func @onnx_i8_per_channel(%acc: tensor<3x5xi32>, %scale: tensor<1x5xf32>) -> tensor<3x5xi8> {
  %0 = mixp.requantize onnx %acc scale(%scale : tensor<1x5xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}

// The product has 64 bits, and no shift can be out of range.
// CHECK-LABEL: func.func @tosa_single_per_tensor
// CHECK: ^bb0(%[[ACC:.*]]: i32, %[[M:.*]]: i32, %[[SHIFT:.*]]: i8, %{{.*}}: i8):
// CHECK: arith.extsi %[[SHIFT]] : i8 to i32
// CHECK: arith.maxsi
// CHECK: arith.minsi
// CHECK: arith.muli %{{.*}} : i64
// CHECK: arith.shrsi %{{.*}} : i64
// CHECK: arith.trunci %{{.*}} : i64 to i8
func.func @tosa_single_per_tensor(%acc: tensor<3x5xi32>, %m: tensor<1x1xi32>, %r: tensor<1x1xi8>) -> tensor<3x5xi8> {
  %0 = mixp.requantize tosa_single %acc multiplier(%m : tensor<1x1xi32>) shift(%r : tensor<1x1xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}
