// RUN: mixp-opt %s --mixp-form-tensor-core-matmul | FileCheck %s

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#s8 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 4096, effective_bits = 32>
#s_f16 = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
#s_s8 = #mixp.gpu_schedule<skeleton = multistage, core = #s8, block_m = 16, block_n = 128, block_k = 128, warp_m = 16, warp_n = 32, stages = 4>

// CHECK: #[[MN:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// What outs holds is added in the epilogue, in f32, and the sum rounded once.
// CHECK-LABEL: func.func @outs_f16
// CHECK: %[[E:.*]] = tensor.empty() : tensor<7x9xf16>
// CHECK: mixp.tensor_core_matmul ins(%arg0, %arg1 : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%arg2 : tensor<7x9xf16>) maps [#[[MN]]] outs(%[[E]] : tensor<7x9xf16>)
// CHECK: ^bb0(%[[ACC:.*]]: f32, %[[OUTS:.*]]: f16):
// CHECK-NEXT: %[[X:.*]] = arith.extf %[[OUTS]] : f16 to f32
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[ACC]] : f32
// CHECK-NEXT: %[[R:.*]] = arith.truncf %[[S]] : f32 to f16
// CHECK-NEXT: mixp.yield %[[R]] : f16
func.func @outs_f16(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf16>) -> tensor<7x9xf16> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf16>) {mixp.gpu_schedule = #s_f16} -> tensor<7x9xf16>
  return %0 : tensor<7x9xf16>
}

// Zeros are not added.
// CHECK-LABEL: func.func @outs_zero
// CHECK: mixp.tensor_core_matmul ins(%arg0, %arg1 : tensor<7x64xf16>, tensor<64x9xf16>) maps []
// CHECK: ^bb0(%[[ACC:.*]]: f32):
// CHECK-NEXT: mixp.yield %[[ACC]] : f32
func.func @outs_zero(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>) -> tensor<7x9xf32> {
  %c = arith.constant dense<0.0> : tensor<7x9xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>) {mixp.gpu_schedule = #s_f16} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// 16-bit operands are read however they lie.
// CHECK-LABEL: func.func @layout_f16_transposed
// CHECK: attributes {transpose_lhs, transpose_rhs} {
func.func @layout_f16_transposed(%a: tensor<64x7xf16>, %b: tensor<9x64xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<64x7xf16>, tensor<9x64xf16>) outs(%c : tensor<7x9xf32>) {mixp.gpu_schedule = #s_f16, transpose_lhs, transpose_rhs} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// Others have to be contiguous along K: rhs is K x N here.
// CHECK-LABEL: func.func @layout_i8
// CHECK: attributes {repack_rhs} {
func.func @layout_i8(%a: tensor<7x64xi8>, %b: tensor<64x9xi8>, %c: tensor<7x9xi32>) -> tensor<7x9xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xi8>, tensor<64x9xi8>) outs(%c : tensor<7x9xi32>) {mixp.gpu_schedule = #s_s8} -> tensor<7x9xi32>
  return %0 : tensor<7x9xi32>
}

// CHECK-LABEL: func.func @layout_i8_transposed
// CHECK: attributes {repack_lhs, transpose_lhs, transpose_rhs} {
// CHECK: arith.addi
func.func @layout_i8_transposed(%a: tensor<64x7xi8>, %b: tensor<9x64xi8>, %c: tensor<7x9xi32>) -> tensor<7x9xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<64x7xi8>, tensor<9x64xi8>) outs(%c : tensor<7x9xi32>) {mixp.gpu_schedule = #s_s8, transpose_lhs, transpose_rhs} -> tensor<7x9xi32>
  return %0 : tensor<7x9xi32>
}

// Batches, and sizes that only a run knows.
// CHECK-LABEL: func.func @batched_dynamic
// CHECK: %[[M:.*]] = tensor.dim %arg2, %{{.*}} : tensor<3x?x9xf32>
// CHECK: %[[E:.*]] = tensor.empty(%[[M]]) : tensor<3x?x9xf32>
// CHECK: mixp.tensor_core_matmul {{.*}} maps [#{{.*}}] outs(%[[E]] : tensor<3x?x9xf32>)
func.func @batched_dynamic(%a: tensor<3x?x64xf16>, %b: tensor<3x64x9xf16>, %c: tensor<3x?x9xf32>) -> tensor<3x?x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<3x?x64xf16>, tensor<3x64x9xf16>) outs(%c : tensor<3x?x9xf32>) {mixp.gpu_schedule = #s_f16} -> tensor<3x?x9xf32>
  return %0 : tensor<3x?x9xf32>
}

// Without a schedule it stays on the host.
// CHECK-LABEL: func.func @negative_no_schedule
// CHECK: mixp.matmul
func.func @negative_no_schedule(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
