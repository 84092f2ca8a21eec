// AVX2 and FMA, no dot products: 8-bit integers are widened to 16 bits, where
// vpmaddwd is exact. Operations per clock: two 256-bit ports (Agner Fog,
// instruction tables, Haswell to Zen 2). Caches: Haswell.
module attributes {mixp.target = #mixp.target<
  name = "x86-64-v3", triple = "x86_64-unknown-linux-gnu", cpu = "x86-64-v3",
  features = "", vector_bits = 256, vector_registers = 16,
  l1 = 32768, l2 = 262144, l3 = 0,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 8, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 32, effective_bits = 24>,
    #mixp.mma<kind = vpmaddwd, m = 1, n = 8, k = 2, lhs = i16, rhs = i16,
              acc = i32, ops_per_clock = 32, effective_bits = 32>,
    #mixp.mma<kind = popcount, m = 1, n = 8, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 64, effective_bits = 32>]>} {}
