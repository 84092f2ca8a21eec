// Schedules that somebody wrote are what kernels do: their threads and shared
// memory are in the plan, and results are right.
//
// RUN: rm -rf %t && split-file %s %t
// RUN: mixp run %t/multistage.mlir --function=multistage --random=3 --target=sm_80 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: mixp run %t/double_buffered.mlir --function=double_buffered --random=4 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=INTEGER
// RUN: mixp run %t/warp_specialized.mlir --function=warp_specialized --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: mixp run %t/odd_tiles.mlir --function=odd_tiles --random=5 --target=sm_90a --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=FLOAT
// RUN: mixp run %t/scaled.mlir --function=scaled --random=6 --target=sm_75 --gpu=emulator --check-outputs 2>&1 | FileCheck %s --check-prefix=INTEGER
// FLOAT-DAG: : 1 launches,
// FLOAT-DAG: checked 9727 elements of 1 outputs: within their bounds, at most {{.*}} off where {{[0-9]}}
// INTEGER-DAG: : 1 launches,
// INTEGER-DAG: checked 9727 elements of 1 outputs: bit-exact
//
// RUN: mixp compile %t/multistage.mlir --function=multistage --target=sm_80 --emit=ptx -o - | FileCheck %s --check-prefix=THREADS
// THREADS: .reqntid 64, 1, 1
// RUN: mixp compile %t/warp_specialized.mlir --function=warp_specialized --target=sm_90a --emit=bundle -o %t/bundle
// RUN: mixp-gpu-run %t/bundle --list | FileCheck %s --check-prefix=LIST
// Two stages of 64 + 96 rows of 128 bytes, buffers of the epilogue, 4 barriers
// and a flag.
// LIST: matmul_0: 256 threads, 57392 bytes of shared memory, tiles of 64x96, split_k 1

//--- multistage.mlir
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @multistage(%a: tensor<51x137xf16>, %b: tensor<51x71xf16>, %c: tensor<137x71xf32>) -> tensor<137x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<51x137xf16>, tensor<51x71xf16>) outs(%c : tensor<137x71xf32>)
         {transpose_lhs, mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 32, warp_m = 32, warp_n = 32, stages = 5, group_m = 3>} -> tensor<137x71xf32>
  return %0 : tensor<137x71xf32>
}

//--- double_buffered.mlir
#s8 = #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 2048, effective_bits = 32>
func.func @double_buffered(%a: tensor<137x51xi8>, %b: tensor<51x71xi8>, %c: tensor<137x71xi32>) -> tensor<137x71xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<137x51xi8>, tensor<51x71xi8>) outs(%c : tensor<137x71xi32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = #s8, block_m = 16, block_n = 64, block_k = 32, warp_m = 16, warp_n = 64, stages = 3>} -> tensor<137x71xi32>
  return %0 : tensor<137x71xi32>
}

//--- warp_specialized.mlir
#wgmma = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
func.func @warp_specialized(%a: tensor<137x51xf16>, %b: tensor<71x51xf16>, %c: tensor<137x71xf32>) -> tensor<137x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<137x51xf16>, tensor<71x51xf16>) outs(%c : tensor<137x71xf32>)
         {transpose_rhs, mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #wgmma, block_m = 64, block_n = 96, block_k = 64, warp_m = 64, warp_n = 96, stages = 2>} -> tensor<137x71xf32>
  return %0 : tensor<137x71xf32>
}

//--- odd_tiles.mlir
#wgmma = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
// Three tiles of 64 bytes of a row leave by two places in shared memory.
func.func @odd_tiles(%a: tensor<137x51xf16>, %b: tensor<71x51xf16>) -> tensor<137x71xf16> {
  %z = arith.constant dense<0.0> : tensor<137x71xf16>
  %0 = mixp.matmul ins(%a, %b : tensor<137x51xf16>, tensor<71x51xf16>) outs(%z : tensor<137x71xf16>)
         {transpose_rhs, mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = #wgmma, block_m = 64, block_n = 96, block_k = 64, warp_m = 64, warp_n = 96, stages = 2>} -> tensor<137x71xf16>
  return %0 : tensor<137x71xf16>
}

//--- scaled.mlir
#s8 = #mixp.tensor_core<kind = mma_sync, m = 8, n = 8, k = 16, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 2048, effective_bits = 32>
// The product of which scales were taken has the schedule.
func.func @scaled(%a: tensor<137x51xi8>, %b: tensor<51x71xi8>, %s: tensor<1x71xf32>, %c: tensor<137x71xf32>) -> tensor<137x71xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<137x51xi8>, tensor<51x71xi8>) rhs_scale(%s : tensor<1x71xf32>) outs(%c : tensor<137x71xf32>)
         {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = #s8, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>} -> tensor<137x71xf32>
  return %0 : tensor<137x71xf32>
}
