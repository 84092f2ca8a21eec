// RUN: mixp-opt %s --split-input-file --verify-diagnostics

// A size that the plan does not say where to read.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected a size of the plan but got #mixp.kernel_argument<kind = size, size = "K">}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = size, size = "K">]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// A size without a name.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected a size of the plan but got #mixp.kernel_argument<kind = size>}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = size>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// Two inputs and the result are three operands.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected one of 3 operands but got #3}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = pitch, operand = 3>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// Sizes are read from inputs: what the result's are follows from them.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected one of 2 inputs but got #2}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 2, dim = 0>], arguments = [#mixp.kernel_argument<kind = pointer, operand = 2>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// A matrix has two dims.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected a dim of 'tensor<7x64xf16>' but got #2}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 2>], arguments = [#mixp.kernel_argument<kind = pointer, operand = 2>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// Each operand has letters.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected dims of 3 operands but got 2}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = pointer, operand = 2>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// Each dim has a letter.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected a letter for each dim of operand #1 but got "BKN"}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "BKN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = pointer, operand = 2>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// A kernel that is not there.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected a kernel but found no symbol @kernels::@other}}
  %0 = mixp.launch @kernels::@other ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = pointer, operand = 2>]> -> !mixp.device<tensor<7x9xf32>>
  return
}

// -----

// Kernels write rows.
gpu.module @kernels {
  llvm.func @k(%x: !llvm.ptr<1>) attributes {nvvm.kernel} { llvm.return }
}
func.func @launch(%a: !mixp.device<tensor<7x64xf16>>, %b: !mixp.device<tensor<64x9xf16>>) {
  // expected-error @below {{expected a result in plain rows but got '!mixp.device<tensor<7x9xf32>, transposed = true>'}}
  %0 = mixp.launch @kernels::@k ins(%a, %b : !mixp.device<tensor<7x64xf16>>, !mixp.device<tensor<64x9xf16>>)
    plan #mixp.launch_plan<threads = 32, shared_bytes = 0, tile_m = 16, tile_n = 32, split_k = 1, persistent = false,
      dims = ["MK", "KN", "MN"], sizes = [#mixp.launch_size<name = "M", operand = 0, dim = 0>], arguments = [#mixp.kernel_argument<kind = pointer, operand = 2>]> -> !mixp.device<tensor<7x9xf32>, transposed = true>
  return
}
