// RUN: mixp-opt %s --mixp-strip-signedness --mixp-resolve-gpu-target=target=sm_80 --mixp-decompose-for-gpu --mixp-select-gpu-schedule --mixp-form-tensor-core-matmul --mixp-outline-launches --canonicalize --cse | FileCheck %s --check-prefix=CHECK
// RUN: mixp-opt %s --mixp-strip-signedness --mixp-resolve-gpu-target=target=sm_90a --mixp-decompose-for-gpu --mixp-select-gpu-schedule --mixp-form-tensor-core-matmul --mixp-outline-launches --canonicalize --cse | FileCheck %s --check-prefixes=CHECK,SM90

// The launcher packs weights and exchanges tables that are stored by columns; the
// kernel asks for the number of groups.
// CHECK-LABEL: func.func @few(
// CHECK: mixp.launch {{.*}} fragments = <bits = 4, flip = true, block_n = 32, block_k = 256>>, !mixp.device<tensor<9x2xf16>, transposed = true>,
// CHECK-SAME: dims = ["MK", "NK", "NG", "MN", "MN"],
// CHECK-SAME: #mixp.launch_size<name = "G", operand = 2, dim = 1>
// CHECK-SAME: #mixp.kernel_argument<kind = size, size = "G">
func.func @few(%a: tensor<7x64xf16>, %w: tensor<9x64xi4>, %s: tensor<9x2xf16>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x64xf16>, tensor<9x64xi4>) rhs_scale(%s : tensor<9x2xf16>) rhs_block [1, 32]
         outs(%c : tensor<7x9xf32>) {transpose_rhs} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// CHECK-LABEL: func.func @many(
// CHECK: mixp.launch {{.*}} transposed = true, fragments = <bits = 8, flip = false, block_n = 128, block_k = 64>>, !mixp.device<tensor<2x9xf32>>,
// CHECK-SAME: dims = ["MK", "KN", "GN", "MN", "MN"],
// SM90-SAME: arguments = [#mixp.kernel_argument<kind = tensor_map, box = [64, 128], swizzle = 128>, #mixp.kernel_argument<kind = pointer, operand = 1>, #mixp.kernel_argument<kind = tensor_map, operand = 2, box = [128, 1]>,
func.func @many(%a: tensor<70x64xbf16>, %w: tensor<64x9xui8>, %s: tensor<2x9xf32>, %c: tensor<70x9xf32>) -> tensor<70x9xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<70x64xbf16>, tensor<64x9xui8>) rhs_scale(%s : tensor<2x9xf32>) rhs_block [32, 1]
         outs(%c : tensor<70x9xf32>) -> tensor<70x9xf32>
  return %0 : tensor<70x9xf32>
}

func.func @result_16_bits(%a: tensor<70x64xbf16>, %w: tensor<64x9xui8>, %s: tensor<2x9xf32>) -> tensor<70x9xbf16> {
  %z = arith.constant dense<0.0> : tensor<70x9xbf16>
  %0 = mixp.matmul ins(%a, %w : tensor<70x64xbf16>, tensor<64x9xui8>) rhs_scale(%s : tensor<2x9xf32>) rhs_block [32, 1]
         outs(%z : tensor<70x9xbf16>) -> tensor<70x9xbf16>
  return %0 : tensor<70x9xbf16>
}

func.func @result_32_bits(%a: tensor<70x64xbf16>, %w: tensor<64x9xui8>, %s: tensor<2x9xf32>) -> tensor<70x9xf32> {
  %z = arith.constant dense<0.0> : tensor<70x9xf32>
  %0 = mixp.matmul ins(%a, %w : tensor<70x64xbf16>, tensor<64x9xui8>) rhs_scale(%s : tensor<2x9xf32>) rhs_block [32, 1]
         outs(%z : tensor<70x9xf32>) -> tensor<70x9xf32>
  return %0 : tensor<70x9xf32>
}

// Warps that share a block along K have added their sums before blocks do: a part is
// that of one warp, and the flag lies behind the stages.
// CHECK-LABEL: func.func @split(
// CHECK: mixp.launch @kernels::@matmul_4 {{.*}} plan <threads = 128, shared_bytes = {{[0-9]*}}, tile_m = 16, tile_n = 32, split_k = 3, persistent = false,
// CHECK-SAME: #mixp.kernel_argument<kind = workspace, bytes_per_tile = 6144>
// CHECK-SAME: #mixp.kernel_argument<kind = workspace, operand = 1, bytes_per_tile = 4, zero = true>
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
func.func @split(%a: tensor<7x1024xf16>, %w: tensor<9x1024xi4>, %c: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.matmul ins(%a, %w : tensor<7x1024xf16>, tensor<9x1024xi4>)
         outs(%c : tensor<7x9xf32>) {transpose_rhs, mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 16, block_n = 32, block_k = 256, warp_m = 16, warp_n = 32, stages = 2, split_k = 3, warps_k = 4, weights_first = true>} -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// Both nibbles of a half word are put into the mantissa of 1024 without a shift; the
// offset of signed codes is taken off with it.
// CHECK-LABEL: llvm.func @matmul_0
// CHECK-DAG: arith.constant dense<-1.032000e+03> : vector<2xf16>
// CHECK-DAG: arith.constant dense<-7.200000e+01> : vector<2xf16>
// CHECK-DAG: arith.constant 983055 : i32
// CHECK-DAG: arith.constant 15728880 : i32
// CHECK: nvvm.cp.async.shared.global
// CHECK: nvvm.mma.sync

// On Hopper one bulk copy for the weights, two boxes of scales in a stage of 64
// elements, and two products of two instructions.
// CHECK-LABEL: llvm.func @matmul_1
// SM90: nvvm.cp.async.bulk.shared.cluster.global
// SM90-COUNT-3: nvvm.cp.async.bulk.tensor.shared.cluster.global
// SM90-NOT: nvvm.cp.async.bulk
// SM90: nvvm.prmt
// SM90: llvm.inline_asm {{.*}}wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 {{.*}}, b, p, 1, 1, 0;
// SM90: llvm.intr.fma
// SM90: llvm.inline_asm
// SM90: llvm.intr.fma
// SM90-NOT: llvm.inline_asm
//
// What is there is added to vectors of a buffer; finished ones go to a tile of 16
// rows, and two boxes of 32 columns from there once all of the group have written.
// SM90: nvvm.cp.async.bulk.wait_group 0 {read}
// SM90: nvvm.barrier id =
// SM90: llvm.load {{.*}} !llvm.ptr<1> -> vector<4xf32>
// SM90: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<3>
// SM90: nvvm.fence.proxy
// SM90-NEXT: nvvm.barrier id =
// SM90: nvvm.cp.async.bulk.tensor.global.shared.cta
// SM90: nvvm.cp.async.bulk.tensor.global.shared.cta
// SM90-NEXT: nvvm.cp.async.bulk.commit.group

// stmatrix exchanges rows and columns of 16-bit results.
// CHECK-LABEL: llvm.func @matmul_2
// SM90: nvvm.cp.async.bulk.wait_group 1 {read}
// SM90: nvvm.barrier id =
// SM90: nvvm.stmatrix {{.*}}layout = #nvvm.mma_layout<col>
// SM90: nvvm.cp.async.bulk.tensor.global.shared.cta
// SM90-NEXT: nvvm.cp.async.bulk.commit.group

// 32-bit ones are stored one by one.
// CHECK-LABEL: llvm.func @matmul_3
// SM90: nvvm.cp.async.bulk.wait_group 1 {read}
// SM90-COUNT-8: llvm.store {{.*}} {alignment = 4 : i64} : f32, !llvm.ptr<3>
// SM90: nvvm.cp.async.bulk.tensor.global.shared.cta

// CHECK-LABEL: llvm.func @matmul_4
// CHECK: nvvm.barrier id = %c1_i32 number_of_threads = %c32_i32
// CHECK: llvm.atomicrmw add
