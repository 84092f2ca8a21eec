//===- Passes.td - GPU code generation ---------------------*- tablegen -*-===//
#ifndef MIXP_CODEGEN_GPU_PASSES_TD
#define MIXP_CODEGEN_GPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def ResolveGpuTargetPass : Pass<"mixp-resolve-gpu-target", "::mlir::ModuleOp"> {
  let summary = "give the module a GPU";
  let description = [{
    Writes `mixp.gpu_target` on a module that has none, so that every later pass
    reads the hardware from the IR.

    ```mlir
    module {}
    // becomes, with target=sm_80
    module attributes {mixp.gpu_target = #mixp.gpu_target<name = "sm_80", ...>} {}
    ```
  }];
  let options = [
    Option<"target", "target", "std::string", "\"sm_80\"",
           "name of a GPU that `mixp targets` lists, or the path of a "
           "description">
  ];
  let dependentDialects = ["::mixp::MixpDialect"];
}

def SelectGpuSchedulePass : Pass<"mixp-select-gpu-schedule", "::mlir::ModuleOp"> {
  let summary = "choose which products tensor cores take, and their tiles";
  let description = [{
    Writes `mixp.gpu_schedule` on each mixp.matmul that an instruction of
    `mixp.gpu_target` multiplies as it is. The others stay on the host; a remark
    says why. A product that already has a schedule keeps it.

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>)
           outs(%c : tensor<7x9xf32>) -> tensor<7x9xf32>
    // becomes
    %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
           {mixp.gpu_schedule = #mixp.gpu_schedule<skeleton = multistage, ...>} -> tensor<7x9xf32>
    ```
  }];
  let dependentDialects = ["::mixp::MixpDialect"];
}

def DecomposeForGpuPass : Pass<"mixp-decompose-for-gpu", "::mlir::ModuleOp"> {
  let summary = "scales and zero points of products out of them";
  let description = [{
    As mixp-decompose-matmul does for CPUs: a mixp.matmul whose operands tensor
    cores multiply, and whose scales and zero points do not vary along K, becomes
    a plain product and elementwise ops, which fuse into the kernel. Integers of
    less than a byte are widened. Other products are left alone.

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
           rhs_scale(%t : tensor<1x5xf32>) outs(%c : tensor<3x5xf32>) -> tensor<3x5xf32>
    // becomes
    %p = mixp.matmul ins(%a, %b : tensor<3x7xi8>, tensor<7x5xi8>)
           outs(%zeros : tensor<3x5xi32>) -> tensor<3x5xi32>
    %0 = linalg.generic ... ins(%p, %t, %c) // %c + f32(%p) * %t
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect", "::mixp::MixpDialect"];
}

def FormTensorCoreMatmulPass : Pass<"mixp-form-tensor-core-matmul"> {
  let summary = "products with a GPU schedule to products with an epilogue";
  let description = [{
    The epilogue adds outs, where it is not zero, and rounds to the result's type.

    ```mlir
    %0 = mixp.matmul ins(%a, %b : tensor<7x64xf16>, tensor<64x9xf16>) outs(%c : tensor<7x9xf32>)
           {mixp.gpu_schedule = #mixp.gpu_schedule<...>} -> tensor<7x9xf32>
    // becomes
    %e = tensor.empty() : tensor<7x9xf32>
    %0 = mixp.tensor_core_matmul ins(%a, %b : ...) epilogue(%c : tensor<7x9xf32>)
           maps [affine_map<(m, n) -> (m, n)>] outs(%e : tensor<7x9xf32>) schedule #mixp.gpu_schedule<...> {
    ^bb0(%acc: f32, %o: f32):
      %s = arith.addf %o, %acc : f32
      mixp.yield %s : f32
    } -> tensor<7x9xf32>
    ```
  }];
  let dependentDialects = ["::mixp::MixpDialect", "::mlir::tensor::TensorDialect",
                           "::mlir::arith::ArithDialect"];
}

def FuseGpuEpiloguePass : Pass<"mixp-fuse-gpu-epilogue"> {
  let summary = "elementwise consumers of tensor-core products into them";
  let description = [{
    As mixp-fuse-epilogue does for CPUs: bias, activation, scales, requantization
    and residuals are applied while the accumulators are on the chip. An operand
    that would be read across its rows is not fused.

    ```mlir
    %0 = mixp.tensor_core_matmul ins(%a, %b : ...) maps [] outs(%e : ...) schedule #mixp.gpu_schedule<...> {
    ^bb0(%acc: f32):
      mixp.yield %acc : f32
    } -> tensor<7x9xf32>
    %1 = linalg.generic ... ins(%0, %bias : ...) // addf
    // becomes
    %1 = mixp.tensor_core_matmul ins(%a, %b : ...) epilogue(%bias : ...) ... {
    ^bb0(%acc: f32, %b: f32):
      %s = arith.addf %acc, %b : f32
      mixp.yield %s : f32
    } -> tensor<7x9xf32>
    ```
  }];
  let dependentDialects = ["::mixp::MixpDialect"];
}

def OutlineLaunchesPass : Pass<"mixp-outline-launches", "::mlir::ModuleOp"> {
  let summary = "tensor-core products to kernels and their launches";
  let description = [{
    Writes the kernel of each mixp.tensor_core_matmul, as its schedule says, into
    the GPU module `@kernels` and puts a mixp.launch in its place, between copies
    to the device and back. Canonicalization drops copies back and up again, so
    that a value between launches stays on the device. What a loop does not
    change is copied before it.

    ```mlir
    %0 = mixp.tensor_core_matmul ins(%a, %b : ...) maps [] outs(%e : ...) schedule #mixp.gpu_schedule<...> {...} -> tensor<7x9xf32>
    // becomes
    %x = mixp.to_device %a : tensor<7x64xf16> to !mixp.device<tensor<7x64xf16>>
    %y = mixp.to_device %b : tensor<64x9xf16> to !mixp.device<tensor<64x9xf16>>
    %z = mixp.launch @kernels::@matmul_0 ins(%x, %y : ...) plan #mixp.launch_plan<...> -> !mixp.device<tensor<7x9xf32>>
    %0 = mixp.to_host %z into %e : !mixp.device<tensor<7x9xf32>> into tensor<7x9xf32> -> tensor<7x9xf32>
    gpu.module @kernels { llvm.func @matmul_0(...) attributes {nvvm.kernel} {...} }
    ```
  }];
  let dependentDialects = [
    "::mixp::MixpDialect", "::mlir::arith::ArithDialect",
    "::mlir::gpu::GPUDialect", "::mlir::LLVM::LLVMDialect",
    "::mlir::NVVM::NVVMDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"];
}

def ExplainTransfersPass : Pass<"mixp-explain-transfers"> {
  let summary = "remarks on what goes between host and device";
  let description = [{
    For each mixp.to_device and mixp.to_host how many bytes move, and between
    which ops of the host and the launches: mixp-gpu-003 and mixp-gpu-004. Changes
    nothing.

    ```mlir
    %0 = mixp.to_device %a : tensor<?x64xf16> to !mixp.device<tensor<?x64xf16>>
    // mixp-gpu-003, Bytes=128*M, From="an argument"
    ```
  }];
}

def LowerLaunchesPass : Pass<"mixp-lower-launches", "::mlir::ModuleOp"> {
  let summary = "launches and copies to calls of the launcher";
  let description = [{
    On buffers. Values of the device become numbers that the launcher gives them
    and forgets after the last use (`mixp_release`). `mixp_launch(index, words)`
    runs the launch at this place in the order of the module; `words` has its
    inputs' numbers. `mixp_to_device(index, words)` and `mixp_to_host(number,
    words)` get a buffer's address and sizes. The kernels, which the launcher has
    by now, are dropped.

    ```mlir
    %0 = mixp.to_device %a : memref<7x64xf16> to !mixp.device<tensor<7x64xf16>>
    // becomes
    memref.store %address_of_a, %words[%c0] : memref<3xi64>
    ...
    %0 = call @mixp_to_device(%c0_i64, %address_of_words) : (i64, i64) -> i64
    ...
    call @mixp_release(%0) : (i64) -> ()
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::func::FuncDialect",
                           "::mlir::memref::MemRefDialect"];
}

#endif // MIXP_CODEGEN_GPU_PASSES_TD
