// RUN: mixp-opt %s --mixp-decompose-for-gpu --verify-diagnostics
// RUN: mixp-opt %s --mixp-select-gpu-schedule --verify-diagnostics
// RUN: mixp-opt %s --mixp-outline-launches --verify-diagnostics

// Code generation reads the GPU from the module.
#core = #mixp.tensor_core<kind = mma_sync, m = 16, n = 8, k = 16, lhs = f16, rhs = f16, acc = f32, support = native, ops_per_clock = 2048, effective_bits = 23>
// expected-error @below {{needs a module with a GPU: run mixp-resolve-gpu-target first}}
module {
  func.func @product(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
    %0 = mixp.tensor_core_matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) maps [] outs(%e : tensor<7x9xf32>)
        schedule #mixp.gpu_schedule<skeleton = multistage, core = #core, block_m = 16, block_n = 128, block_k = 64, warp_m = 16, warp_n = 32, stages = 4> {
    ^bb0(%acc: f32):
      mixp.yield %acc : f32
    } -> tensor<7x9xf32>
    return %0 : tensor<7x9xf32>
  }
}
