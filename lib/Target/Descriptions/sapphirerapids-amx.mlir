// Intel Sapphire Rapids with its tiles (AMX): 16 x 16 sums of 64 bytes of each
// side in 16 clocks (Intel, Optimization Reference Manual, chapter 20), 16
// times the rate of vpdpbusd with as many rows. tdpbf16ps flushes subnormal
// operands and results. A process needs the system's permission for tiles.
module attributes {mixp.target = #mixp.target<
  name = "sapphirerapids-amx", triple = "x86_64-unknown-linux-gnu",
  cpu = "sapphirerapids",
  features = "+amx-tile,+amx-int8,+amx-bf16,+avx512fp16,-prefer-256-bit",
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
              acc = i32, ops_per_clock = 682, effective_bits = 32>,
    #mixp.mma<kind = tdpbssd, m = 16, n = 16, k = 64, lhs = i8, rhs = i8,
              acc = i32, ops_per_clock = 2048, effective_bits = 32>,
    #mixp.mma<kind = tdpbsud, m = 16, n = 16, k = 64, lhs = i8, rhs = ui8,
              acc = i32, ops_per_clock = 2048, effective_bits = 32>,
    #mixp.mma<kind = tdpbusd, m = 16, n = 16, k = 64, lhs = ui8, rhs = i8,
              acc = i32, ops_per_clock = 2048, effective_bits = 32>,
    #mixp.mma<kind = tdpbuud, m = 16, n = 16, k = 64, lhs = ui8, rhs = ui8,
              acc = i32, ops_per_clock = 2048, effective_bits = 32>,
    #mixp.mma<kind = tdpbf16ps, m = 16, n = 16, k = 32, lhs = bf16, rhs = bf16,
              acc = f32, ops_per_clock = 1024, effective_bits = 24,
              flushes_operands = true>]>} {}
