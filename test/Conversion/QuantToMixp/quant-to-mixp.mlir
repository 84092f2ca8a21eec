// RUN: mixp-opt %s -convert-quant-to-mixp | FileCheck %s

// CHECK-LABEL: func.func @quantize_per_layer
// CHECK-DAG: %[[S:.*]] = arith.constant dense<5.000000e-01> : tensor<1x1xf32>
// CHECK-DAG: %[[Z:.*]] = arith.constant dense<-10> : tensor<1x1xi32>
// CHECK: %[[Q:.*]] = mixp.quantize %arg0 scale(%[[S]] : tensor<1x1xf32>) zero_point(%[[Z]] : tensor<1x1xi32>) block [0, 0] : tensor<?x5xf32> -> tensor<?x5xi8>
// CHECK: quant.scast %[[Q]] : tensor<?x5xi8> to tensor<?x5x!quant.uniform<i8:f32, 5.000000e-01:-10>>
func.func @quantize_per_layer(%x: tensor<?x5xf32>) -> tensor<?x5x!quant.uniform<i8:f32, 0.5:-10>> {
  %0 = quant.qcast %x : tensor<?x5xf32> to tensor<?x5x!quant.uniform<i8:f32, 0.5:-10>>
  return %0 : tensor<?x5x!quant.uniform<i8:f32, 0.5:-10>>
}

// CHECK-LABEL: func.func @dequantize_per_axis
// CHECK-DAG: %[[S:.*]] = arith.constant dense<{{\[\[\[}}5.000000e-01, 2.000000e+00]]]> : tensor<1x1x2xf32>
// CHECK-DAG: %[[Z:.*]] = arith.constant dense<{{\[\[\[}}200, 0]]]> : tensor<1x1x2xi32>
// CHECK-DAG: %[[Q:.*]] = quant.scast %arg0
// CHECK: mixp.dequantize %[[Q]] scale(%[[S]] : tensor<1x1x2xf32>) zero_point(%[[Z]] : tensor<1x1x2xi32>) block [0, 0, 1] {input_unsigned} : tensor<4x3x2xi8> -> tensor<4x3x2xf32>
!axis = !quant.uniform<u8:f32:2, {0.5:200, 2.0}>
func.func @dequantize_per_axis(%q: tensor<4x3x2x!axis>) -> tensor<4x3x2xf32> {
  %0 = quant.dcast %q : tensor<4x3x2x!axis> to tensor<4x3x2xf32>
  return %0 : tensor<4x3x2xf32>
}

// CHECK-LABEL: func.func @dequantize_sub_channel
// CHECK-DAG: %[[S:.*]] = arith.constant dense<{{.*}}1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]
// CHECK-DAG: %[[Z:.*]] = arith.constant dense<{{.*}}1, 2], [0, -1]
// CHECK: mixp.dequantize %{{.*}} scale(%[[S]] : tensor<2x2xf32>) zero_point(%[[Z]] : tensor<2x2xi32>) block [1, 3] : tensor<2x6xi4> -> tensor<2x6xf16>
!group = !quant.uniform<i4:f16:{0:1, 1:3}, {{1.0:1, 2.0:2}, {3.0, 4.0:-1}}>
func.func @dequantize_sub_channel(%q: tensor<2x6x!group>) -> tensor<2x6xf16> {
  %0 = quant.dcast %q : tensor<2x6x!group> to tensor<2x6xf16>
  return %0 : tensor<2x6xf16>
}

// A part of the storage's range is what values are clamped to in the end.
// CHECK-LABEL: func.func @quantize_narrow_range
// CHECK: mixp.quantize
// CHECK-DAG: %[[MIN:.*]] = arith.constant -127 : i8
// CHECK-DAG: %[[MAX:.*]] = arith.constant 127 : i8
// CHECK: linalg.generic
// CHECK: %[[RAISED:.*]] = arith.maxsi %{{.*}}, %[[MIN]] : i8
// CHECK: arith.minsi %[[RAISED]], %[[MAX]] : i8
func.func @quantize_narrow_range(%x: tensor<?xf32>) -> tensor<?xi8> {
  %0 = quant.qcast %x : tensor<?xf32> to tensor<?x!quant.uniform<i8<-127:127>:f32, 0.5>>
  %1 = quant.scast %0 : tensor<?x!quant.uniform<i8<-127:127>:f32, 0.5>> to tensor<?xi8>
  return %1 : tensor<?xi8>
}

// CHECK-LABEL: func.func @scalar
// CHECK: %[[X:.*]] = tensor.from_elements %arg0 : tensor<f32>
// CHECK: %[[Q:.*]] = mixp.quantize %[[X]] scale(%{{.*}} : tensor<f32>) block [] : tensor<f32> -> tensor<i8>
// CHECK: %[[STORED:.*]] = tensor.extract %[[Q]][] : tensor<i8>
// CHECK: quant.scast %[[STORED]] : i8 to !quant.uniform<i8:f32, 5.000000e-01>
// CHECK: mixp.dequantize
func.func @scalar(%x: f32) -> f32 {
  %0 = quant.qcast %x : f32 to !quant.uniform<i8:f32, 0.5>
  %1 = quant.dcast %0 : !quant.uniform<i8:f32, 0.5> to f32
  return %1 : f32
}
