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
