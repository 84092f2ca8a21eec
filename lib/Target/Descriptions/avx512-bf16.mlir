// AVX-512 with the 8-bit and the bf16 dot product. vdpbf16ps flushes subnormal
// operands and results and rounds each step to nearest even (Intel SDM).
// Operations per clock: two 512-bit ports, as on Zen 5 (measured there: 513
// GOP/s of bf16 beside 258 of f32).
module attributes {mixp.target = #mixp.target<
  name = "avx512-bf16", triple = "x86_64-unknown-linux-gnu", cpu = "cooperlake",
  features = "-prefer-256-bit", vector_bits = 512, vector_registers = 32,
  l1 = 49152, l2 = 2097152, l3 = 0,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 64, effective_bits = 24>,
    #mixp.mma<kind = vpdpbusd, m = 1, n = 16, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 256, effective_bits = 32>,
    #mixp.mma<kind = vdpbf16ps, m = 1, n = 16, k = 2, lhs = bf16, rhs = bf16,
              acc = f32, ops_per_clock = 128, effective_bits = 24,
              flushes_operands = true>,
    #mixp.mma<kind = popcount, m = 1, n = 16, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 128, effective_bits = 32>]>} {}
