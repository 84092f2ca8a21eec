// Quantized types become operands and quantized types again: the same ones. The
// casts are of different values, since upstream folds dcast(qcast(x)) to x.
//
// RUN: mixp-opt %s -o %t
// RUN: mixp-opt %s -convert-quant-to-mixp -canonicalize -convert-mixp-to-quant -canonicalize | diff %t -
// RUN: mixp-opt %s -convert-quant-to-mixp -canonicalize | FileCheck %s
// CHECK-COUNT-8: mixp.
// CHECK-NOT: quant.qcast

module {
  func.func @per_layer(%arg0: tensor<?x4xf32>, %arg1: tensor<?x4x!quant.uniform<u8:f32, 2.500000e-01:10>>) -> (tensor<?x4xi8>, tensor<?x4xf32>) {
    %0 = quant.qcast %arg0 : tensor<?x4xf32> to tensor<?x4x!quant.uniform<u8:f32, 2.500000e-01:10>>
    %1 = quant.scast %0 : tensor<?x4x!quant.uniform<u8:f32, 2.500000e-01:10>> to tensor<?x4xi8>
    %2 = quant.dcast %arg1 : tensor<?x4x!quant.uniform<u8:f32, 2.500000e-01:10>> to tensor<?x4xf32>
    return %1, %2 : tensor<?x4xi8>, tensor<?x4xf32>
  }
  func.func @per_axis(%arg0: tensor<3x2xf16>, %arg1: tensor<3x2x!quant.uniform<i4:f16:1, {5.000000e-01,2.000000e+00:-3}>>) -> (tensor<3x2xi4>, tensor<3x2xf16>) {
    %0 = quant.qcast %arg0 : tensor<3x2xf16> to tensor<3x2x!quant.uniform<i4:f16:1, {5.000000e-01,2.000000e+00:-3}>>
    %1 = quant.scast %0 : tensor<3x2x!quant.uniform<i4:f16:1, {5.000000e-01,2.000000e+00:-3}>> to tensor<3x2xi4>
    %2 = quant.dcast %arg1 : tensor<3x2x!quant.uniform<i4:f16:1, {5.000000e-01,2.000000e+00:-3}>> to tensor<3x2xf16>
    return %1, %2 : tensor<3x2xi4>, tensor<3x2xf16>
  }
  func.func @sub_channel(%arg0: tensor<2x6xf32>, %arg1: tensor<2x6x!quant.uniform<i8:f32:{0:1, 1:3}, {{1.000000e+00:1, 2.000000e+00}, {3.000000e+00, 4.000000e+00:-1}}>>) -> (tensor<2x6xi8>, tensor<2x6xf32>) {
    %0 = quant.qcast %arg0 : tensor<2x6xf32> to tensor<2x6x!quant.uniform<i8:f32:{0:1, 1:3}, {{1.000000e+00:1, 2.000000e+00}, {3.000000e+00, 4.000000e+00:-1}}>>
    %1 = quant.scast %0 : tensor<2x6x!quant.uniform<i8:f32:{0:1, 1:3}, {{1.000000e+00:1, 2.000000e+00}, {3.000000e+00, 4.000000e+00:-1}}>> to tensor<2x6xi8>
    %2 = quant.dcast %arg1 : tensor<2x6x!quant.uniform<i8:f32:{0:1, 1:3}, {{1.000000e+00:1, 2.000000e+00}, {3.000000e+00, 4.000000e+00:-1}}>> to tensor<2x6xf32>
    return %1, %2 : tensor<2x6xi8>, tensor<2x6xf32>
  }
  func.func @narrow_range(%arg0: tensor<?x6xf32>) -> (tensor<?x6xi8>, tensor<?x6xi8>) {
    %0 = quant.qcast %arg0 : tensor<?x6xf32> to tensor<?x6x!quant.uniform<i8<-127:127>:f32, 2.500000e-01>>
    %1 = quant.scast %0 : tensor<?x6x!quant.uniform<i8<-127:127>:f32, 2.500000e-01>> to tensor<?x6xi8>
    %2 = quant.qcast %arg0 : tensor<?x6xf32> to tensor<?x6x!quant.uniform<u8<1:255>:f32, 2.500000e-01:3>>
    %3 = quant.scast %2 : tensor<?x6x!quant.uniform<u8<1:255>:f32, 2.500000e-01:3>> to tensor<?x6xi8>
    return %1, %3 : tensor<?x6xi8>, tensor<?x6xi8>
  }
}
