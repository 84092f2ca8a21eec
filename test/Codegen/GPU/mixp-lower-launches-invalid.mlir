// RUN: mixp-opt %s --mixp-lower-launches --verify-diagnostics

gpu.module @kernels {
  llvm.func @matmul_0(%m: i32) attributes {nvvm.kernel} {
    llvm.return
  }
}

// Tensors have no address.
func.func @tensors(%a: tensor<7x64xf16>, %b: tensor<64x9xf16>, %e: tensor<7x9xf32>) -> tensor<7x9xf32> {
  // expected-error @below {{'mixp.launch' op expected buffers; run one-shot-bufferize first}}
  %0 = mixp.launch @kernels::@matmul_0 ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%e : tensor<7x9xf32>)
    plan #mixp.launch_plan<threads = 128, shared_bytes = 24576, tile_m = 32, tile_n = 64, split_k = 1, persistent = false, transposed = [], rounded = [], dims = ["MK", "KN", "MN"],
      sizes = [], arguments = []> -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
