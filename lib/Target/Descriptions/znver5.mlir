// AMD Zen 5 with full 512-bit units: two ports for f32, bf16 and 8-bit products
// (measured: 258, 513 and 1030 GOP/s at about 4 GHz). The feature tells it from
// Zen 4. Caches and their ways: AMD, Software Optimization Guide for Zen 5.
module attributes {mixp.target = #mixp.target<
  name = "znver5", triple = "x86_64-unknown-linux-gnu", cpu = "znver5",
  features = "+avxvnni,-prefer-256-bit",
  vector_bits = 512, vector_registers = 32,
  l1 = 49152, l2 = 1048576, l3 = 0, l1_ways = 12, l2_ways = 16,
  l2_bytes_per_clock = 64,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 64, effective_bits = 24>,
    #mixp.mma<kind = vpdpbusd, m = 1, n = 16, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 256, effective_bits = 32>,
    #mixp.mma<kind = vdpbf16ps, m = 1, n = 16, k = 2, lhs = bf16, rhs = bf16,
              acc = f32, ops_per_clock = 128, effective_bits = 24,
              flushes_operands = true>,
    #mixp.mma<kind = popcount, m = 1, n = 16, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 1365, effective_bits = 32>]>} {}
