// A GPU with one instruction and little shared memory.
module attributes {mixp.gpu_target = #mixp.gpu_target<
  name = "tiny", chip = "sm_80", ptx_version = 80, multiprocessors = 108, shared_bytes = 49152,
  copy = cp_async,
  tensor_cores = [
    #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16,
                      acc = f32, support = native, ops_per_clock = 512,
                      effective_bits = 23>]>} {}
