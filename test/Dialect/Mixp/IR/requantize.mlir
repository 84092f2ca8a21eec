// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @requantize_i8_per_channel
func.func @requantize_i8_per_channel(%acc: tensor<3x5xi32>, %m: tensor<1x5xf32>) -> tensor<3x5xi8> {
  // CHECK: mixp.requantize onnx %{{.*}} scale(%{{.*}} : tensor<1x5xf32>) : tensor<3x5xi32> -> tensor<3x5xi8>
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x5xf32>)
         : tensor<3x5xi32> -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}

// CHECK-LABEL: @requantize_ui8_zero_point
func.func @requantize_ui8_zero_point(%acc: tensor<3x5xi32>, %m: tensor<1x1xf32>, %z: tensor<1x1xi32>) -> tensor<3x5xui8> {
  // CHECK: scale(%{{.*}} : tensor<1x1xf32>) zero_point(%{{.*}} : tensor<1x1xi32>) : tensor<3x5xi32> -> tensor<3x5xui8>
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>)
         : tensor<3x5xi32> -> tensor<3x5xui8>
  return %0 : tensor<3x5xui8>
}

// CHECK-LABEL: @requantize_dynamic_unsigned
func.func @requantize_dynamic_unsigned(%acc: tensor<?x5xi32>, %m: tensor<1x2xf32>) -> tensor<?x5xi4> {
  // CHECK: block [0, 3] {result_unsigned} : tensor<?x5xi32> -> tensor<?x5xi4>
  %0 = mixp.requantize onnx %acc scale(%m : tensor<1x2xf32>) block [0, 3] {result_unsigned}
         : tensor<?x5xi32> -> tensor<?x5xi4>
  return %0 : tensor<?x5xi4>
}

// CHECK-LABEL: @requantize_tosa_double
func.func @requantize_tosa_double(%acc: tensor<3x5xi32>, %m: tensor<1x5xi32>, %r: tensor<1x5xi8>) -> tensor<3x5xi8> {
  // CHECK: mixp.requantize tosa_double %{{.*}} multiplier(%{{.*}} : tensor<1x5xi32>) shift(%{{.*}} : tensor<1x5xi8>) : tensor<3x5xi32> -> tensor<3x5xi8>
  %0 = mixp.requantize tosa_double %acc multiplier(%m : tensor<1x5xi32>) shift(%r : tensor<1x5xi8>)
         : tensor<3x5xi32> -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}
