// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_80 --mixp-outline-launches --canonicalize --cse | FileCheck %s

#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
#s8 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 32, lhs = i8, rhs = i8, acc = i32, support = native, ops_per_clock = 4096, effective_bits = 32>
#s = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2>
#s3 = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 3>
#s_s8 = #mixp.gpu_schedule<skeleton = multistage, core = #s8, block_m = 32, block_n = 64, block_k = 128, warp_m = 16, warp_n = 32, stages = 2>

// The plan: 4 warps; two stages of 32 + 64 rows of 128 bytes. Arguments: of
// each operand its address, of matrices the bytes from row to row, of batches
// the bytes from matrix to matrix; the bias has rows of no use to a kernel.
// CHECK-LABEL: func.func @arguments
// CHECK-DAG: %[[A:.*]] = mixp.to_device %arg0 : tensor<2x7x64xf16> to !mixp.device<tensor<2x7x64xf16>>
// CHECK-DAG: %[[B:.*]] = mixp.to_device %arg1
// CHECK-DAG: %[[N:.*]] = mixp.to_device %arg2
// CHECK-DAG: %[[M:.*]] = mixp.to_device %arg3
// CHECK-DAG: %[[R:.*]] = mixp.to_device %arg4
// CHECK: %[[E:.*]] = mixp.launch @kernels::@matmul_0 ins(%[[A]], %[[B]], %[[N]], %[[M]], %[[R]] : !mixp.device<tensor<2x7x64xf16>>, !mixp.device<tensor<2x64x9xf16>>, !mixp.device<tensor<9xf32>>, !mixp.device<tensor<7x1xf32>>, !mixp.device<tensor<2x7x9xf32>>)
// CHECK-SAME: plan <threads = 128, shared_bytes = 24576, tile_m = 32, tile_n = 64, split_k = 1, persistent = false, dims = ["BMK", "BKN", "N", "M1", "BMN", "BMN"],
// CHECK-SAME: sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 1>, #mixp.launch_size<name = "N", operand = 1, dim = 2>, #mixp.launch_size<name = "K", operand = 0, dim = 2>, #mixp.launch_size<name = "B", operand = 0, dim = 0>],
// CHECK-SAME: arguments = [#mixp.kernel_argument<kind = pointer>, #mixp.kernel_argument<kind = pitch>, #mixp.kernel_argument<kind = batch_stride>,
// CHECK-SAME: #mixp.kernel_argument<kind = pointer, operand = 1>, #mixp.kernel_argument<kind = pitch, operand = 1>, #mixp.kernel_argument<kind = batch_stride, operand = 1>,
// CHECK-SAME: #mixp.kernel_argument<kind = pointer, operand = 2>, #mixp.kernel_argument<kind = pointer, operand = 3>, #mixp.kernel_argument<kind = pitch, operand = 3>,
// CHECK-SAME: #mixp.kernel_argument<kind = pointer, operand = 4>, #mixp.kernel_argument<kind = pitch, operand = 4>, #mixp.kernel_argument<kind = batch_stride, operand = 4>,
// CHECK-SAME: #mixp.kernel_argument<kind = pointer, operand = 5>, #mixp.kernel_argument<kind = pitch, operand = 5>, #mixp.kernel_argument<kind = batch_stride, operand = 5>,
// CHECK-SAME: #mixp.kernel_argument<kind = size, size = "M">, #mixp.kernel_argument<kind = size, size = "N">, #mixp.kernel_argument<kind = size, size = "K">]> -> !mixp.device<tensor<2x7x9xf32>>
// CHECK: mixp.to_host %[[E]] into %arg5
func.func @arguments(%a: tensor<2x7x64xf16>, %b: tensor<2x64x9xf16>, %n: tensor<9xf32>, %m: tensor<7x1xf32>, %r: tensor<2x7x9xf32>, %e: tensor<2x7x9xf32>) -> tensor<2x7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<2x7x64xf16>, tensor<2x64x9xf16>)
      epilogue(%n, %m, %r : tensor<9xf32>, tensor<7x1xf32>, tensor<2x7x9xf32>)
      maps [affine_map<(b, m, n) -> (n)>, affine_map<(b, m, n) -> (m, 0)>, affine_map<(b, m, n) -> (b, m, n)>]
      outs(%e : tensor<2x7x9xf32>) schedule #s {
  ^bb0(%acc: f32, %x: f32, %y: f32, %z: f32):
    %s0 = arith.addf %acc, %x : f32
    %s1 = arith.mulf %s0, %y : f32
    %s2 = arith.addf %s1, %z : f32
    mixp.yield %s2 : f32
  } -> tensor<2x7x9xf32>
  return %0 : tensor<2x7x9xf32>
}

// Kernels take all sizes as arguments, so that one serves products of any.
// CHECK-LABEL: func.func @equal
// CHECK: mixp.launch @kernels::@matmul_1 {{.*}} -> !mixp.device<tensor<7x9xf32>>
// CHECK: mixp.launch @kernels::@matmul_1 {{.*}} -> !mixp.device<tensor<?x?xf32>>
// Another schedule, other transposes, or another epilogue is another kernel.
// CHECK: mixp.launch @kernels::@matmul_2 {{.*}} shared_bytes = 36864,
// CHECK: mixp.launch @kernels::@matmul_3 {{.*}} dims = ["MK", "NK", "MN"]
// CHECK: mixp.launch @kernels::@matmul_4
func.func @equal(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %c: tensor<?x?xf16>, %d: tensor<?x?xf16>, %t: tensor<9x64xf16>, %e: tensor<7x9xf32>, %f: tensor<?x?xf32>)
    -> (tensor<7x9xf32>, tensor<?x?xf32>, tensor<7x9xf32>, tensor<7x9xf32>, tensor<7x9xf32>) {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %1 = mixp.tensor_core_matmul ins(%c, %d : tensor<?x?xf16>, tensor<?x?xf16>) maps [] outs(%f : tensor<?x?xf32>) schedule #s {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<?x?xf32>
  %2 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s3 {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %3 = mixp.tensor_core_matmul ins(%a, %t : tensor<7x64xf16>, tensor<9x64xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s attributes {transpose_rhs} {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  %4 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>) schedule #s {
  ^bb0(%acc: f32):
    %n = arith.negf %acc : f32
    mixp.yield %n : f32
  } -> tensor<7x9xf32>
  return %0, %1, %2, %3, %4 : tensor<7x9xf32>, tensor<?x?xf32>, tensor<7x9xf32>, tensor<7x9xf32>, tensor<7x9xf32>
}

// The dims of bytes that are not contiguous along K are exchanged, and a kernel
// takes its constants along.
// CHECK-LABEL: func.func @constants
// CHECK: mixp.launch @kernels::@matmul_5 ins(%{{.*}}, %{{.*}} : !mixp.device<tensor<7x2xi8>>, !mixp.device<tensor<2x5xi8>, transposed = true>) {{.*}} dims = ["MK", "KN", "MN"],
func.func @constants(%a: tensor<7x2xi8>, %e: tensor<7x5xi32>) -> tensor<7x5xi32> {
  %b = arith.constant dense<[[1, -2, 3, -4, 5], [-6, 7, -8, 9, 10]]> : tensor<2x5xi8>
  %k = arith.constant 12345 : i32
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x2xi8>, tensor<2x5xi8>) maps [] outs(%e : tensor<7x5xi32>) schedule #s_s8 attributes {repack_rhs} {
  ^bb0(%acc: i32):
    %s = arith.addi %acc, %k : i32
    mixp.yield %s : i32
  } -> tensor<7x5xi32>
  return %0 : tensor<7x5xi32>
}

// Blocks that share a tile have a workspace for their sums, 3 x 32 x 64 of 4 bytes,
// and a counter.
// CHECK-LABEL: func.func @split
// CHECK: mixp.launch @kernels::@matmul_6 {{.*}} tile_n = 64, split_k = 3, persistent = false,
// CHECK-SAME: #mixp.kernel_argument<kind = workspace, bytes_per_tile = 24576>
// CHECK-SAME: #mixp.kernel_argument<kind = workspace, operand = 1, bytes_per_tile = 4, zero = true>
func.func @split(%a: tensor<7x640xf16>, %b: tensor<640x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x640xf16>, tensor<640x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2, split_k = 3> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// Where sizes decide how many share a tile, the grid says it: a share is a part of
// the steps, and the sums of one part are whole.
// CHECK-LABEL: func.func @split_dynamic
// CHECK: mixp.launch @kernels::@matmul_7 {{.*}} split_k = 3, split_blocks = 108, split_depth = 256, persistent = false,
func.func @split_dynamic(%a: tensor<?x640xf16>, %b: tensor<640x9xf16>, %e: tensor<?x9xf32>) -> tensor<?x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<?x640xf16>, tensor<640x9xf16>) maps [] outs(%e : tensor<?x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2, split_k = 3, split_blocks = 108, split_depth = 256> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<?x9xf32>
  return %0 : tensor<?x9xf32>
}

// All kernels carve up one symbol of shared memory.
// CHECK: gpu.module @kernels {
// CHECK-NEXT: llvm.mlir.global external @shared() {addr_space = 3 : i32, alignment = 1024 : i64} : !llvm.array<0 x i8>
// CHECK-COUNT-5: llvm.func @matmul_
// CHECK: llvm.func @matmul_5
// CHECK: arith.constant dense<12345> : vector<4xi32>
// CHECK: llvm.func @matmul_6
// CHECK-NOT: nvvm.read.ptx.sreg.nctaid.y
// CHECK: llvm.func @matmul_7
// CHECK: %[[PARTS:.*]] = nvvm.read.ptx.sreg.nctaid.y
// CHECK: arith.divui %{{.*}}, %[[PARTS]]
// CHECK: arith.cmpi eq, %[[PARTS]], %c1_i32
// CHECK: llvm.fence syncscope("device") acq_rel
// CHECK: llvm.atomicrmw add
// CHECK: llvm.fence syncscope("device") acq_rel
// CHECK-NOT: llvm.func
