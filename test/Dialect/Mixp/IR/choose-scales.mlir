// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @choose_scales_symmetric_per_row
func.func @choose_scales_symmetric_per_row(%x: tensor<3x5xf32>) -> tensor<3x1xf32> {
  // CHECK: mixp.choose_scales symmetric %{{.*}} storage(i8) block [1, 0] : tensor<3x5xf32> -> tensor<3x1xf32>
  %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0]
         : tensor<3x5xf32> -> tensor<3x1xf32>
  return %s : tensor<3x1xf32>
}

// CHECK-LABEL: @choose_scales_asymmetric_per_tensor
func.func @choose_scales_asymmetric_per_tensor(%x: tensor<3x5xf32>) -> (tensor<1x1xf32>, tensor<1x1xi32>) {
  // CHECK: mixp.choose_scales asymmetric %{{.*}} storage(ui8) block [0, 0] : tensor<3x5xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  %t, %z = mixp.choose_scales asymmetric %x storage(ui8) block [0, 0]
         : tensor<3x5xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
  return %t, %z : tensor<1x1xf32>, tensor<1x1xi32>
}

// CHECK-LABEL: @choose_scales_dynamic_partial_blocks
func.func @choose_scales_dynamic_partial_blocks(%x: tensor<2x?x7xbf16>) -> (tensor<2x?x2xf32>, tensor<2x?x2xi32>) {
  // CHECK: storage(i4) block [1, 16, 4] : tensor<2x?x7xbf16> -> tensor<2x?x2xf32>, tensor<2x?x2xi32>
  %t, %z = mixp.choose_scales asymmetric %x storage(i4) block [1, 16, 4]
         : tensor<2x?x7xbf16> -> tensor<2x?x2xf32>, tensor<2x?x2xi32>
  return %t, %z : tensor<2x?x2xf32>, tensor<2x?x2xi32>
}

// CHECK-LABEL: @choose_scales_mx
func.func @choose_scales_mx(%x: tensor<3x40xf32>) -> tensor<3x2xf8E8M0FNU> {
  // CHECK: mixp.choose_scales symmetric %{{.*}} storage(f4E2M1FN) block [1, 32] : tensor<3x40xf32> -> tensor<3x2xf8E8M0FNU>
  %m = mixp.choose_scales symmetric %x storage(f4E2M1FN) block [1, 32]
         : tensor<3x40xf32> -> tensor<3x2xf8E8M0FNU>
  return %m : tensor<3x2xf8E8M0FNU>
}
