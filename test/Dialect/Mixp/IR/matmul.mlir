// RUN: mixp-opt %s | mixp-opt | FileCheck %s
// RUN: mixp-opt %s --mlir-print-op-generic | mixp-opt | FileCheck %s

// CHECK-LABEL: @matmul_ui8_i8_i32
func.func @matmul_ui8_i8_i32(%a: tensor<3x7xui8>, %b: tensor<7x5xi8>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // CHECK: mixp.matmul ins(%{{.*}}, %{{.*}} : tensor<3x7xui8>, tensor<7x5xi8>) outs(%{{.*}} : tensor<3x5xi32>) -> tensor<3x5xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<3x7xui8>, tensor<7x5xi8>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

// CHECK-LABEL: @matmul_i8_i4_f32_groups_transpose_rhs
func.func @matmul_i8_i4_f32_groups_transpose_rhs(%a: tensor<3x7xi8>, %sa: tensor<3x1xf32>, %w: tensor<5x7xi4>,
    %sw: tensor<5x2xf32>, %d: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: lhs_scale(%{{.*}} : tensor<3x1xf32>) rhs_scale(%{{.*}} : tensor<5x2xf32>) rhs_block [1, 4] outs(%{{.*}} : tensor<3x5xf32>) {transpose_rhs} -> tensor<3x5xf32>
  %1 = mixp.matmul ins(%a, %w : tensor<3x7xi8>, tensor<5x7xi4>)
         lhs_scale(%sa : tensor<3x1xf32>) rhs_scale(%sw : tensor<5x2xf32>)
         rhs_block [1, 4] outs(%d : tensor<3x5xf32>) {transpose_rhs} -> tensor<3x5xf32>
  return %1 : tensor<3x5xf32>
}

// CHECK-LABEL: @matmul_batch_dynamic_transpose_lhs_unsigned
func.func @matmul_batch_dynamic_transpose_lhs_unsigned(%a: tensor<?x7x?xi8>, %b: tensor<?x7x5xi8>,
    %za: tensor<1x1x1xi32>, %zb: tensor<1x1x5xi32>, %c: tensor<?x?x5xi32>) -> tensor<?x?x5xi32> {
  // CHECK: lhs_zero_point(%{{.*}} : tensor<1x1x1xi32>) lhs_block [0, 0, 0] rhs_zero_point(%{{.*}} : tensor<1x1x5xi32>) rhs_block [0, 0, 1] outs(%{{.*}} : tensor<?x?x5xi32>) {lhs_unsigned, transpose_lhs} -> tensor<?x?x5xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x7x?xi8>, tensor<?x7x5xi8>)
         lhs_zero_point(%za : tensor<1x1x1xi32>) lhs_block [0, 0, 0]
         rhs_zero_point(%zb : tensor<1x1x5xi32>) rhs_block [0, 0, 1]
         outs(%c : tensor<?x?x5xi32>) {lhs_unsigned, transpose_lhs} -> tensor<?x?x5xi32>
  return %0 : tensor<?x?x5xi32>
}

// CHECK-LABEL: @matmul_f16_i4_f16_f32_zero_point
func.func @matmul_f16_i4_f16_f32_zero_point(%a: tensor<3x7xf16>, %w: tensor<7x5xi4>, %s: tensor<2x5xf32>,
    %z: tensor<2x5xf32>, %d: tensor<3x5xf16>) -> tensor<3x5xf16> {
  // CHECK: rhs_scale(%{{.*}} : tensor<2x5xf32>) rhs_zero_point(%{{.*}} : tensor<2x5xf32>) rhs_block [4, 1] outs(%{{.*}} : tensor<3x5xf16>) {rhs_unsigned} -> tensor<3x5xf16>
  %0 = mixp.matmul ins(%a, %w : tensor<3x7xf16>, tensor<7x5xi4>)
         rhs_scale(%s : tensor<2x5xf32>) rhs_zero_point(%z : tensor<2x5xf32>) rhs_block [4, 1]
         outs(%d : tensor<3x5xf16>) {rhs_unsigned} -> tensor<3x5xf16>
  return %0 : tensor<3x5xf16>
}

// CHECK-LABEL: @matmul_schedule_and_empty
func.func @matmul_schedule_and_empty(%a: tensor<3x0xbf16>, %b: tensor<0x5xbf16>, %c: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: {schedule = #mixp.schedule<mma = vdpbf16ps, mr = 6, nr = 32, unroll = 2, mc = 96, nc = 512>}
  %0 = mixp.matmul ins(%a, %b : tensor<3x0xbf16>, tensor<0x5xbf16>)
         outs(%c : tensor<3x5xf32>)
         {schedule = #mixp.schedule<mma = vdpbf16ps, mr = 6, nr = 32, unroll = 2, mc = 96, nc = 512>}
         -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
