// NVIDIA Ampere of workstations (A10, A40, RTX 30). Operations per clock:
// NVIDIA, GA102 GPU Architecture (2020), table 3, for cards without limits on
// f32 accumulators. No fp8.
// Accumulators of f32 keep 23 bits: sums are truncated, not rounded (Fasi et
// al., Numerical behavior of NVIDIA tensor cores, PeerJ CS 2021).
module attributes {mixp.gpu_target = #mixp.gpu_target<
  name = "sm_86", chip = "sm_86", ptx_version = 80, multiprocessors = 84,
  shared_bytes = 101376, copy = cp_async,
  tensor_cores = [
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16,
                      acc = f32, support = native, ops_per_clock = 1024,
                      effective_bits = 23>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16,
                      acc = f16, support = native, ops_per_clock = 1024,
                      effective_bits = 11>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = bf16, rhs = bf16,
                      acc = f32, support = native, ops_per_clock = 1024,
                      effective_bits = 23>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = tf32, rhs = tf32,
                      acc = f32, support = native, ops_per_clock = 512,
                      effective_bits = 23>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = i8, rhs = i8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = i8, rhs = ui8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = ui8, rhs = i8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>,
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = ui8, rhs = ui8,
                      acc = i32, support = native, ops_per_clock = 2048,
                      effective_bits = 32>]>} {}
