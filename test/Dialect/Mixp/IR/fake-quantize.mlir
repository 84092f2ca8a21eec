// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @fake_quantize_i8_per_channel
func.func @fake_quantize_i8_per_channel(%x: tensor<3x5xf32>, %s: tensor<1x5xf32>) -> tensor<3x5xf32> {
  // CHECK: mixp.fake_quantize %{{.*}} storage(i8) scale(%{{.*}} : tensor<1x5xf32>) : tensor<3x5xf32>
  %0 = mixp.fake_quantize %x storage(i8) scale(%s : tensor<1x5xf32>) : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: @fake_quantize_ui4_groups
func.func @fake_quantize_ui4_groups(%x: tensor<3x5xf32>, %s: tensor<3x2xf32>, %z: tensor<3x2xi32>) -> tensor<3x5xf32> {
  // CHECK: storage(ui4) scale(%{{.*}} : tensor<3x2xf32>) zero_point(%{{.*}} : tensor<3x2xi32>) block [1, 4] : tensor<3x5xf32>
  %0 = mixp.fake_quantize %x storage(ui4) scale(%s : tensor<3x2xf32>) zero_point(%z : tensor<3x2xi32>)
         block [1, 4] : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

// CHECK-LABEL: @fake_quantize_grad
func.func @fake_quantize_grad(%dy: tensor<3x5xf32>, %x: tensor<3x5xf32>, %s: tensor<1x5xf32>) -> tensor<3x5xf32> {
  // CHECK: mixp.fake_quantize_grad %{{.*}} at %{{.*}} storage(i8) scale(%{{.*}} : tensor<1x5xf32>) : tensor<3x5xf32>
  %dx = mixp.fake_quantize_grad %dy at %x storage(i8) scale(%s : tensor<1x5xf32>) : tensor<3x5xf32>
  return %dx : tensor<3x5xf32>
}
