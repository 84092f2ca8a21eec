// RUN: mixp-opt %s --mixp-explain-transfers --remarks-filter=mixp-gpu 2>&1 >/dev/null | FileCheck %s

gpu.module @kernels {
  llvm.func @matmul_0(%m: i32) attributes {nvvm.kernel} {
    llvm.return
  }
}
#plan = #mixp.launch_plan<threads = 128, shared_bytes = 24576, tile_m = 32, tile_n = 64, split_k = 1, persistent = false, dims = ["BMK", "BKN", "BMN"],
  sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 1>], arguments = [#mixp.kernel_argument<kind = size, size = "M">]>

// Sizes that only a run knows have the plan's names.
// CHECK: mixp-gpu-003 {{.*}}Function=sizes | Bytes=10*B*K, From="an argument"
// CHECK: mixp-gpu-003 {{.*}}Function=sizes | Bytes=2*B*K*N, From="an argument"
// CHECK: mixp-gpu-004 {{.*}}Function=sizes | Bytes=20*B*N, For="'func.return', which hands tensors on"
func.func @sizes(%a: tensor<?x5x?xf16>, %b: tensor<?x?x?xf16>, %e: tensor<?x5x?xf32>) -> tensor<?x5x?xf32> {
  %0 = mixp.to_device %a : tensor<?x5x?xf16> to !mixp.device<tensor<?x5x?xf16>>
  %1 = mixp.to_device %b : tensor<?x?x?xf16> to !mixp.device<tensor<?x?x?xf16>>
  %2 = mixp.launch @kernels::@matmul_0 ins(%0, %1 : !mixp.device<tensor<?x5x?xf16>>, !mixp.device<tensor<?x?x?xf16>>) plan #plan -> !mixp.device<tensor<?x5x?xf32>>
  %3 = mixp.to_host %2 into %e : !mixp.device<tensor<?x5x?xf32>> into tensor<?x5x?xf32> -> tensor<?x5x?xf32>
  return %3 : tensor<?x5x?xf32>
}

// Kinds of ops that read a value, each once.
// CHECK: mixp-gpu-003 {{.*}}Function=readers | BytesOnce=6, From="a constant"
// CHECK: mixp-gpu-004 {{.*}}Function=readers | Bytes=6, For="'tensor.dim', which is about parts or shapes of tensors; 'mixp.to_device', which changes the layout; 'func.call', which hands tensors on"
func.func private @other(tensor<2x3xi8>)
func.func @readers(%e: tensor<2x3xi8>) {
  %c0 = arith.constant 0 : index
  %a = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>
  %0 = mixp.to_device %a : tensor<2x3xi8> to !mixp.device<tensor<2x3xi8>>
  %1 = mixp.to_host %0 into %e : !mixp.device<tensor<2x3xi8>> into tensor<2x3xi8> -> tensor<2x3xi8>
  call @other(%1) : (tensor<2x3xi8>) -> ()
  call @other(%1) : (tensor<2x3xi8>) -> ()
  %2 = mixp.to_device %1 : tensor<2x3xi8> to !mixp.device<tensor<2x3xi8>, transposed = true>
  %3 = tensor.dim %1, %c0 : tensor<2x3xi8>
  return
}
