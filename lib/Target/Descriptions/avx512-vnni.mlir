// AVX-512 with the 8-bit dot product. Operations per clock: two 512-bit ports
// (Agner Fog, instruction tables, Ice Lake server). Caches: Cascade Lake.
module attributes {mixp.target = #mixp.target<
  name = "avx512-vnni", triple = "x86_64-unknown-linux-gnu",
  cpu = "cascadelake", features = "-prefer-256-bit",
  vector_bits = 512, vector_registers = 32,
  l1 = 32768, l2 = 1048576, l3 = 0,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 64, effective_bits = 24>,
    #mixp.mma<kind = vpdpbusd, m = 1, n = 16, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 256, effective_bits = 32>,
    #mixp.mma<kind = popcount, m = 1, n = 16, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 128, effective_bits = 32>]>} {}
