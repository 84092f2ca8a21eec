// Any x86-64 CPU, and in its vector_bits any other one: products are written in
// plain vector multiplications and additions. Operations per clock: a
// multiplication and an addition of 128 bits per clock, 16-bit products with
// SSE2's pmaddwd (Agner Fog, instruction tables, Nehalem). Caches: the same.
module attributes {mixp.target = #mixp.target<
  name = "portable", triple = "x86_64-unknown-linux-gnu", cpu = "x86-64",
  features = "", vector_bits = 128, vector_registers = 16,
  l1 = 32768, l2 = 262144, l3 = 0,
  mma = [
    #mixp.mma<kind = mul_add, m = 1, n = 4, k = 1, lhs = f32, rhs = f32,
              acc = f32, ops_per_clock = 8, effective_bits = 24>,
    #mixp.mma<kind = widening_mul_add, m = 1, n = 4, k = 2, lhs = i16,
              rhs = i16, acc = i32, ops_per_clock = 8, effective_bits = 32>,
    #mixp.mma<kind = popcount, m = 1, n = 4, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 8, effective_bits = 32>]>} {}
