// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule | FileCheck %s --check-prefixes=CHECK,AVX512
// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule --remarks-filter=mixp-schedule 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: mixp-opt %s --mixp-resolve-target=target=x86-64-v3 --mixp-select-schedule | FileCheck %s --check-prefixes=CHECK,AVX2

// 6 x 4 accumulators of 16 lanes fit 32 registers, 6 x 2 of 8 lanes fit 16.
// CHECK-LABEL: func.func @wide
// AVX512: schedule = #mixp.schedule<mma = fma, mr = 6, nr = 64,
// AVX2: schedule = #mixp.schedule<mma = fma, mr = 6, nr = 16,
func.func @wide(%a: tensor<?x784xf32>, %b: tensor<784x128xf32>, %n: index) -> tensor<?x128xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty(%n) : tensor<?x128xf32>
  %c = linalg.fill ins(%z : f32) outs(%e : tensor<?x128xf32>) -> tensor<?x128xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<?x784xf32>, tensor<784x128xf32>) outs(%c : tensor<?x128xf32>) -> tensor<?x128xf32>
  return %0 : tensor<?x128xf32>
}

// Few columns: one vector of them, more rows.
// CHECK-LABEL: func.func @narrow
// AVX512: schedule = #mixp.schedule<mma = vpdpbusd, mr = 12, nr = 16,
// AVX2: schedule = #mixp.schedule<mma = vpmaddwd, mr = 5, nr = 16,
func.func @narrow(%a: tensor<99x64xi8>, %b: tensor<64x10xi8>) -> tensor<99x10xi32> {
  %c = arith.constant dense<0> : tensor<99x10xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<99x64xi8>, tensor<64x10xi8>) outs(%c : tensor<99x10xi32>) -> tensor<99x10xi32>
  return %0 : tensor<99x10xi32>
}

// A schedule that somebody wrote is kept.
// CHECK-LABEL: func.func @written
// CHECK: schedule = #mixp.schedule<mma = fma, mr = 2, nr = 16,
func.func @written(%a: tensor<9x8xf32>, %b: tensor<8x16xf32>) -> tensor<9x16xf32> {
  %c = arith.constant dense<0.0> : tensor<9x16xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<9x8xf32>, tensor<8x16xf32>) outs(%c : tensor<9x16xf32>)
         {schedule = #mixp.schedule<mma = fma, mr = 2, nr = 16, unroll = 1, mc = 2, nc = 16>} -> tensor<9x16xf32>
  return %0 : tensor<9x16xf32>
}

// Zero points have no kernel before mixp-decompose-matmul.
// CHECK-LABEL: func.func @negative_zero_point
// CHECK-NOT: schedule
func.func @negative_zero_point(%a: tensor<9x8xi8>, %b: tensor<8x16xi8>, %z: tensor<1x1xi32>, %c: tensor<9x16xi32>) -> tensor<9x16xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<9x8xi8>, tensor<8x16xi8>) lhs_zero_point(%z : tensor<1x1xi32>)
         outs(%c : tensor<9x16xi32>) -> tensor<9x16xi32>
  return %0 : tensor<9x16xi32>
}

// All of K in one block while a panel fits; then the tiles of a block of rows
// ask for the next panel.
// CHECK-LABEL: func.func @large
// AVX512: schedule = #mixp.schedule<mma = fma, mr = 6, nr = 64, unroll = 4, mc = 126, nc = 1024, prefetch_next = 1>
// AVX512: schedule = #mixp.schedule<mma = fma, mr = 6, nr = 64, unroll = 4, mc = 108, nc = 1024, kc = 500, prefetch_next = 1>
// REMARK: mixp-schedule-001 {{.*}}Function=large {{.*}}6 x 64 accumulators of 32 registers
// REMARK: mixp-schedule-001 {{.*}}K in blocks of 500 steps: a panel of 125 KiB in a second-level cache of 1024 KiB
func.func @large(%a: tensor<999x1024xf32>, %b: tensor<1024x999xf32>, %c: tensor<999x1500xf32>, %d: tensor<1500x999xf32>) -> (tensor<999x999xf32>, tensor<999x999xf32>) {
  %z = arith.constant dense<0.0> : tensor<999x999xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<999x1024xf32>, tensor<1024x999xf32>) outs(%z : tensor<999x999xf32>) -> tensor<999x999xf32>
  %1 = mixp.matmul ins(%c, %d : tensor<999x1500xf32>, tensor<1500x999xf32>) outs(%z : tensor<999x999xf32>) -> tensor<999x999xf32>
  return %0, %1 : tensor<999x999xf32>, tensor<999x999xf32>
}

// Few rows: one tile of all of them, as wide as there are registers, K in one
// block. 16 rows are two tiles, slow enough for rhs to be asked for early.
// CHECK-LABEL: func.func @few_rows
// AVX512: mr = 1, nr = 128, unroll = 4, mc = 1, nc = 1024>
// AVX512: mr = 8, nr = 32, unroll = 4, mc = 8, nc = 1024>
// AVX512: mr = 8, nr = 32, unroll = 4, mc = 16, nc = 1024, prefetch = 16>
// REMARK: all 1 rows in one tile
func.func @few_rows(%a: tensor<1x4096xi8>, %d: tensor<8x4096xi8>, %f: tensor<16x4096xi8>, %b: tensor<4096x999xi8>) -> (tensor<1x999xi32>, tensor<8x999xi32>, tensor<16x999xi32>) {
  %c = arith.constant dense<0> : tensor<1x999xi32>
  %e = arith.constant dense<0> : tensor<8x999xi32>
  %g = arith.constant dense<0> : tensor<16x999xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<1x4096xi8>, tensor<4096x999xi8>) outs(%c : tensor<1x999xi32>) -> tensor<1x999xi32>
  %1 = mixp.matmul ins(%d, %b : tensor<8x4096xi8>, tensor<4096x999xi8>) outs(%e : tensor<8x999xi32>) -> tensor<8x999xi32>
  %2 = mixp.matmul ins(%f, %b : tensor<16x4096xi8>, tensor<4096x999xi8>) outs(%g : tensor<16x999xi32>) -> tensor<16x999xi32>
  return %0, %1, %2 : tensor<1x999xi32>, tensor<8x999xi32>, tensor<16x999xi32>
}
