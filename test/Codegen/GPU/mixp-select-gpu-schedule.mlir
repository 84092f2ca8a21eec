// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_75 --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM75
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_80 --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM80
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_89 --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM89
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM90

// 64 x 64 by a warp, with the instruction and the copies of each GPU.
// CHECK-LABEL: func.func @rows_many(
// SM75: mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = double_buffered, core = <kind = mma_sync, m = 16, n = 8, k = 8,
// SM75-SAME: block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 2>
// SM80: mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = <kind = mma_sync, m = 16, n = 8, k = 16,
// SM80-SAME: block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4>
// SM90: mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = warp_specialized, core = <kind = wgmma, m = 64, n = 256, k = 16,
// SM90-SAME: block_m = 128, block_n = 256, block_k = 64, warp_m = 64, warp_n = 256, stages = 4>
func.func @rows_many(%a: tensor<300x64xf16>, %b: tensor<64x300xf16>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<300x300xf32>) -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// Sizes that are known at run time only may be large.
// CHECK-LABEL: func.func @rows_dynamic(
// SM80: block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4>
// SM90: block_m = 128, block_n = 256, block_k = 64, warp_m = 64, warp_n = 256, stages = 4>
func.func @rows_dynamic(%a: tensor<?x64xf16>, %b: tensor<64x?xf16>, %c: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x64xf16>, tensor<64x?xf16>)
         outs(%c : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %0 : tensor<?x?xf32>
}

// Fewer rows: warps stand side by side along N.
// CHECK-LABEL: func.func @rows_64(
// SM80: block_m = 64, block_n = 128, block_k = 32, warp_m = 32, warp_n = 64, stages = 4>
// SM90: block_m = 64, block_n = 256, block_k = 64, warp_m = 64, warp_n = 256, stages = 4>
func.func @rows_64(%a: tensor<64x64xf16>, %b: tensor<64x300xf16>, %c: tensor<64x300xf32>) -> tensor<64x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<64x300xf32>) -> tensor<64x300xf32>
  return %0 : tensor<64x300xf32>
}

// CHECK-LABEL: func.func @rows_32(
// SM80: block_m = 32, block_n = 128, block_k = 64, warp_m = 32, warp_n = 32, stages = 4>
func.func @rows_32(%a: tensor<32x64xf16>, %b: tensor<64x300xf16>, %c: tensor<32x300xf32>) -> tensor<32x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<32x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<32x300xf32>) -> tensor<32x300xf32>
  return %0 : tensor<32x300xf32>
}

// CHECK-LABEL: func.func @rows_7(
// SM80: block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4>
func.func @rows_7(%a: tensor<7x64xf16>, %b: tensor<64x300xf16>, %c: tensor<7x300xf32>) -> tensor<7x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<7x300xf32>) -> tensor<7x300xf32>
  return %0 : tensor<7x300xf32>
}

// Rows that are stored along M come in chunks of 16 bytes of all of them.
// CHECK-LABEL: func.func @rows_7_transposed(
// SM80: block_m = 64, block_n = 128, block_k = 32, warp_m = 32, warp_n = 64, stages = 4>
func.func @rows_7_transposed(%a: tensor<64x7xf16>, %b: tensor<64x300xf16>, %c: tensor<7x300xf32>) -> tensor<7x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<64x7xf16>, tensor<64x300xf16>)
         outs(%c : tensor<7x300xf32>) {transpose_lhs} -> tensor<7x300xf32>
  return %0 : tensor<7x300xf32>
}

// Bytes are contiguous along K in any case.
// CHECK-LABEL: func.func @rows_7_transposed_bytes(
// SM80: block_m = 16, block_n = 128, block_k = 128, warp_m = 16, warp_n = 32, stages = 4>
func.func @rows_7_transposed_bytes(%a: tensor<64x7xi8>, %b: tensor<64x300xi8>, %c: tensor<7x300xi32>) -> tensor<7x300xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<64x7xi8>, tensor<64x300xi8>)
         outs(%c : tensor<7x300xi32>) {transpose_lhs} -> tensor<7x300xi32>
  return %0 : tensor<7x300xi32>
}

// Fewer columns: a group of warps takes only those.
// CHECK-LABEL: func.func @columns_60(
// SM80: block_m = 128, block_n = 128, block_k = 32, warp_m = 64, warp_n = 64, stages = 4>
// SM90: block_m = 128, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 4>
func.func @columns_60(%a: tensor<300x64xf16>, %b: tensor<64x60xf16>, %c: tensor<300x60xf32>) -> tensor<300x60xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf16>, tensor<64x60xf16>)
         outs(%c : tensor<300x60xf32>) -> tensor<300x60xf32>
  return %0 : tensor<300x60xf32>
}

// CHECK-LABEL: func.func @columns_100(
// SM90: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 128, stages = 4>
func.func @columns_100(%a: tensor<300x64xf16>, %b: tensor<64x100xf16>, %c: tensor<300x100xf32>) -> tensor<300x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf16>, tensor<64x100xf16>)
         outs(%c : tensor<300x100xf32>) -> tensor<300x100xf32>
  return %0 : tensor<300x100xf32>
}

// As many bytes along K as of f16.
// CHECK-LABEL: func.func @types_i8(
// SM75: lhs = i8, rhs = i8, acc = i32,
// SM75-SAME: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 64, stages = 2>
// SM80: m = 16, n = 8, k = 32, lhs = i8, rhs = i8, acc = i32,
// SM80-SAME: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 64, stages = 4>
// SM90: block_m = 128, block_n = 256, block_k = 128, warp_m = 64, warp_n = 256, stages = 4>
func.func @types_i8(%a: tensor<300x64xi8>, %b: tensor<64x300xi8>, %c: tensor<300x300xi32>) -> tensor<300x300xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xi8>, tensor<64x300xi8>)
         outs(%c : tensor<300x300xi32>) -> tensor<300x300xi32>
  return %0 : tensor<300x300xi32>
}

// The instruction for the signs, which a flag can say as well.
// CHECK-LABEL: func.func @types_ui8(
// SM80: lhs = ui8, rhs = i8, acc = i32,
func.func @types_ui8(%a: tensor<300x64xui8>, %b: tensor<64x300xi8>, %c: tensor<300x300xi32>) -> tensor<300x300xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xui8>, tensor<64x300xi8>)
         outs(%c : tensor<300x300xi32>) -> tensor<300x300xi32>
  return %0 : tensor<300x300xi32>
}

// CHECK-LABEL: func.func @types_flag(
// SM80: lhs = i8, rhs = ui8, acc = i32,
func.func @types_flag(%a: tensor<300x64xi8>, %b: tensor<64x300xi8>, %c: tensor<300x300xi32>) -> tensor<300x300xi32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xi8>, tensor<64x300xi8>)
         outs(%c : tensor<300x300xi32>) {rhs_unsigned} -> tensor<300x300xi32>
  return %0 : tensor<300x300xi32>
}

// The sum is f32 also where the result is not.
// CHECK-LABEL: func.func @types_bf16(
// SM75-NOT: mixp.gpu_schedule =
// SM80: lhs = bf16, rhs = bf16, acc = f32,
func.func @types_bf16(%a: tensor<300x64xbf16>, %b: tensor<64x300xbf16>, %c: tensor<300x300xbf16>) -> tensor<300x300xbf16> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xbf16>, tensor<64x300xbf16>)
         outs(%c : tensor<300x300xbf16>) -> tensor<300x300xbf16>
  return %0 : tensor<300x300xbf16>
}

// CHECK-LABEL: func.func @types_tf32(
// SM75-NOT: mixp.gpu_schedule =
// SM80: m = 16, n = 8, k = 8, lhs = tf32, rhs = tf32, acc = f32,
// SM80-SAME: block_m = 128, block_n = 128, block_k = 16, warp_m = 64, warp_n = 64, stages = 4>
// SM90: m = 64, n = 256, k = 8, lhs = tf32,
// SM90-SAME: block_m = 128, block_n = 256, block_k = 32, warp_m = 64, warp_n = 256, stages = 4>
func.func @types_tf32(%a: tensor<300x64xf32>, %b: tensor<64x300xf32>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf32>, tensor<64x300xf32>) precision(tf32)
         outs(%c : tensor<300x300xf32>) -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// Sums of 14 bits are there twice, and promoted after 128 elements.
// CHECK-LABEL: func.func @types_f8(
// SM80-NOT: mixp.gpu_schedule =
// SM89: kind = mma_sync, m = 16, n = 8, k = 32, lhs = f8E4M3FN, rhs = f8E5M2,
// SM89-SAME: block_m = 128, block_n = 128, block_k = 128, warp_m = 64, warp_n = 32, stages = 3>
// SM90: kind = wgmma, m = 64, n = 256, k = 32, lhs = f8E4M3FN, rhs = f8E5M2,
// SM90-SAME: block_m = 128, block_n = 128, block_k = 128, warp_m = 64, warp_n = 128, stages = 4>
func.func @types_f8(%a: tensor<300x64xf8E4M3FN>, %b: tensor<64x300xf8E5M2>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf8E4M3FN>, tensor<64x300xf8E5M2>)
         outs(%c : tensor<300x300xf32>) -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// A schedule that somebody wrote is kept.
// CHECK-LABEL: func.func @written(
// CHECK: block_m = 32, block_n = 64, block_k = 32, warp_m = 16, warp_n = 32, stages = 3>
func.func @written(%a: tensor<300x64xf16>, %b: tensor<64x300xf16>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<300x300xf32>) {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>, block_m = 32, block_n = 64, block_k = 32, warp_m = 16, warp_n = 32, stages = 3>} -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// Too few tiles for the multiprocessors: blocks share one, at least 4 steps each and 8 at most.
// CHECK-LABEL: func.func @split_8(
// SM75: stages = 2, split_k = 8>
// SM80: stages = 4, split_k = 8>
// SM90: stages = 4, split_k = 8>
func.func @split_8(%a: tensor<100x4096xf16>, %b: tensor<4096x100xf16>, %c: tensor<100x100xf32>) -> tensor<100x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<100x4096xf16>, tensor<4096x100xf16>)
         outs(%c : tensor<100x100xf32>) -> tensor<100x100xf32>
  return %0 : tensor<100x100xf32>
}

// CHECK-LABEL: func.func @split_3(
// SM80: stages = 4, split_k = 3>
// SM90-NOT: split_k
func.func @split_3(%a: tensor<100x400xf16>, %b: tensor<400x100xf16>, %c: tensor<100x100xf32>) -> tensor<100x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<100x400xf16>, tensor<400x100xf16>)
         outs(%c : tensor<100x100xf32>) -> tensor<100x100xf32>
  return %0 : tensor<100x100xf32>
}

// Nothing is known of K: a launch has parts of at least 4 steps each.
// CHECK-LABEL: func.func @split_dynamic_depth(
// SM75: split_k = 8, split_blocks = 40, split_depth = 128>
// SM80: split_k = 8, split_blocks = 108, split_depth = 128>
// SM90: split_k = 8, split_blocks = 132, split_depth = 256>
func.func @split_dynamic_depth(%a: tensor<100x?xf16>, %b: tensor<?x100xf16>, %c: tensor<100x100xf32>) -> tensor<100x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<100x?xf16>, tensor<?x100xf16>)
         outs(%c : tensor<100x100xf32>) -> tensor<100x100xf32>
  return %0 : tensor<100x100xf32>
}

// Nor of the rows: one tile of them is the least, and 32 columns of tiles leave room
// for 3 parts on sm_80, but none on sm_75; on Hopper tiles are wider.
// CHECK-LABEL: func.func @split_dynamic_rows(
// SM75-NOT: split_k
// SM80: split_k = 3, split_blocks = 108, split_depth = 128>
// SM90: split_k = 8, split_blocks = 132, split_depth = 256>
func.func @split_dynamic_rows(%a: tensor<?x4096xf16>, %b: tensor<4096x4096xf16>, %c: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x4096xf16>, tensor<4096x4096xf16>)
         outs(%c : tensor<?x4096xf32>) -> tensor<?x4096xf32>
  return %0 : tensor<?x4096xf32>
}

// Enough tiles, or too few steps, however many rows there are.
// CHECK-LABEL: func.func @split_dynamic_rows_enough(
// CHECK-NOT: split_k
func.func @split_dynamic_rows_enough(%a: tensor<?x4096xf16>, %b: tensor<4096x32768xf16>, %c: tensor<?x32768xf32>) -> tensor<?x32768xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x4096xf16>, tensor<4096x32768xf16>)
         outs(%c : tensor<?x32768xf32>) -> tensor<?x32768xf32>
  return %0 : tensor<?x32768xf32>
}

// CHECK-LABEL: func.func @split_dynamic_rows_short(
// CHECK-NOT: split_k
func.func @split_dynamic_rows_short(%a: tensor<?x220xf16>, %b: tensor<220x100xf16>, %c: tensor<?x100xf32>) -> tensor<?x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x220xf16>, tensor<220x100xf16>)
         outs(%c : tensor<?x100xf32>) -> tensor<?x100xf32>
  return %0 : tensor<?x100xf32>
}

// Each matrix of a batch has tiles.
// CHECK-LABEL: func.func @split_batch(
// SM75: split_k = 2>
// SM80: split_k = 6>
// SM90: split_k = 7>
func.func @split_batch(%a: tensor<17x100x4096xf16>, %b: tensor<17x4096x100xf16>, %c: tensor<17x100x100xf32>) -> tensor<17x100x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<17x100x4096xf16>, tensor<17x4096x100xf16>)
         outs(%c : tensor<17x100x100xf32>) -> tensor<17x100x100xf32>
  return %0 : tensor<17x100x100xf32>
}

// CHECK-LABEL: func.func @split_batch_dynamic(
// SM80: split_k = 8, split_blocks = 108, split_depth = 128>
func.func @split_batch_dynamic(%a: tensor<?x100x4096xf16>, %b: tensor<?x4096x100xf16>, %c: tensor<?x100x100xf32>) -> tensor<?x100x100xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<?x100x4096xf16>, tensor<?x4096x100xf16>)
         outs(%c : tensor<?x100x100xf32>) -> tensor<?x100x100xf32>
  return %0 : tensor<?x100x100xf32>
}

// What a product allows: sums of f16, and of few bits without another sum.
// CHECK-LABEL: func.func @fast_f16(
// SM80: lhs = f16, rhs = f16, acc = f16,
// SM90: lhs = f16, rhs = f16, acc = f16,
func.func @fast_f16(%a: tensor<300x64xf16>, %b: tensor<64x300xf16>, %c: tensor<300x300xf16>) -> tensor<300x300xf16> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<300x300xf16>) {fast_accumulate} -> tensor<300x300xf16>
  return %0 : tensor<300x300xf16>
}

// CHECK-LABEL: func.func @fast_f32(
// SM80: lhs = f16, rhs = f16, acc = f32,
func.func @fast_f32(%a: tensor<300x64xf16>, %b: tensor<64x300xf16>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf16>, tensor<64x300xf16>)
         outs(%c : tensor<300x300xf32>) {fast_accumulate} -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// CHECK-LABEL: func.func @fast_f8(
// SM89: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 64, stages = 4, promote = false>
// SM90: block_m = 128, block_n = 256, block_k = 128, warp_m = 64, warp_n = 256, stages = 4, promote = false>
func.func @fast_f8(%a: tensor<300x64xf8E4M3FN>, %b: tensor<64x300xf8E4M3FN>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %b : tensor<300x64xf8E4M3FN>, tensor<64x300xf8E4M3FN>)
         outs(%c : tensor<300x300xf32>) {fast_accumulate} -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}
