// RUN: mixp-opt %s --split-input-file --mixp-resolve-gpu-target=target=sm_75 --mixp-form-tensor-core-matmul --mixp-outline-launches --verify-diagnostics

// Copies that this GPU does not have.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 1024, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected a skeleton for sm_75, which copies by none, but got multistage}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Half of the rows of what code generation makes of two instructions.
#core = #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 2048, effective_bits = 32>
func.func @product(%a: tensor<7x64xi8>, %b: tensor<64x9xi8>, %c: tensor<7x9xi32>) -> tensor<7x9xi32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected warp_m of 16, 32 or a multiple of 64 and warp_n of 32 or a multiple of 64 but got 8 and 32}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xi8>, tensor<64x9xi8>) outs(%c : tensor<7x9xi32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = #core, block_m = 16, block_n = 128, block_k = 128, warp_m = 8, warp_n = 32, stages = 2>} -> tensor<7x9xi32>
  return %0 : tensor<7x9xi32>
}
