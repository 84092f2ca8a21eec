// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule=threads=2 | FileCheck %s
// RUN: mixp-opt %s --mixp-resolve-target=target=avx512-vnni --mixp-select-schedule=threads=0 | FileCheck %s --check-prefix=MANY

// 64 chunks for two threads, more and smaller ones where their number is not
// known.
// CHECK-LABEL: func.func @large
// CHECK: chunk_rows = 128, chunk_columns = 128>
// MANY-LABEL: func.func @large
// MANY: chunk_rows = 38, chunk_columns = 64>
func.func @large(%a: tensor<1024x1024xi8>, %b: tensor<1024x1024xi8>, %c: tensor<1024x1024xi32>) -> tensor<1024x1024xi32> {
  %zero = arith.constant 0 : i32
  %z = linalg.fill ins(%zero : i32) outs(%c : tensor<1024x1024xi32>) -> tensor<1024x1024xi32>
  %0 = mixp.matmul ins(%a, %b : tensor<1024x1024xi8>, tensor<1024x1024xi8>) outs(%z : tensor<1024x1024xi32>) -> tensor<1024x1024xi32>
  return %0 : tensor<1024x1024xi32>
}

// One row: only columns to share.
// CHECK-LABEL: func.func @row
// CHECK: chunk_rows = 1, chunk_columns = {{[0-9]+}}>
func.func @row(%a: tensor<1x4096xf32>, %b: tensor<4096x4096xf32>, %c: tensor<1x4096xf32>) -> tensor<1x4096xf32> {
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%c : tensor<1x4096xf32>) -> tensor<1x4096xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<1x4096xf32>, tensor<4096x4096xf32>) outs(%z : tensor<1x4096xf32>) -> tensor<1x4096xf32>
  return %0 : tensor<1x4096xf32>
}

// CHECK-LABEL: func.func @negative_little_work
// CHECK-NOT: chunk_rows
func.func @negative_little_work(%a: tensor<16x64xf32>, %b: tensor<64x64xf32>, %c: tensor<16x64xf32>) -> tensor<16x64xf32> {
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%c : tensor<16x64xf32>) -> tensor<16x64xf32>
  %0 = mixp.matmul ins(%a, %b : tensor<16x64xf32>, tensor<64x64xf32>) outs(%z : tensor<16x64xf32>) -> tensor<16x64xf32>
  return %0 : tensor<16x64xf32>
}
