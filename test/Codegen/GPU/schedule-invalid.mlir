// A schedule that somebody wrote is obeyed or refused.
//
// RUN: mixp-opt %s --split-input-file --mixp-resolve-gpu-target=target=sm_80 --mixp-form-tensor-core-matmul --mixp-outline-launches --verify-diagnostics

// Scales are not part of what such a kernel does.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %s: tensor<2x9xf32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.matmul' op expected neither scales, zero points nor metadata beside a GPU's schedule; remove it or run mixp-decompose-for-gpu first}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) rhs_scale(%s : tensor<2x9xf32>) rhs_block [32, 1] outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Nor is gathering.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x32xf16>, %b: tensor<64x9xf16>, %i: tensor<7x32xi2>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.matmul' op expected neither scales, zero points nor metadata beside}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x32xf16>, tensor<64x9xf16>) lhs_metadata(%i : tensor<7x32xi2>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Other operands than those of the instruction.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xbf16>, %b: tensor<64x9xbf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.matmul' op expected an instruction for its operands and precision in its schedule but got #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16,}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xbf16>, tensor<64x9xbf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Signs belong to the type.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 4096, effective_bits = 32>
func.func @product(%a: tensor<7x64xi8>, %b: tensor<64x9xi8>, %c: tensor<7x9xi32>) -> tensor<7x9xi32> {
  // expected-error @below {{expected an instruction for its operands and precision}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xi8>, tensor<64x9xi8>) outs(%c : tensor<7x9xi32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 128, warp_m = 16, warp_n = 32, stages = 2>, lhs_unsigned} -> tensor<7x9xi32>
  return %0 : tensor<7x9xi32>
}

// -----

// All bits of f32 are more than tf32 has.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = tf32, rhs = tf32, acc = f32, support = native, ops_per_clock = 1024, effective_bits = 23>
func.func @product(%a: tensor<7x64xf32>, %b: tensor<64x9xf32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{expected an instruction for its operands and precision}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf32>, tensor<64x9xf32>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 32, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// No kernel sums in f64.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf64>) -> tensor<7x9xf64> {
  // expected-error @below {{expected an instruction for its operands and precision}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf64>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf64>
  return %0 : tensor<7x9xf64>
}

// -----

// An instruction that the GPU lacks, which the assembler would not take.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = f8E4M3FN, rhs = f8E4M3FN, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 14>
func.func @product(%a: tensor<7x64xf8E4M3FN>, %b: tensor<64x9xf8E4M3FN>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected an instruction of sm_80 but got #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = f8E4M3FN,}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf8E4M3FN>, tensor<64x9xf8E4M3FN>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 128, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// More bits than the accumulator keeps would leave out the promotion.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 24>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected an instruction of sm_80 but got}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Sums of f16 widen the bound.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f16, support = native, ops_per_clock = 2048, effective_bits = 11>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf16>) -> tensor<7x9xf16> {
  // expected-error @below {{'mixp.matmul' op expected fast_accumulate beside a schedule that sums in f16 or in few bits}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf16>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf16>
  return %0 : tensor<7x9xf16>
}

// -----

// So do sums of few bits that are not promoted.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = f8E4M3FN, rhs = f8E4M3FN, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 14>
func.func @product(%a: tensor<7x64xf8E4M3FN>, %b: tensor<64x9xf8E4M3FN>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.matmul' op expected fast_accumulate beside a schedule that sums in f16 or in few bits}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf8E4M3FN>, tensor<64x9xf8E4M3FN>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 128, warp_m = 16, warp_n = 32, stages = 2, promote = false>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Weights come first exactly where they are decoded.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.matmul' op expected weights_first in its schedule exactly where f16 or bf16 is multiplied by weights in fewer bits}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2, weights_first = true>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xi8>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.matmul' op expected weights_first in its schedule exactly where}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xi8>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Half of a panel of 128 bytes in each row.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected tiles that 128 threads copy in whole steps of 8 rows of 32, 64 or a multiple of 128 bytes but got a block of 32 x 64 x 48}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 48, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// One warp copies 4 rows of 128 bytes at a time, but the swizzle repeats after 8.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected tiles that 32 threads copy in whole steps of 8 rows of 32, 64 or a multiple of 128 bytes but got a block of 16 x 32 x 64}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 32, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// More rows in one step than the tile has.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected tiles that 512 threads copy in whole steps}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 512, block_k = 32, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// The epilogue stores 32 columns at a time.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected warp_m of 16, 32 or a multiple of 64 and warp_n of 32 or a multiple of 64 but got 16 and 16}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 16, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Fragments that lie across panels.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected warp_m of 16, 32 or a multiple of 64 and warp_n of 32 or a multiple of 64 but got 48 and 32}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 96, block_n = 64, block_k = 64, warp_m = 48, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// More sums than registers.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected at most 254 sums in a thread but got 256; use more warps for a block}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 128, block_n = 128, block_k = 32, warp_m = 128, warp_n = 64, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// More threads than a block can have.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected at most 1024 threads in a block but got 2048}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 256, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Stages that do not fit.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op needs 172032 bytes of shared memory, but sm_80 has 166912; use fewer stages or a smaller block}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 14>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// More parts than a grid has blocks.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected parts of a tile of less than 2 GiB, and at most 65535, but got split_k = 65536}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 2, split_k = 65536>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// -----

// Parts of 64 KiB whose places do not fit 32 bits.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.tensor_core_matmul' op expected parts of a tile of less than 2 GiB, and at most 65535, but got split_k = 32768}}
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 2, split_k = 32768>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
