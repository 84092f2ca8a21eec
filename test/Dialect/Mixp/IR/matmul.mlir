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

// CHECK-LABEL: @matmul_f32_bf16x3
func.func @matmul_f32_bf16x3(%x: tensor<3x7xf32>, %y: tensor<7x5xf32>, %d: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: precision(bf16x3) outs(%{{.*}} : tensor<3x5xf32>) -> tensor<3x5xf32>
  %2 = mixp.matmul ins(%x, %y : tensor<3x7xf32>, tensor<7x5xf32>)
         precision(bf16x3) outs(%d : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %2 : tensor<3x5xf32>
}

// CHECK-LABEL: @matmul_i8_i8_i32_sparse_rhs
func.func @matmul_i8_i8_i32_sparse_rhs(%e: tensor<3x8xi8>, %v: tensor<4x5xi8>, %meta: tensor<4x5xui2>, %c: tensor<3x5xi32>) -> tensor<3x5xi32> {
  // CHECK: rhs_metadata(%{{.*}} : tensor<4x5xui2>) outs(%{{.*}} : tensor<3x5xi32>) -> tensor<3x5xi32>
  %3 = mixp.matmul ins(%e, %v : tensor<3x8xi8>, tensor<4x5xi8>)
         rhs_metadata(%meta : tensor<4x5xui2>)
         outs(%c : tensor<3x5xi32>) -> tensor<3x5xi32>
  return %3 : tensor<3x5xi32>
}

// CHECK-LABEL: @matmul_sparse_lhs_transposed_dynamic
func.func @matmul_sparse_lhs_transposed_dynamic(%v: tensor<2x?x3xf8E4M3FN>, %m: tensor<?x2x3xi2>, %s: tensor<2x?x1xf8E8M0FNU>,
    %b: tensor<2x?x5xf8E5M2>, %c: tensor<2x3x5xbf16>) -> tensor<2x3x5xbf16> {
  // CHECK: lhs_scale(%{{.*}}) lhs_block [1, 32, 0] lhs_metadata(%{{.*}} : tensor<2x?x3xi2>) outs
  %meta = tensor.cast %m : tensor<?x2x3xi2> to tensor<?x?x3xi2>
  %meta2 = tensor.cast %meta : tensor<?x?x3xi2> to tensor<2x?x3xi2>
  %0 = mixp.matmul ins(%v, %b : tensor<2x?x3xf8E4M3FN>, tensor<2x?x5xf8E5M2>)
         lhs_scale(%s : tensor<2x?x1xf8E8M0FNU>) lhs_block [1, 32, 0]
         lhs_metadata(%meta2 : tensor<2x?x3xi2>)
         outs(%c : tensor<2x3x5xbf16>) {transpose_lhs} -> tensor<2x3x5xbf16>
  return %0 : tensor<2x3x5xbf16>
}

// Every mixture of operand types is a product.
// CHECK-LABEL: @matmul_types
func.func @matmul_types(%a: tensor<3x64xf4E2M1FN>, %sa: tensor<3x4xf8E4M3FN>, %b: tensor<64x5xf6E3M2FN>, %sb: tensor<2x5xf8E8M0FNU>,
    %i: tensor<3x64xi3>, %j: tensor<64x5xui1>, %k: tensor<3x64xi16>, %z: tensor<1x1xf32>, %s: tensor<1x1xf16>, %w: tensor<64x5xf64>,
    %c: tensor<3x5xf32>, %d: tensor<3x5xi32>, %e: tensor<3x5xf64>) {
  // CHECK-COUNT-5: mixp.matmul
  %0 = mixp.matmul ins(%a, %b : tensor<3x64xf4E2M1FN>, tensor<64x5xf6E3M2FN>) lhs_scale(%sa : tensor<3x4xf8E4M3FN>)
         rhs_scale(%sb : tensor<2x5xf8E8M0FNU>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %1 = mixp.matmul ins(%i, %j : tensor<3x64xi3>, tensor<64x5xui1>) outs(%d : tensor<3x5xi32>) -> tensor<3x5xi32>
  %2 = mixp.matmul ins(%k, %j : tensor<3x64xi16>, tensor<64x5xui1>) rhs_scale(%s : tensor<1x1xf16>) rhs_zero_point(%z : tensor<1x1xf32>)
         outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %3 = mixp.matmul ins(%i, %w : tensor<3x64xi3>, tensor<64x5xf64>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
  %4 = mixp.matmul ins(%i, %j : tensor<3x64xi3>, tensor<64x5xui1>) rhs_scale(%s : tensor<1x1xf16>) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  return
}
