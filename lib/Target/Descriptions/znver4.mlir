// AMD Zen 4: a 512-bit instruction takes both halves of its unit, so each kind
// issues once per clock, half the rate of Zen 5. Measured with register-only
// loops at 3.69 GHz: 118 GOP/s of f32, 236 of bf16, 473 of 8-bit integers.
// Caches and their ways: AMD, Software Optimization Guide for Zen 4.
module attributes {mixp.target = #mixp.target<
  name = "znver4", triple = "x86_64-unknown-linux-gnu", cpu = "znver4",
  features = "-prefer-256-bit", vector_bits = 512, vector_registers = 32,
  l1 = 32768, l2 = 1048576, l3 = 0, l1_ways = 8, l2_ways = 8,
  l2_bytes_per_clock = 32,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 32, effective_bits = 24>,
    #mixp.mma<kind = vpdpbusd, m = 1, n = 16, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 128, effective_bits = 32>,
    #mixp.mma<kind = vdpbf16ps, m = 1, n = 16, k = 2, lhs = bf16, rhs = bf16,
              acc = f32, ops_per_clock = 64, effective_bits = 24,
              flushes_operands = true>,
    #mixp.mma<kind = popcount, m = 1, n = 16, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 682, effective_bits = 32>]>} {}
