// The schedules and kernels of avx-vnni, with the dot product in the form that
// CPUs with AVX-512 have.
module attributes {mixp.target = #mixp.target<
  name = "vnni-256", triple = "x86_64-unknown-linux-gnu", cpu = "x86-64-v4",
  features = "+avx512vnni", vector_bits = 256, vector_registers = 16,
  l1 = 49152, l2 = 1310720, l3 = 0, l1_ways = 12, l2_ways = 10,
  l2_bytes_per_clock = 64,
  mma = [
    #mixp.mma<kind = fma, m = 1, n = 8, k = 1, lhs = f32, rhs = f32, acc = f32,
              ops_per_clock = 32, effective_bits = 24>,
    #mixp.mma<kind = vpdpbusd, m = 1, n = 8, k = 4, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 128, effective_bits = 32>,
    #mixp.mma<kind = popcount, m = 1, n = 8, k = 32, lhs = ui1, rhs = ui1,
              acc = i32, ops_per_clock = 64, effective_bits = 32>]>} {}
