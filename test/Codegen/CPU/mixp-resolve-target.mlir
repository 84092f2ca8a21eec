// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni | FileCheck %s
// RUN: mixp-opt %s --mixp-resolve-target=target=znver5 | FileCheck %s --check-prefix=CACHES
// RUN: not mixp-opt %s --mixp-resolve-target=target=z80 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// The module gets the target; a public function's inputs are not written, and it
// can be called from C.
// CHECK: module attributes {mixp.target = #mixp.target<name = "avx512-vnni"
// Ways and bandwidth of caches have defaults.
// CHECK-SAME: l3 = 0, mma =
// CACHES: l3 = 0, l1_ways = 12, l2_ways = 16, l2_bytes_per_clock = 64, mma =
// CHECK: func.func @public(%{{.*}}: tensor<4xf32> {bufferization.writable = false}) -> tensor<4xf32> attributes {llvm.emit_c_interface}
// CHECK: func.func private @private(%{{.*}}: tensor<4xf32>) -> tensor<4xf32> {
// UNKNOWN: unknown target 'z80': expected host, znver4, znver5, neon-dotprod, neon-i8mm, neon-bf16, portable, x86-64-v3, avx-vnni, avx512-vnni, avx512-bf16, sapphirerapids, sapphirerapids-amx or a file
func.func @public(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = call @private(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func private @private(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
