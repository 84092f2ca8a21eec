// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule | FileCheck %s --check-prefixes=CHECK,AVX512
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
// AVX2: schedule = #mixp.schedule<mma = vpmaddwd, mr = 6, nr = 16,
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
