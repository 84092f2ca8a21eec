// RUN: sed -e s/BYTES/32/ -e s/WAYS/8/ %s | mixp-opt --mixp-select-schedule | FileCheck %s --check-prefix=FAST
// RUN: sed -e s/BYTES/4/ -e s/WAYS/2/ %s | mixp-opt --mixp-select-schedule | FileCheck %s --check-prefix=SLOW

// A tile is as wide as the second-level cache can send columns to. Rows fill
// whole ways of it: three quarters of 8 are 6, of 2 they are 1.
// FAST: mma = fma, mr = 6, nr = 64, {{.*}}mc = 702,
// SLOW: mma = fma, mr = 12, nr = 32, {{.*}}mc = 480,
module attributes {mixp.target = #mixp.target<
  name = "t", triple = "x86_64-unknown-linux-gnu", cpu = "cooperlake", features = "-prefer-256-bit",
  vector_bits = 512, vector_registers = 32, l1 = 32768, l2 = 1048576, l3 = 0, l2_ways = WAYS, l2_bytes_per_clock = BYTES,
  mma = [#mixp.mma<kind = fma, m = 1, n = 16, k = 1, lhs = f32, rhs = f32, acc = f32, ops_per_clock = 64, effective_bits = 24>]>} {
  func.func @caches(%a: tensor<999x256xf32>, %b: tensor<256x999xf32>) -> tensor<999x999xf32> {
    %c = arith.constant dense<0.0> : tensor<999x999xf32>
    %0 = mixp.matmul ins(%a, %b : tensor<999x256xf32>, tensor<256x999xf32>) outs(%c : tensor<999x999xf32>) -> tensor<999x999xf32>
    return %0 : tensor<999x999xf32>
  }
}
