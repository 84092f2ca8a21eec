// RUN: mixp-opt %s --mixp-resolve-gpu-target=target=sm_75 --mixp-outline-launches --canonicalize --cse | FileCheck %s

// The next step is in registers while this one is multiplied. The two smaller
// instructions of sm_75 are one of sm_80.
#f16 = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 8, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 1024, effective_bits = 23>

// CHECK-LABEL: llvm.func @matmul_0
// CHECK-NOT: nvvm.cp.async
// CHECK-COUNT-3: llvm.load {{.*}} {alignment = 16 : i64} : !llvm.ptr<1> -> vector<4xi32>
// CHECK-COUNT-3: llvm.store {{.*}} {alignment = 16 : i64} : vector<4xi32>, !llvm.ptr<3>
// CHECK: scf.for
// CHECK-NEXT: nvvm.barrier
// CHECK-COUNT-3: llvm.load {{.*}} : !llvm.ptr<1> -> vector<4xi32>
// CHECK-COUNT-3: nvvm.ldmatrix
// CHECK-COUNT-8: nvvm.mma.sync {{.*}} shape = #nvvm.shape<m = 16, n = 8, k = 8>
// CHECK-NOT: nvvm.mma.sync
// CHECK-COUNT-3: nvvm.ldmatrix
// CHECK-COUNT-8: nvvm.mma.sync {{.*}} shape = #nvvm.shape<m = 16, n = 8, k = 8>
// CHECK-NOT: nvvm.mma.sync
// CHECK-COUNT-3: llvm.store {{.*}} : vector<4xi32>, !llvm.ptr<3>
// CHECK: scf.yield
// CHECK: nvvm.barrier
// CHECK: llvm.return
func.func @double_buffered(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
      schedule #mixp.gpu_schedule<skeleton = double_buffered, core = #f16, block_m = 32, block_n = 64, block_k = 32, warp_m = 16, warp_n = 32, stages = 2> {
  ^bb0(%acc: f32):
    mixp.yield %acc : f32
  } -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
