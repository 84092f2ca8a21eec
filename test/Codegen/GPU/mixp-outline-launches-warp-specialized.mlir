// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-outline-launches --canonicalize --cse | FileCheck %s
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-outline-launches | FileCheck %s --check-prefix=TF32

// One thread of the first four warps loads by tensor maps, both other groups of
// four warps multiply. Registers go from the loader to them.
#f16 = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>

// CHECK: mixp.launch {{.*}} plan <threads = 384, shared_bytes = {{[0-9]+}}, tile_m = 128, tile_n = 64, split_k = 1, persistent = true,
// CHECK-SAME: arguments = [#mixp.kernel_argument<kind = tensor_map, box = [64, 128], swizzle = 128>, #mixp.kernel_argument<kind = tensor_map, operand = 1, box = [64, 64], swizzle = 128>, #mixp.kernel_argument<kind = tensor_map, operand = 2, box = [32, 16], swizzle = 128>, #mixp.kernel_argument<kind = size, size = "M">,
// CHECK-LABEL: llvm.func @matmul_0
// CHECK-SAME: (%arg0: !llvm.ptr {llvm.align = 64 : i64, llvm.byval = !llvm.array<16 x i64>, nvvm.grid_constant},
// CHECK: scf.if
// CHECK-COUNT-4: nvvm.mbarrier.init
// CHECK: nvvm.fence.mbarrier.init
// CHECK: nvvm.barrier
// The loader.
// CHECK: nvvm.setmaxregister decrease 40
// CHECK: scf.for
// CHECK: scf.for
// CHECK: nvvm.mbarrier.try_wait.parity
// CHECK: nvvm.mbarrier.arrive.expect_tx
// CHECK-COUNT-2: nvvm.cp.async.bulk.tensor.shared.cluster.global
// CHECK-NOT: nvvm.cp.async.bulk
// The others: all products of a stage are one piece of assembly.
// CHECK: nvvm.setmaxregister increase 232
// CHECK: scf.for
// CHECK: scf.for
// CHECK: nvvm.mbarrier.try_wait.parity
// CHECK: llvm.inline_asm
// CHECK-SAME: wgmma.fence.sync.aligned;
// CHECK-SAME: wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16
// CHECK-SAME: wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16
// CHECK-SAME: wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16
// CHECK-SAME: wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16
// CHECK-NOT: wgmma.mma_async
// CHECK-SAME: wgmma.commit_group.sync.aligned;
// CHECK-SAME: wgmma.wait_group.sync.aligned 0;
// CHECK: scf.if
// CHECK: nvvm.mbarrier.arrive
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta
func.func @groups_2(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 128, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// One group needs no more registers than there are.
// CHECK-LABEL: llvm.func @matmul_1
// CHECK-SAME: nvvm.reqntid = array<i32: 256, 1, 1>
// CHECK-NOT: nvvm.setmaxregister
// CHECK: llvm.return
func.func @groups_1(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// Sums of few bits begin at zero for each stage, and are added in f32.
#f8 = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 32, lhs = f8E4M3FN, rhs = f8E4M3FN, acc = f32, support = native, ops_per_clock = 8192, effective_bits = 14>

// CHECK-LABEL: llvm.func @matmul_2
// CHECK: wgmma.fence.sync.aligned;\0Asetp.ne.b32 p, 0, 0;{{.*}}m64n64k32.f32.e4m3.e4m3{{.*}}setp.ne.b32 p, 1, 0;
// CHECK: arith.addf
// CHECK: scf.yield
func.func @promoted(%a: tensor<7x64xf8E4M3FN>, %b: tensor<64x9xf8E4M3FN>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf8E4M3FN>, tensor<64x9xf8E4M3FN>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f8, block_m = 64, block_n = 64, block_k = 128, warp_m = 64, warp_n = 64, stages = 2> attributes {repack_rhs} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// What wgmma reads from shared memory was rounded to tf32 before.
#tf32 = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 8, lhs = tf32, rhs = tf32, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>

// TF32: mixp.launch @kernels::@matmul_3 ins(%{{.*}}, %{{.*}} : !mixp.device<tensor<7x64xf32>, rounded = true>, !mixp.device<tensor<64x9xf32>, transposed = true, rounded = true>)
func.func @rounded(%a: tensor<7x64xf32>, %b: tensor<64x9xf32>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf32>, tensor<64x9xf32>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #tf32, block_m = 64, block_n = 64, block_k = 32, warp_m = 64, warp_n = 64, stages = 2> attributes {repack_rhs} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
