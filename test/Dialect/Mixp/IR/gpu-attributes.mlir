// RUN: mixp-opt %s | mixp-opt | FileCheck %s

// Instructions of a warp and of four warps.
// CHECK: mixp.gpu_target = #mixp.gpu_target<name = "sm_80", chip = "sm_80", ptx_version = 80, multiprocessors = 108, shared_bytes = 166912, copy = cp_async,
// CHECK-SAME: tensor_cores = [#mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 24>]>
// CHECK-SAME: test.core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 8, lhs = tf32, rhs = tf32, acc = f32, support = emulated,
// CHECK-SAME: test.f = #mixp.fragments<bits = 4, flip = true, block_n = 128, block_k = 64>
module attributes {
  mixp.gpu_target = #mixp.gpu_target<name = "sm_80", chip = "sm_80", ptx_version = 80, multiprocessors = 108,
                     shared_bytes = 166912, copy = cp_async,
                     tensor_cores = [#mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16,
                      rhs = f16, acc = f32, support = native,
                      ops_per_clock = 2048, effective_bits = 24>]>,
  test.f = #mixp.fragments<bits = 4, flip = true, block_n = 128, block_k = 64>,
  test.core = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 8, lhs = tf32, rhs = tf32, acc = f32, support = emulated, ops_per_clock = 2048, effective_bits = 23>
} {}
