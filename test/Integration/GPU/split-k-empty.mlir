// More blocks for a tile than there are steps along K: their parts are empty, and
// the last one of them may be the one that adds all.
//
// RUN: rm -rf %t && split-file %s %t
// RUN: mixp run %t/multistage.mlir --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %t/double_buffered.mlir --random=3 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %t/warp_specialized.mlir --random=3 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %t/weights_multistage.mlir --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %t/weights_double_buffered.mlir --random=3 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// RUN: mixp run %t/weights_warp_specialized.mlir --random=3 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s
// CHECK-DAG: : 1 launches,
// CHECK-DAG: checked 5254 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}

//--- multistage.mlir
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @main(%a: tensor<74x150xf16>, %b: tensor<150x71xf16>, %c: tensor<74x71xf32>) -> tensor<74x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<74x150xf16>, tensor<150x71xf16>) outs(%c : tensor<74x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 3, split_k = 5>} -> tensor<74x71xf32>
  return %0 : tensor<74x71xf32>
}

//--- double_buffered.mlir
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 1024, effective_bits = 23>
func.func @main(%a: tensor<74x150xf16>, %b: tensor<150x71xf16>, %c: tensor<74x71xf32>) -> tensor<74x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<74x150xf16>, tensor<150x71xf16>) outs(%c : tensor<74x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2, split_k = 5>} -> tensor<74x71xf32>
  return %0 : tensor<74x71xf32>
}

//--- warp_specialized.mlir
#wgmma = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @main(%a: tensor<74x150xf16>, %b: tensor<71x150xf16>, %c: tensor<74x71xf32>) -> tensor<74x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<74x150xf16>, tensor<71x150xf16>) outs(%c : tensor<74x71xf32>)
         {transpose_rhs, mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #wgmma, block_m = 64, block_n = 32, block_k = 64, warp_m = 64, warp_n = 32, stages = 2, split_k = 5>} -> tensor<74x71xf32>
  return %0 : tensor<74x71xf32>
}

//--- weights_multistage.mlir
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @main(%a: tensor<74x300xf16>, %w: tensor<300x71xi4>, %s: tensor<3x71xf16>, %c: tensor<74x71xf32>) -> tensor<74x71xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<74x300xf16>, tensor<300x71xi4>) rhs_scale(%s : tensor<3x71xf16>) rhs_block [128, 1] outs(%c : tensor<74x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 128, warp_m = 32, warp_n = 32, stages = 3, split_k = 5, warps_k = 2, weights_first = true>} -> tensor<74x71xf32>
  return %0 : tensor<74x71xf32>
}

//--- weights_double_buffered.mlir
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 1024, effective_bits = 23>
func.func @main(%a: tensor<74x300xf16>, %w: tensor<300x71xi4>, %s: tensor<3x71xf16>, %c: tensor<74x71xf32>) -> tensor<74x71xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<74x300xf16>, tensor<300x71xi4>) rhs_scale(%s : tensor<3x71xf16>) rhs_block [128, 1] outs(%c : tensor<74x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = #f16, block_m = 32, block_n = 64, block_k = 128, warp_m = 32, warp_n = 32, stages = 2, split_k = 5, warps_k = 2, weights_first = true>} -> tensor<74x71xf32>
  return %0 : tensor<74x71xf32>
}

//--- weights_warp_specialized.mlir
#wgmma = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @main(%a: tensor<74x150xf16>, %w: tensor<150x71xi4>, %s: tensor<2x71xf16>, %c: tensor<74x71xf32>) -> tensor<74x71xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<74x150xf16>, tensor<150x71xi4>) rhs_scale(%s : tensor<2x71xf16>) rhs_block [128, 1] outs(%c : tensor<74x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #wgmma, block_m = 64, block_n = 128, block_k = 64, warp_m = 64, warp_n = 64, stages = 3, split_k = 5, weights_first = true>} -> tensor<74x71xf32>
  return %0 : tensor<74x71xf32>
}
