// RUN: mixp-opt %s | mixp-opt | FileCheck %s

#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>

// CHECK: #[[N:.*]] = affine_map<(d0, d1) -> (d1)>
// CHECK-LABEL: func.func @tensor_core_matmul
// CHECK: mixp.tensor_core_matmul ins(%{{.*}}, %{{.*}} : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%{{.*}} : tensor<9xf32>) maps [#[[N]]]
// CHECK-SAME: outs(%{{.*}} : tensor<7x9xf32>) schedule <skeleton = multistage, core = <kind = mma_sync, m = 16, n = 8, k = 16,
// CHECK-SAME: block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4> {
// CHECK: mixp.yield %{{.*}} : f32
// CHECK: } -> tensor<7x9xf32>
func.func @tensor_core_matmul(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %bias: tensor<9xf32>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>)
         epilogue(%bias : tensor<9xf32>) maps [affine_map<(m, n) -> (n)>]
         outs(%e : tensor<7x9xf32>) schedule #schedule {
  ^bb0(%acc: f32, %b0: f32):
    %s = arith.addf %acc, %b0 : f32
    mixp.yield %s : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// Rows, transposes and batches; on buffers there is no result.
// CHECK-LABEL: func.func @tensor_core_matmul_batched_memref
// CHECK: mixp.tensor_core_matmul ins(%{{.*}}, %{{.*}} : memref<3x64x7xf16>, memref<3x9x64xf16>) maps [] outs(%{{.*}} : memref<3x7x9xf32>)
// CHECK-SAME: attributes {repack_lhs, transpose_lhs, transpose_rhs} {
func.func @tensor_core_matmul_batched_memref(%a: memref<3x64x7xf16>, %b: memref<3x9x64xf16>, %e: memref<3x7x9xf32>) {
  mixp.tensor_core_matmul ins(%a, %b : memref<3x64x7xf16>, memref<3x9x64xf16>) maps []
      outs(%e : memref<3x7x9xf32>) schedule #schedule attributes {transpose_lhs, transpose_rhs, repack_lhs} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  }
  return
}

// Integers of no sign take it from the instruction.
#u8s8 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = ui8, rhs = i8, acc = i32, support = native, ops_per_clock = 4096, effective_bits = 32>
// CHECK-LABEL: func.func @tensor_core_matmul_sign
// CHECK: mixp.tensor_core_matmul {{.*}} lhs = ui8, rhs = i8, acc = i32
func.func @tensor_core_matmul_sign(%a: tensor<7x64xi8>, %b: tensor<64x9xi8>, %e: tensor<7x9xi32>) -> tensor<7x9xi32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xi8>, tensor<64x9xi8>) maps [] outs(%e : tensor<7x9xi32>)
      schedule #mixp.gpu_schedule<skeleton = multistage, core = #u8s8, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 2, group_m = 3, split_k = 4, split_blocks = 108, split_depth = 256> {
  ^bb0(%acc: i32):
    mixp.yield %acc : i32
  } -> tensor<7x9xi32>
  return %0 : tensor<7x9xi32>
}

#weights = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 4, weights_first = true>

// Weights in fewer bits, with scales for groups along K.
// CHECK-LABEL: func.func @tensor_core_matmul_weights
// CHECK: mixp.tensor_core_matmul ins(%{{.*}}, %{{.*}} : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%{{.*}} : tensor<2x9xf16>) maps []
// CHECK-SAME: weights_first = true>
// CHECK-SAME: attributes {group = 32 : i64, rhs_code = i4} {
func.func @tensor_core_matmul_weights(%x: tensor<7x64xf16>, %w: tensor<64x9xi4>, %t: tensor<2x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %1 = mixp.tensor_core_matmul ins(%x, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%t : tensor<2x9xf16>) maps []
         outs(%e : tensor<7x9xf32>) schedule #weights attributes {rhs_code = i4, group = 32} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %1 : tensor<7x9xf32>
}

gpu.module @kernels {
  llvm.func @matmul_0(%a: !llvm.ptr<1>, %m: i32) attributes {nvvm.kernel} {
    llvm.return
  }
}
#plan = #mixp.launch_plan<threads = 128, shared_bytes = 73728, tile_m = 16, tile_n = 128, split_k = 4, split_blocks = 108, split_depth = 256, persistent = false, dims = ["MK", "KN", "MN"],
  sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>],
  arguments = [#mixp.kernel_argument<kind = tensor_map, operand = 0, box = [64, 128], swizzle = 128>, #mixp.kernel_argument<kind = pitch, operand = 2>, #mixp.kernel_argument<kind = size, size = "M">]>

// CHECK-LABEL: func.func @launch
// CHECK: mixp.launch @kernels::@matmul_0 ins(%{{.*}}, %{{.*}} : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>, transposed = true>)
// CHECK-SAME: plan <threads = 128, shared_bytes = 73728, tile_m = 16, tile_n = 128, split_k = 4, split_blocks = 108, split_depth = 256, persistent = false, dims = ["MK", "KN", "MN"],
// CHECK-SAME: sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>],
// CHECK-SAME: arguments = [#mixp.kernel_argument<kind = tensor_map, box = [64, 128], swizzle = 128>, #mixp.kernel_argument<kind = pitch, operand = 2>, #mixp.kernel_argument<kind = size, size = "M">]> -> !mixp.device<tensor<7x9xf32>>
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>, transposed = true>) -> !mixp.device<tensor<7x9xf32>> {
  %0 = mixp.launch @kernels::@matmul_0 ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>, transposed = true>)
         plan #plan -> !mixp.device<tensor<7x9xf32>>
  return %0 : !mixp.device<tensor<7x9xf32>>
}

// The example of its description.
// CHECK-LABEL: func.func @launch_plain
// CHECK: mixp.launch
func.func @launch_plain(%0: !mixp.device<tensor<7x64xf16>>, %w: !mixp.device<tensor<64x9xf16>>) -> !mixp.device<tensor<7x9xf32>> {
  %1 = mixp.launch @kernels::@matmul_0 ins(%0, %w : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
         plan #plan -> !mixp.device<tensor<7x9xf32>>
  return %1 : !mixp.device<tensor<7x9xf32>>
}
