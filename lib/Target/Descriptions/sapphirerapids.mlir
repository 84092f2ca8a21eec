// Intel Sapphire Rapids without its tiles (AMX). vdpbf16ps runs at half the
// rate of the f32 FMA here (109 against 218 GOP/s measured with register-only
// loops), so products of bf16 are faster widened to f32. The feature tells
// these CPUs from AMD's with the same dot products.
module attributes {mixp.target = #mixp.target<
  name = "sapphirerapids", triple = "x86_64-unknown-linux-gnu",
  cpu = "sapphirerapids", features = "+avx512fp16,-prefer-256-bit",
  vector_bits = 512, vector_registers = 32,
  l1 = 49152, l2 = 2097152, l3 = 0,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 64, effective_bits = 24>,
    #mixp.mma<kind = vpdpbusd, m = 1, n = 16, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 256, effective_bits = 32>,
    #mixp.mma<kind = vdpbf16ps, m = 1, n = 16, k = 2, lhs = bf16, rhs = bf16,
              acc = f32, ops_per_clock = 32, effective_bits = 24,
              flushes_operands = true>,
    #mixp.mma<kind = popcount, m = 1, n = 16, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 682, effective_bits = 32>]>} {}
