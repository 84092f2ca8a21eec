// Sizes that are known at run time only decide how many blocks share a tile: up to 4
// where 5 blocks are wanted, each with 128 elements of K at least; none where there
// are tiles enough. The emulator counts the blocks.
//
// RUN: rm -rf %t && split-file %s %t
//
// One tile has 4 blocks, two have 2 each, and three none to share.
// RUN: mixp run %t/integer.mlir --input random:1:5x700 --input random:2:700x71 --input random:3:5x71 --target=sm_80 --gpu=emulator --check-outputs --gpu-report=%t/1.json 2>&1 | FileCheck %s --check-prefix=EXACT
// RUN: FileCheck %s --check-prefix=BLOCKS4 < %t/1.json
// RUN: mixp run %t/integer.mlir --input random:1:20x700 --input random:2:700x71 --input random:3:20x71 --target=sm_80 --gpu=emulator --check-outputs --gpu-report=%t/2.json 2>&1 | FileCheck %s --check-prefix=EXACT
// RUN: FileCheck %s --check-prefix=BLOCKS4 < %t/2.json
// RUN: mixp run %t/integer.mlir --input random:1:37x700 --input random:2:700x71 --input random:3:37x71 --target=sm_80 --gpu=emulator --check-outputs --gpu-report=%t/3.json 2>&1 | FileCheck %s --check-prefix=EXACT
// RUN: FileCheck %s --check-prefix=BLOCKS3 < %t/3.json
//
// Parts of 128 elements at least.
// RUN: mixp run %t/integer.mlir --input random:1:5x260 --input random:2:260x71 --input random:3:5x71 --target=sm_80 --gpu=emulator --check-outputs --gpu-report=%t/4.json 2>&1 | FileCheck %s --check-prefix=EXACT
// RUN: FileCheck %s --check-prefix=BLOCKS2 < %t/4.json
// RUN: mixp run %t/integer.mlir --input random:1:5x0 --input random:2:0x71 --input random:3:5x71 --target=sm_80 --gpu=emulator --check-outputs --gpu-report=%t/5.json 2>&1 | FileCheck %s --check-prefix=EXACT
// RUN: FileCheck %s --check-prefix=BLOCKS1 < %t/5.json
//
// Tiles of all matrices count.
// RUN: mixp run %t/batch.mlir --input random:1:2x37x700 --input random:2:2x71x700 --input random:3:2x37x71 --target=sm_90a --gpu=emulator --check-outputs --gpu-report=%t/6.json 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: FileCheck %s --check-prefix=BLOCKS4 < %t/6.json
//
// Two persistent blocks with three tiles, whose sums are whole.
// RUN: mixp run %t/batch.mlir --input random:1:1x137x700 --input random:2:1x71x700 --input random:3:1x137x71 --target=sm_90a --gpu=emulator --check-outputs --gpu-report=%t/7.json 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: FileCheck %s --check-prefix=BLOCKS2 < %t/7.json
//
// RUN: mixp run %t/weights.mlir --input random:1:5x700 --input random:2:700x71 --input random:3:6x71 --input random:4:5x71 --target=sm_75 --gpu=emulator --check-outputs --gpu-report=%t/8.json 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: FileCheck %s --check-prefix=BLOCKS4 < %t/8.json
// RUN: mixp run %t/weights.mlir --input random:1:37x700 --input random:2:700x71 --input random:3:6x71 --input random:4:37x71 --target=sm_75 --gpu=emulator --check-outputs --gpu-report=%t/9.json 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: FileCheck %s --check-prefix=BLOCKS3 < %t/9.json
//
// EXACT-DAG: : 1 launches,
// EXACT-DAG: checked {{[0-9]+}} elements of 1 outputs: bit-exact
// FLOAT-DAG: : 1 launches,
// FLOAT-DAG: checked {{[0-9]+}} elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// BLOCKS1: "blocks": 1,
// BLOCKS2: "blocks": 2,
// BLOCKS3: "blocks": 3,
// BLOCKS4: "blocks": 4,

//--- integer.mlir
#s8 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 4096, effective_bits = 32>
func.func @main(%a: tensor<?x?xi8>, %b: tensor<?x71xi8>, %c: tensor<?x71xi32>) -> tensor<?x71xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x?xi8>, tensor<?x71xi8>) outs(%c : tensor<?x71xi32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #s8, block_m = 16, block_n = 128, block_k = 128, warp_m = 16, warp_n = 32, stages = 3, split_k = 4, split_blocks = 5, split_depth = 128>} -> tensor<?x71xi32>
  return %0 : tensor<?x71xi32>
}

//--- batch.mlir
#wgmma = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = bf16, rhs = bf16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @main(%a: tensor<?x?x700xbf16>, %b: tensor<?x71x700xbf16>, %c: tensor<?x?x71xf32>) -> tensor<?x?x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x?x700xbf16>, tensor<?x71x700xbf16>) outs(%c : tensor<?x?x71xf32>)
         {transpose_rhs, mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #wgmma, block_m = 64, block_n = 96, block_k = 64, warp_m = 64, warp_n = 96, stages = 2, split_k = 4, split_blocks = 5, split_depth = 128>} -> tensor<?x?x71xf32>
  return %0 : tensor<?x?x71xf32>
}

//--- weights.mlir
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 1024, effective_bits = 23>
func.func @main(%a: tensor<?x700xf16>, %w: tensor<700x71xi4>, %s: tensor<6x71xf16>, %c: tensor<?x71xf32>) -> tensor<?x71xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<?x700xf16>, tensor<700x71xi4>) rhs_scale(%s : tensor<6x71xf16>) rhs_block [128, 1] outs(%c : tensor<?x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = #f16, block_m = 16, block_n = 128, block_k = 128, warp_m = 16, warp_n = 32, stages = 2, split_k = 4, split_blocks = 5, split_depth = 128, warps_k = 2, weights_first = true>} -> tensor<?x71xf32>
  return %0 : tensor<?x71xf32>
}
