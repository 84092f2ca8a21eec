// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// A register tile without rows.
// expected-error @below {{expected mr, nr and unroll of at least 1 but got 0, 16 and 1}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 0, nr = 16, unroll = 1, mc = 2, nc = 16>} {}

// -----

// A register tile that would be a million instructions.
// expected-error @below {{expected mr of at most 64, nr of at most 1024 and unroll of at most 64 but got 1000, 16 and 1}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 1000, nr = 16, unroll = 1, mc = 1000, nc = 16>} {}

// -----

// A block smaller than a register tile.
// expected-error @below {{expected a block of at least one register tile (4 x 16) but got 2 x 16}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 1, mc = 2, nc = 16>} {}

// -----

// A thread's columns that end inside of a panel, and its rows without columns.
// expected-error @below {{expected chunk_rows and chunk_columns of at least 1, the latter whole panels of 16 columns, or both 0, but got 4 and 24}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 1, mc = 4, nc = 16, chunk_rows = 4, chunk_columns = 24>} {}

// -----

// expected-error @below {{or both 0, but got 4 and 0}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 1, mc = 4, nc = 16, chunk_rows = 4>} {}

// -----

// An instruction without a shape.
// expected-error @below {{expected m, n and k of at least 1 but got 1, -16 and 1}}
module attributes {test.s = #mixp.mma<kind = fma, m = 1, n = -16, k = 1, lhs = f32, rhs = f32, acc = f32, ops_per_clock = 64, effective_bits = 24>} {}

// -----

// An instruction that never finishes.
// expected-error @below {{expected ops_per_clock and effective_bits of at least 1 but got 0 and 24}}
module attributes {test.s = #mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32, ops_per_clock = 0, effective_bits = 24>} {}

// -----

// A vector width that code generation has no instructions for.
// expected-error @below {{expected vector_bits of 128, 256 or 512 but got 64}}
module attributes {test.s = #mixp.target<name = "t", triple = "x", cpu = "c", features = "", vector_bits = 64, vector_registers = 16, l1 = 1, l2 = 1, l3 = 0, mma = []>} {}

// -----

// Too few registers for any tile.
// expected-error @below {{expected 8 to 256 vector_registers but got 0}}
module attributes {test.s = #mixp.target<name = "t", triple = "x", cpu = "c", features = "", vector_bits = 256, vector_registers = 0, l1 = 1, l2 = 1, l3 = 0, mma = []>} {}

// -----

// A cache without ways.
// expected-error @below {{expected l1_ways, l2_ways and l2_bytes_per_clock of at least 1 but got 0, 8 and 32}}
module attributes {test.s = #mixp.target<name = "t", triple = "x", cpu = "c", features = "", vector_bits = 256, vector_registers = 16, l1 = 1, l2 = 1, l3 = 0, l1_ways = 0, mma = []>} {}

// -----

// A cache of negative size.
// expected-error @below {{expected cache sizes of at least 0 bytes but got -1, 1 and 0}}
module attributes {test.s = #mixp.target<name = "t", triple = "x", cpu = "c", features = "", vector_bits = 256, vector_registers = 16, l1 = -1, l2 = 1, l3 = 0, mma = []>} {}

// -----

// expected-error @below {{expected kc of whole iterations of 4 steps, or 0, but got 6}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 4, mc = 4, nc = 16, kc = 6>} {}

// -----

// expected-error @below {{expected prefetch of at least 0 and prefetch_next of 0 to 64 but got -1 and 0}}
module attributes {test.s = #mixp.schedule<mma = fma, mr = 4, nr = 16, unroll = 4, mc = 4, nc = 16, prefetch = -1>} {}
