// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-outline-launches --canonicalize --cse | FileCheck %s
// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_90a --mixp-outline-launches --canonicalize --cse | FileCheck %s --check-prefix=PLAN

// How results leave a kernel of sm_90a: from accumulators to a tile in shared
// memory, and from there by a copy that knows where the result ends.
#f16 = #mixp.tensor_core<kind = wgmma, m = 64, n = 256, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 4096, effective_bits = 23>
#mn = affine_map<(m, n) -> (m, n)>
#n = affine_map<(m, n) -> (n)>
#m0 = affine_map<(m, n) -> (m, 0)>

// Two tiles of 32 columns in turn: the other one may be under way. Lanes of odd
// rows take other columns first.
// PLAN: mixp.launch @kernels::@matmul_0
// PLAN-SAME: #mixp.kernel_argument<kind = tensor_map, operand = 2, box = [32, 16], swizzle = 128>
// CHECK-LABEL: llvm.func @matmul_0
// CHECK: nvvm.cp.async.bulk.wait_group 1 {read}
// CHECK: nvvm.bar.warp.sync
// CHECK: arith.select {{.*}} : vector<2xf32>
// CHECK-NEXT: llvm.getelementptr
// CHECK-NEXT: llvm.store {{.*}} {alignment = 8 : i64} : vector<2xf32>, !llvm.ptr<3>
// CHECK: nvvm.fence.proxy {kind = #nvvm.proxy_kind<async.shared>, space = #nvvm.shared_space<cta>}
// CHECK-NEXT: nvvm.bar.warp.sync
// CHECK-NEXT: scf.if
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta %arg2, {{.*}} box[%{{.*}}, %{{[^,]*}}] :
// CHECK: nvvm.cp.async.bulk.commit.group
// CHECK: nvvm.cp.async.bulk.wait_group 1 {read}
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta
// CHECK-NOT: nvvm.cp.async.bulk.tensor
// Before the kernel ends, all have arrived.
// CHECK: nvvm.cp.async.bulk.wait_group 0{{$}}
// CHECK-NOT: !llvm.ptr<1>
// CHECK: llvm.return
func.func @result_32_bits(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}

// One tile of 64 columns, which the copy of the last one has to have read. A
// bias is read in pairs, one scale of a row for both.
// CHECK-LABEL: llvm.func @matmul_1
// CHECK: llvm.load {{.*}} {alignment = 8 : i64} : !llvm.ptr<1> -> vector<2xf32>
// CHECK: llvm.load {{.*}} {alignment = 4 : i64} : !llvm.ptr<1> -> f32
// CHECK: nvvm.cp.async.bulk.wait_group 0 {read}
// CHECK-COUNT-4: nvvm.stmatrix {{.*}}layout = #nvvm.mma_layout<row>
// CHECK-NOT: nvvm.stmatrix
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta
// CHECK-NOT: nvvm.cp.async.bulk.tensor
func.func @result_16_bits(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %bias: tensor<9xf32>, %scale: tensor<7x1xf32>, %e: tensor<7x9xf16>) -> tensor<7x9xf16> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%bias, %scale : tensor<9xf32>, tensor<7x1xf32>) maps [#n, #m0] outs(%e : tensor<7x9xf16>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32, %x: f32, %y: f32):
    %scaled = arith.mulf %acc, %y : f32
    %sum = arith.addf %scaled, %x : f32
    %half = arith.truncf %sum : f32 to f16
    mixp.yield %half : f16
  } -> tensor<7x9xf16>
  return %0 : tensor<7x9xf16>
}

// A row of 64 bytes, and the swizzle of as many.
// PLAN: mixp.launch @kernels::@matmul_2
// PLAN-SAME: #mixp.kernel_argument<kind = tensor_map, operand = 2, box = [64, 16], swizzle = 64>
// CHECK-LABEL: llvm.func @matmul_2
// CHECK-COUNT-16: llvm.store {{.*}} {alignment = 2 : i64} : i16, !llvm.ptr<3>
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta
func.func @result_8_bits(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xi8>) -> tensor<7x9xi8> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xi8>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32):
    %byte = arith.fptosi %acc : f32 to i8
    mixp.yield %byte : i8
  } -> tensor<7x9xi8>
  return %0 : tensor<7x9xi8>
}

// Three tiles, but two places: the first of the next three has the place of the
// last.
// PLAN: mixp.launch @kernels::@matmul_3
// PLAN-SAME: #mixp.kernel_argument<kind = tensor_map, operand = 2, box = [32, 16], swizzle = 64>
// CHECK-LABEL: llvm.func @matmul_3
// CHECK: nvvm.cp.async.bulk.wait_group 0 {read}
// CHECK: nvvm.cp.async.bulk.wait_group 1 {read}
// CHECK: nvvm.cp.async.bulk.wait_group 1 {read}
// CHECK-NOT: {read}
func.func @odd_number_of_tiles(%a: tensor<7x64xf16>, %b: tensor<9x64xf16>, %e: tensor<7x9xf16>) -> tensor<7x9xf16> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<9x64xf16>) maps [] outs(%e : tensor<7x9xf16>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 96, block_k = 64, warp_m = 64, warp_n = 96, stages = 2> attributes {transpose_rhs} {
  ^bb0(%acc: f32):
    %half = arith.truncf %acc : f32 to f16
    mixp.yield %half : f16
  } -> tensor<7x9xf16>
  return %0 : tensor<7x9xf16>
}

// An operand for each element is read 16 bytes at a time: sums go through a
// buffer of 32 columns, two for a tile.
// CHECK-LABEL: llvm.func @matmul_4
// CHECK: llvm.store {{.*}} {alignment = 8 : i64} : vector<2xf32>, !llvm.ptr<3>
// CHECK: nvvm.cp.async.bulk.wait_group 0 {read}
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<3> -> vector<4xf32>
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<1> -> vector<8xf16>
// CHECK: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<3>
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<1> -> vector<8xf16>
// CHECK: llvm.store {{.*}} {alignment = 8 : i64} : vector<2xf32>, !llvm.ptr<3>
// CHECK: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<3>
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta
// CHECK-NOT: nvvm.cp.async.bulk.tensor
func.func @residual(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %residual: tensor<7x9xf16>, %e: tensor<7x9xf16>) -> tensor<7x9xf16> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) epilogue(%residual : tensor<7x9xf16>) maps [#mn] outs(%e : tensor<7x9xf16>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32, %x: f16):
    %half = arith.truncf %acc : f32 to f16
    %sum = arith.addf %half, %x : f16
    mixp.yield %sum : f16
  } -> tensor<7x9xf16>
  return %0 : tensor<7x9xf16>
}

// PLAN: mixp.launch @kernels::@matmul_5
// PLAN-SAME: #mixp.kernel_argument<kind = tensor_map, operand = 2, box = [32, 16, 1], swizzle = 128>
// CHECK-LABEL: llvm.func @matmul_5
// CHECK: nvvm.cp.async.bulk.tensor.global.shared.cta %arg2, {{.*}} box[%{{.*}}, %{{.*}}, %{{[^,]*}}] :
func.func @batch(%a: tensor<2x7x64xf16>, %b: tensor<2x64x9xf16>, %e: tensor<2x7x9xf32>) -> tensor<2x7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<2x7x64xf16>, tensor<2x64x9xf16>) maps [] outs(%e : tensor<2x7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = warp_specialized, core = #f16, block_m = 64, block_n = 64, block_k = 64, warp_m = 64, warp_n = 64, stages = 2> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<2x7x9xf32>
  return %0 : tensor<2x7x9xf32>
}
