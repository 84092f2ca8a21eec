// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_80 --mixp-outline-launches --canonicalize --cse | FileCheck %s

// One step is under way while the other of two stages is multiplied. Each of 128
// threads copies 2 chunks of lhs (32 rows of 128 bytes) and 4 of rhs; a warp has
// 16 rows and 32 columns: of 4 steps of 16 along K, 1 + 2 fragments and 4 products.
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>

// CHECK-LABEL: llvm.func @matmul_0
// CHECK-SAME: attributes {nvvm.kernel, nvvm.minctasm = 1 : i32, nvvm.reqntid = array<i32: 128, 1, 1>}
// CHECK: scf.if
// CHECK-COUNT-6: nvvm.cp.async.shared.global {{.*}}, 16, cache =  cg, %{{.*}} : !llvm.ptr<3>, !llvm.ptr<1>, i32
// CHECK-NOT: nvvm.cp.async.shared
// CHECK: nvvm.cp.async.commit.group
// CHECK: scf.for
// CHECK-NEXT: nvvm.cp.async.wait.group 0
// CHECK-NEXT: nvvm.barrier
// CHECK: scf.if
// CHECK-COUNT-6: nvvm.cp.async.shared.global
// CHECK-NOT: nvvm.cp.async.shared
// CHECK: nvvm.cp.async.commit.group
// CHECK-COUNT-3: nvvm.ldmatrix {{.*}} num = 4
// CHECK-NOT: nvvm.ldmatrix
// CHECK-COUNT-4: nvvm.mma.sync {{.*}} shape = #nvvm.shape<m = 16, n = 8, k = 16>
// CHECK-NOT: nvvm.mma.sync
// CHECK-COUNT-3: nvvm.ldmatrix {{.*}} num = 4
// CHECK-NOT: nvvm.ldmatrix
// CHECK-COUNT-4: nvvm.mma.sync {{.*}} shape = #nvvm.shape<m = 16, n = 8, k = 16>
// CHECK-NOT: nvvm.mma.sync
// CHECK-COUNT-3: nvvm.ldmatrix {{.*}} num = 4
// CHECK-NOT: nvvm.ldmatrix
// CHECK-COUNT-4: nvvm.mma.sync {{.*}} shape = #nvvm.shape<m = 16, n = 8, k = 16>
// CHECK-NOT: nvvm.mma.sync
// CHECK-COUNT-3: nvvm.ldmatrix {{.*}} num = 4
// CHECK-NOT: nvvm.ldmatrix
// CHECK-COUNT-4: nvvm.mma.sync {{.*}} shape = #nvvm.shape<m = 16, n = 8, k = 16>
// CHECK-NOT: nvvm.mma.sync
// CHECK: scf.yield
// CHECK: nvvm.cp.async.wait.group 0
// CHECK-NEXT: nvvm.barrier
// The epilogue: pairs into the warp's buffer, and vectors of 16 bytes out of it.
// CHECK-COUNT-8: llvm.store {{.*}} {alignment = 8 : i64} : vector<2xf32>, !llvm.ptr<3>
// CHECK: nvvm.bar.warp.sync
// CHECK: scf.if
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<3> -> vector<4xf32>
// CHECK: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<1>
// CHECK: scf.if
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<3> -> vector<4xf32>
// CHECK: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<1>
// CHECK: scf.if
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<3> -> vector<4xf32>
// CHECK: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<1>
// CHECK: scf.if
// CHECK: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<3> -> vector<4xf32>
// CHECK: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<1>
// CHECK: nvvm.bar.warp.sync
// CHECK: llvm.return
func.func @multistage(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = multistage, core = #f16, block_m = 32, block_n = 64, block_k = 64, warp_m = 16, warp_n = 32, stages = 2> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
