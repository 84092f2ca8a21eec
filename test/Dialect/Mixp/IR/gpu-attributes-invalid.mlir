// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// Fragments of other shapes are not known.
// expected-error @below {{expected an instruction of m16 or m8, n8 (mma_sync) or of m64, n8 to n256 (wgmma) but got m32, n8, k16}}
module attributes {test.c = #mixp.tensor_core<kind = mma_sync, m = 32, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>} {}

// -----

// expected-error @below {{but got m64, n260, k16}}
module attributes {test.c = #mixp.tensor_core<kind = wgmma, m = 64, n = 260, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>} {}

// -----

// expected-error @below {{but got m16, n8, k0}}
module attributes {test.c = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 0, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>} {}

// -----

// No tensor core adds in this type.
// expected-error @below {{expected an accumulator of f32, f16 or i32 but got 'bf16'}}
module attributes {test.c = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = bf16, support = native, ops_per_clock = 2048, effective_bits = 23>} {}

// -----

// An instruction that never finishes.
// expected-error @below {{expected ops_per_clock and effective_bits of at least 1 but got 0 and 23}}
module attributes {test.c = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 0, effective_bits = 23>} {}

// -----

// A chip that LLVM does not generate code for.
// expected-error @below {{expected a chip like sm_80 but got 'gfx942'}}
module attributes {mixp.gpu_target = #mixp.gpu_target<name = "x", chip = "gfx942", ptx_version = 80, multiprocessors = 108, shared_bytes = 65536, copy = none, tensor_cores = []>} {}

// -----

// PTX before tensor cores, and no room for one stage.
// expected-error @below {{expected ptx_version of at least 63, multiprocessors of at least 1 and shared_bytes of at least 16384 but got 60, 108 and 65536}}
module attributes {mixp.gpu_target = #mixp.gpu_target<name = "x", chip = "sm_70", ptx_version = 60, multiprocessors = 108, shared_bytes = 65536, copy = none, tensor_cores = []>} {}

// -----

// expected-error @below {{but got 63, 108 and 1024}}
module attributes {mixp.gpu_target = #mixp.gpu_target<name = "x", chip = "sm_70", ptx_version = 63, multiprocessors = 108, shared_bytes = 1024, copy = none, tensor_cores = []>} {}

// -----

// wgmma and the kernel with a loading warp belong together.
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// expected-error @below {{expected warp_specialized exactly for wgmma but got warp_specialized}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// One stage cannot be loaded while it is multiplied.
// expected-error @below {{expected positive sizes, at least 2 stages and split_k of at least 1}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 1>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// expected-error @below {{expected positive sizes, at least 2 stages and split_k of at least 1}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 2, group_m = 0>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// Half an instruction along K.
// expected-error @below {{expected whole instructions of k16 for each of 1 warps in a block_k of 24}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 24, warp_m = 64, warp_n = 64, stages = 4>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// A warp and a half.
// expected-error @below {{expected whole warps of 64 x 64 in a block of 96 x 128}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 96, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4>} {}

// -----

// Sums of few bits are promoted after one block at the latest.
#f8 = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 32, lhs = f8E4M3FN, rhs = f8E4M3FN, acc = f32, support = native, ops_per_clock = 8192, effective_bits = 14>
// expected-error @below {{expected block_k of at most 128 for an accumulator of 14 bits but got 256}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = warp_specialized, core = #f8, block_m = 128, block_n = 128, block_k = 256, warp_m = 64, warp_n = 128, stages = 4>} {}

// -----

// A group of warps multiplies all columns of the block.
#f16 = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
// expected-error @below {{expected groups of warps of m64 and all of the block along n, at most 256}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 128, block_n = 256, block_k = 64, warp_m = 64, warp_n = 128, stages = 4>} {}

// -----

// No multiprocessor.
// expected-error @below {{but got 63, 0 and 65536}}
module attributes {mixp.gpu_target = #mixp.gpu_target<name = "x", chip = "sm_70", ptx_version = 63, multiprocessors = 0, shared_bytes = 65536, copy = none, tensor_cores = []>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// Half an instruction along M.
// expected-error @below {{expected whole instructions of m16 and n16 in a warp's 24 x 64}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 96, block_n = 128, block_k = 32, warp_m = 24, warp_n = 64, stages = 4>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// No part of K.
// expected-error @below {{expected positive sizes, at least 2 stages and split_k of at least 1}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4, split_k = 0>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// One part has no fewer.
// expected-error @below {{expected neither split_blocks nor split_depth, or both of at least 1 and a split_k of at least 2, but got 108, 128 and 1}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4, split_blocks = 108, split_depth = 128>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// Nothing says how short a part may be.
// expected-error @below {{expected neither split_blocks nor split_depth, or both of at least 1 and a split_k of at least 2, but got 108, 0 and 8}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4, split_k = 8, split_blocks = 108>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// No blocks for the parts.
// expected-error @below {{expected neither split_blocks nor split_depth, or both of at least 1 and a split_k of at least 2, but got -1, 128 and 8}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4, split_k = 8, split_blocks = -1, split_depth = 128>} {}

// -----

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// Warps share K in kernels of weights only.
// expected-error @below {{expected warps_k of 1 without weights_first and with wgmma but got 2}}
module attributes {test.s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4, warps_k = 2>} {}

// -----

// Codes of other sizes have no order of registers.
// expected-error @below {{expected 4 or 8 bits but got 3}}
module attributes {test.f = #mixp.fragments<bits = 3, flip = true, block_n = 128, block_k = 64>} {}

// -----

// A unit of 16 bytes for each lane.
// expected-error @below {{expected block_n in multiples of 16 and block_k of 64 but got 128 and 32}}
module attributes {test.f = #mixp.fragments<bits = 4, flip = true, block_n = 128, block_k = 32>} {}
