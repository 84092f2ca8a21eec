// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @quantize_f32_ui8_per_tensor
func.func @quantize_f32_ui8_per_tensor(%x: tensor<3x5xf32>, %s: tensor<1x1xf32>, %z: tensor<1x1xi32>) -> tensor<3x5xui8> {
  // CHECK: mixp.quantize %{{.*}} scale(%{{.*}} : tensor<1x1xf32>) zero_point(%{{.*}} : tensor<1x1xi32>) : tensor<3x5xf32> -> tensor<3x5xui8>
  %0 = mixp.quantize %x scale(%s : tensor<1x1xf32>) zero_point(%z : tensor<1x1xi32>)
         : tensor<3x5xf32> -> tensor<3x5xui8>
  return %0 : tensor<3x5xui8>
}

// CHECK-LABEL: @quantize_f32_i4_partial_last_block
func.func @quantize_f32_i4_partial_last_block(%x: tensor<3x5xf32>, %s: tensor<3x2xf32>) -> tensor<3x5xi4> {
  // CHECK: mixp.quantize %{{.*}} scale(%{{.*}} : tensor<3x2xf32>) block [1, 4] : tensor<3x5xf32> -> tensor<3x5xi4>
  %0 = mixp.quantize %x scale(%s : tensor<3x2xf32>) block [1, 4]
         : tensor<3x5xf32> -> tensor<3x5xi4>
  return %0 : tensor<3x5xi4>
}

// CHECK-LABEL: @quantize_dynamic_per_row
func.func @quantize_dynamic_per_row(%x: tensor<?x?xbf16>, %s: tensor<?x1xf32>) -> tensor<?x?xi8> {
  // CHECK: block [1, 0] {result_unsigned} : tensor<?x?xbf16> -> tensor<?x?xi8>
  %0 = mixp.quantize %x scale(%s : tensor<?x1xf32>) block [1, 0] {result_unsigned}
         : tensor<?x?xbf16> -> tensor<?x?xi8>
  return %0 : tensor<?x?xi8>
}

// A static scale beside a dynamic dim is checked at run time.
// CHECK-LABEL: @quantize_static_scale_of_dynamic_dim
func.func @quantize_static_scale_of_dynamic_dim(%x: tensor<?x5xf32>, %s: tensor<2x1xf32>) -> tensor<?x5xi8> {
  // CHECK: block [4, 0]
  %0 = mixp.quantize %x scale(%s : tensor<2x1xf32>) block [4, 0]
         : tensor<?x5xf32> -> tensor<?x5xi8>
  return %0 : tensor<?x5xi8>
}

// CHECK-LABEL: @quantize_batch_float_and_bare
func.func @quantize_batch_float_and_bare(%x: tensor<2x3x5xf32>, %s: tensor<2x1x5xf32>) {
  // CHECK: mixp.quantize %{{.*}} scale(%{{.*}} : tensor<2x1x5xf32>) : tensor<2x3x5xf32> -> tensor<2x3x5xbf16>
  // CHECK: mixp.quantize %{{[a-z0-9]+}} : tensor<2x3x5xf32> -> tensor<2x3x5xi8>
  %0 = mixp.quantize %x scale(%s : tensor<2x1x5xf32>) : tensor<2x3x5xf32> -> tensor<2x3x5xbf16>
  %1 = mixp.quantize %x : tensor<2x3x5xf32> -> tensor<2x3x5xi8>
  return
}

// CHECK-LABEL: @quantize_rank0_empty_and_huge_block
func.func @quantize_rank0_empty_and_huge_block(%x: tensor<f32>, %s: tensor<f32>, %y: tensor<0x5xf32>,
    %t: tensor<0x1xf32>, %u: tensor<1x1xf32>) {
  // CHECK: scale(%{{.*}} : tensor<f32>) : tensor<f32> -> tensor<i8>
  // CHECK: block [4, 9223372036854775807]
  // CHECK: scale(%{{.*}} : tensor<1x1xf32>) : tensor<0x5xf32>
  %0 = mixp.quantize %x scale(%s : tensor<f32>) : tensor<f32> -> tensor<i8>
  %1 = mixp.quantize %y scale(%t : tensor<0x1xf32>) block [4, 9223372036854775807]
         : tensor<0x5xf32> -> tensor<0x5xi8>
  %2 = mixp.quantize %y scale(%u : tensor<1x1xf32>) : tensor<0x5xf32> -> tensor<0x5xi8>
  return
}

// CHECK-LABEL: @quantize_mx
func.func @quantize_mx(%x: tensor<3x40xf32>, %s: tensor<3x2xf8E8M0FNU>) -> tensor<3x40xf4E2M1FN> {
  // CHECK: scale(%{{.*}} : tensor<3x2xf8E8M0FNU>) block [1, 32] : tensor<3x40xf32> -> tensor<3x40xf4E2M1FN>
  %2 = mixp.quantize %x scale(%s : tensor<3x2xf8E8M0FNU>) block [1, 32]
         : tensor<3x40xf32> -> tensor<3x40xf4E2M1FN>
  return %2 : tensor<3x40xf4E2M1FN>
}
