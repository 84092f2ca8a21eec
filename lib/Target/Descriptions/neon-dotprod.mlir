// AArch64 with the dot products of equal signs. Operations per clock: two
// 128-bit pipes (Arm, Neoverse N1 Software Optimization Guide). Caches: Neoverse
// N1.
module attributes {mixp.target = #mixp.target<
  name = "neon-dotprod", triple = "aarch64-unknown-linux-gnu",
  cpu = "neoverse-n1", features = "+dotprod",
  vector_bits = 128, vector_registers = 32,
  l1 = 65536, l2 = 1048576, l3 = 0, l1_ways = 4, l2_ways = 8,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 4, k = 1, lhs = f32, rhs = f32,
              acc = f32, ops_per_clock = 16, effective_bits = 24>,
    #mixp.mma<kind = sdot, m = 1, n = 4, k = 4, lhs = i8, rhs = i8,
              acc = i32, ops_per_clock = 64, effective_bits = 32>,
    #mixp.mma<kind = udot, m = 1, n = 4, k = 4, lhs = ui8, rhs = ui8,
              acc = i32, ops_per_clock = 64, effective_bits = 32>,
    #mixp.mma<kind = popcount, m = 1, n = 4, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 64, effective_bits = 32>]>} {}
