// NVIDIA Turing (T4, RTX 20). Operations per clock: NVIDIA, Turing GPU
// Architecture (2018), table 1. No bf16, tf32 or fp8; no asynchronous copies.
// Accumulators of f32 keep 23 bits: sums are truncated, not rounded (Fasi et
// al., Numerical behavior of NVIDIA tensor cores, PeerJ CS 2021).
module attributes {mixp.gpu_target = #mixp.gpu_target<
  name = "sm_75", chip = "sm_75", ptx_version = 70, multiprocessors = 40,
  shared_bytes = 65536, copy = none,
  tensor_cores = [
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16,
                      acc = f32, support = native, ops_per_clock = 1024,
                      effective_bits = 23>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16,
                      acc = f16, support = native, ops_per_clock = 1024,
                      effective_bits = 11>,
    #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = i8, rhs = i8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>,
    #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = i8, rhs = ui8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>,
    #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = ui8, rhs = i8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>,
    #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = ui8, rhs = ui8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>]>} {}
