// RUN: mixp-opt %s -convert-mixp-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @ui8_per_channel_f32_zero_point
// CHECK: %[[Q:.*]] = arith.uitofp %{{.*}} : i8 to f32
// CHECK: %[[SHIFTED:.*]] = arith.subf %[[Q]], %{{.*}} : f32
// CHECK: arith.mulf %[[SHIFTED]], %{{.*}} : f32
func.func @ui8_per_channel_f32_zero_point(%input: tensor<3x5xi8>, %scale: tensor<1x5xf32>, %zero: tensor<1x5xf32>) -> tensor<3x5xf32> {
  %0 = mixp.dequantize %input scale(%scale : tensor<1x5xf32>) zero_point(%zero : tensor<1x5xf32>)
    {input_unsigned} : tensor<3x5xi8> -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// Any i32 zero point: the difference has 33 bits.
// CHECK-LABEL: func.func @i8_runtime_zero_point
// CHECK: arith.subf %{{.*}}, %{{.*}} : f64
// CHECK: arith.truncf %{{.*}} : f64 to f32
func.func @i8_runtime_zero_point(%input: tensor<3xi8>, %scale: tensor<1xf32>, %zero: tensor<1xi32>) -> tensor<3xf32> {
  %0 = mixp.dequantize %input scale(%scale : tensor<1xf32>) zero_point(%zero : tensor<1xi32>)
    : tensor<3xi8> -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @i4_constant_zero_point_bf16
// CHECK-NOT: f64
// CHECK: arith.subi %{{.*}}, %{{.*}} : i32
// CHECK: arith.mulf
// CHECK: arith.bitcast %{{.*}} : i16 to bf16
func.func @i4_constant_zero_point_bf16(%input: tensor<3xi4>, %scale: tensor<1xf32>) -> tensor<3xbf16> {
  %zero = arith.constant dense<-3> : tensor<1xi32>
  %0 = mixp.dequantize %input scale(%scale : tensor<1xf32>) zero_point(%zero : tensor<1xi32>)
    : tensor<3xi4> -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}

// An f64 difference that is not exact is made odd before it is rounded to f32.
// CHECK-LABEL: func.func @i32_f32_zero_point
// CHECK: %[[DIFFERENCE:.*]] = arith.subf %{{.*}}, %{{.*}} : f64
// CHECK: %[[BITS:.*]] = arith.bitcast %[[DIFFERENCE]] : f64 to i64
// CHECK: arith.addi %[[BITS]], %{{.*}} : i64
// CHECK: arith.truncf %{{.*}} : f64 to f32
func.func @i32_f32_zero_point(%input: tensor<3xi32>, %zero: tensor<1xf32>) -> tensor<3xf32> {
  %0 = mixp.dequantize %input zero_point(%zero : tensor<1xf32>) : tensor<3xi32> -> tensor<3xf32>
  return %0 : tensor<3xf32>
}
