// RUN: mixp-opt %s --split-input-file --mixp-resolve-gpu-target=target=sm_90a --mixp-form-tensor-core-matmul --mixp-outline-launches --verify-diagnostics

// Both operands have one panel of 128 bytes along K.
#core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected a block of at most 256 rows, a multiple of 64 columns and 128 bytes along K but got 64 x 64 x 32}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #core, block_m = 64, block_n = 64, block_k = 32, warp_m = 64, warp_n = 64, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Half a panel of columns.
#core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected a block of at most 256 rows, a multiple of 64 columns and 128 bytes along K but got 64 x 96 x 64}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #core, block_m = 64, block_n = 96, block_k = 64, warp_m = 64, warp_n = 96, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Of columns contiguous along K the epilogue takes 32 at a time.
#core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<9x64xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected a block of at most 256 rows, a multiple of 32 columns and 128 bytes along K but got 64 x 72 x 64}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<9x64xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #core, block_m = 64, block_n = 72, block_k = 64, warp_m = 64, warp_n = 72, stages = 2>, transpose_rhs} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// A box has at most 256 rows.
#core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{but got 320 x 64 x 64}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #core, block_m = 320, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
