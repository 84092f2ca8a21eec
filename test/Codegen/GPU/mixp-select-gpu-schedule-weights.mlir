// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_75 --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM75
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_86 --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM86
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-select-gpu-schedule | FileCheck %s --check-prefixes=CHECK,SM90

// Few rows: narrow blocks, whose K four warps share; as many stages as leave room
// for a second block.
// CHECK-LABEL: func.func @rows_7(
// SM75: skeleton = double_buffered, {{.*}} block_m = 16, block_n = 32, block_k = 256, warp_m = 16, warp_n = 32, stages = 2, warps_k = 4, weights_first = true>
// SM86: skeleton = multistage, {{.*}} block_m = 16, block_n = 32, block_k = 256, warp_m = 16, warp_n = 32, stages = 3, warps_k = 4, weights_first = true>
// SM90: skeleton = multistage, core = <kind = mma_sync, {{.*}} block_m = 16, block_n = 32, block_k = 256, warp_m = 16, warp_n = 32, stages = 8, warps_k = 4, weights_first = true>
func.func @rows_7(%a: tensor<7x512xf16>, %w: tensor<512x300xi4>, %s: tensor<4x300xf16>, %c: tensor<7x300xf32>) -> tensor<7x300xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x512xf16>, tensor<512x300xi4>) rhs_scale(%s : tensor<4x300xf16>) rhs_block [128, 1]
         outs(%c : tensor<7x300xf32>) -> tensor<7x300xf32>
  return %0 : tensor<7x300xf32>
}

// Enough columns for wider blocks.
// CHECK-LABEL: func.func @columns_9000(
// SM86: block_m = 16, block_n = 64, block_k = 256, warp_m = 16, warp_n = 32, stages = {{[0-9]}}, warps_k = 2, weights_first = true>
func.func @columns_9000(%a: tensor<7x512xf16>, %w: tensor<512x9000xi4>, %c: tensor<7x9000xf32>) -> tensor<7x9000xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x512xf16>, tensor<512x9000xi4>)
         outs(%c : tensor<7x9000xf32>) -> tensor<7x9000xf32>
  return %0 : tensor<7x9000xf32>
}

// Many rows; sums that are scaled in groups are there twice, which leaves room for
// half as many on Hopper, and on sm_75 beside tiles on their way.
// CHECK-LABEL: func.func @rows_300(
// SM75: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 32, stages = 2, weights_first = true>
// SM86: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 32, stages = 4, weights_first = true>
// SM90: core = <kind = wgmma, {{.*}} block_m = 256, block_n = 128, block_k = 64, warp_m = 256, warp_n = 64, stages = 5, weights_first = true>
func.func @rows_300(%a: tensor<300x256xf16>, %w: tensor<256x300xi4>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<300x256xf16>, tensor<256x300xi4>)
         outs(%c : tensor<300x300xf32>) -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// CHECK-LABEL: func.func @rows_300_groups(
// SM75: block_m = 64, block_n = 128, block_k = 64, warp_m = 32, warp_n = 32, stages = 2, weights_first = true>
// SM86: block_m = 128, block_n = 128, block_k = 64, warp_m = 64, warp_n = 32, stages = 3, weights_first = true>
// SM90: block_m = 128, block_n = 128, block_k = 64, warp_m = 128, warp_n = 64, stages = 6, weights_first = true>
func.func @rows_300_groups(%a: tensor<300x256xf16>, %w: tensor<256x300xui8>, %s: tensor<8x300xf32>, %c: tensor<300x300xf32>) -> tensor<300x300xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<300x256xf16>, tensor<256x300xui8>) rhs_scale(%s : tensor<8x300xf32>) rhs_block [32, 1]
         outs(%c : tensor<300x300xf32>) -> tensor<300x300xf32>
  return %0 : tensor<300x300xf32>
}

// Few tiles: blocks share them, each at least 4 of the steps along K, here of 256
// elements.
// CHECK-LABEL: func.func @split_rows_7(
// SM75-NOT: split_k
// SM86: block_m = 16, block_n = 32, block_k = 256, {{.*}} split_k = 2, warps_k = 4,
// SM90: block_m = 16, block_n = 32, block_k = 256, {{.*}} split_k = 4, warps_k = 4,
func.func @split_rows_7(%a: tensor<7x4096xf16>, %w: tensor<4096x1024xi4>, %s: tensor<32x1024xf16>, %c: tensor<7x1024xf32>) -> tensor<7x1024xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x4096xf16>, tensor<4096x1024xi4>) rhs_scale(%s : tensor<32x1024xf16>) rhs_block [128, 1]
         outs(%c : tensor<7x1024xf32>) -> tensor<7x1024xf32>
  return %0 : tensor<7x1024xf32>
}

// CHECK-LABEL: func.func @split_rows_50(
// SM75-NOT: split_k
// SM86: block_m = 64, block_n = 128, block_k = 64, {{.*}} split_k = 2, weights_first = true>
// SM90: kind = mma_sync, {{.*}} block_m = 64, block_n = 128, block_k = 64, {{.*}} split_k = 4, weights_first = true>
func.func @split_rows_50(%a: tensor<50x8192xf16>, %w: tensor<8192x4096xi8>, %c: tensor<50x4096xf32>) -> tensor<50x4096xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<50x8192xf16>, tensor<8192x4096xi8>)
         outs(%c : tensor<50x4096xf32>) -> tensor<50x4096xf32>
  return %0 : tensor<50x4096xf32>
}

// As many tokens as a run has: more than one tile of rows has fewer parts.
// CHECK-LABEL: func.func @split_dynamic_rows(
// SM75-NOT: split_k
// SM86: block_m = 128, block_n = 128, block_k = 64, {{.*}} split_k = 2, split_blocks = 84, split_depth = 256, weights_first = true>
// SM90: kind = wgmma, {{.*}} block_m = 256, block_n = 128, block_k = 64, {{.*}} split_k = 4, split_blocks = 132, split_depth = 256, weights_first = true>
func.func @split_dynamic_rows(%a: tensor<?x8192xf16>, %w: tensor<8192x4096xi8>, %c: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<?x8192xf16>, tensor<8192x4096xi8>)
         outs(%c : tensor<?x4096xf32>) -> tensor<?x4096xf32>
  return %0 : tensor<?x4096xf32>
}

// No instruction of sm_75 multiplies bf16.
// CHECK-LABEL: func.func @bf16(
// SM75-NOT: mixp.gpu_schedule =
// SM86: mixp.gpu_schedule =
// CHECK-LABEL: func.func @groups_of_24(
// CHECK-NOT: mixp.gpu_schedule =
func.func @bf16(%a: tensor<7x64xbf16>, %w: tensor<64x9xf8E5M2>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xbf16>, tensor<64x9xf8E5M2>)
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// A group ends inside of an instruction.
func.func @groups_of_24(%a: tensor<7x64xf16>, %w: tensor<64x9xi4>, %s: tensor<3x9xf32>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xf16>, tensor<64x9xi4>) rhs_scale(%s : tensor<3x9xf32>) rhs_block [24, 1]
         outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// bf16 holds differences from zero points of up to 256.
// CHECK-LABEL: func.func @zero_point_127(
// SM86: mixp.gpu_schedule =
func.func @zero_point_127(%a: tensor<7x64xbf16>, %w: tensor<64x3xi8>, %c: tensor<7x3xf32>) -> tensor<7x3xf32> {
  %z = arith.constant dense<[[127, -128, 3]]> : tensor<1x3xi32>
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xbf16>, tensor<64x3xi8>) rhs_zero_point(%z : tensor<1x3xi32>)
         outs(%c : tensor<7x3xf32>) -> tensor<7x3xf32>
  return %0 : tensor<7x3xf32>
}

// CHECK-LABEL: func.func @zero_point_130(
// CHECK-NOT: mixp.gpu_schedule =
func.func @zero_point_130(%a: tensor<7x64xbf16>, %w: tensor<64x3xi8>, %c: tensor<7x3xf32>) -> tensor<7x3xf32> {
  %z = arith.constant dense<[[130, -128, 3]]> : tensor<1x3xi32>
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xbf16>, tensor<64x3xi8>) rhs_zero_point(%z : tensor<1x3xi32>)
         outs(%c : tensor<7x3xf32>) -> tensor<7x3xf32>
  return %0 : tensor<7x3xf32>
}
