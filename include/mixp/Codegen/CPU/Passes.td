//===- Passes.td - CPU code generation ---------------------*- tablegen -*-===//
#ifndef MIXP_CODEGEN_CPU_PASSES_TD
#define MIXP_CODEGEN_CPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def ResolveTargetPass : Pass<"mixp-resolve-target", "::mlir::ModuleOp"> {
  let summary = "give the module a target and fix what its callers may rely on";
  let description = [{
    Writes `mixp.target` on a module that has none, so that every later pass
    reads the hardware from the IR. Marks the arguments of public functions as
    not writable: a caller's inputs are never overwritten.

    ```mlir
    module { func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> }
    // becomes, with target=avx512-vnni
    module attributes {mixp.target = #mixp.target<name = "avx512-vnni", ...>} {
      func.func @f(%x: tensor<4xf32> {bufferization.writable = false}) -> tensor<4xf32>
    }
    ```
  }];
  let options = [
    Option<"target", "target", "std::string", "\"host\"",
           "name that `mixp targets` lists, or the path of a description">
  ];
  let dependentDialects = ["::mixp::MixpDialect",
                           "::mlir::bufferization::BufferizationDialect"];
}

def DecomposeConcatPass : Pass<"mixp-decompose-concat"> {
  let summary = "tensor.concat to insertions, which bufferize";
  let description = [{
    Upstream has the patterns but no pass. One-shot bufferization has no
    implementation for `tensor.concat`.

    ```mlir
    %c = tensor.concat dim(0) %a, %b : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
    // becomes
    %e = tensor.empty() : tensor<5xf32>
    %0 = tensor.insert_slice %a into %e[0] [2] [1] : tensor<2xf32> into tensor<5xf32>
    %c = tensor.insert_slice %b into %0[2] [3] [1] : tensor<3xf32> into tensor<5xf32>
    ```
  }];
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
}

def ExpandCopyPass : Pass<"mixp-expand-copy"> {
  let summary = "strided memref.copy to loops";
  let description = [{
    A copy between layouts that are not both contiguous would become a call of
    MLIR's runtime (`memrefCopy`), which compiled code must not depend on.

    ```mlir
    memref.copy %a, %b : memref<4x8xf32, strided<[16, 1]>> to memref<4x8xf32>
    // becomes
    linalg.copy ins(%a : ...) outs(%b : ...)
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def ApproximateMathPass : Pass<"mixp-approximate-math"> {
  let summary = "exp, tanh, log and erf as polynomials that vectorize";
  let description = [{
    A call of libm for each element would keep a loop scalar. The polynomials
    are upstream's; their error is inside the bound that docs/Numerics.md gives
    these functions.

    ```mlir
    %y = math.exp %x : f32
    // becomes a range reduction and a polynomial in arith and math.fma
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect",
                           "::mlir::vector::VectorDialect"];
}

def LowerPackedMatmulPass
    : Pass<"mixp-lower-packed-matmul", "::mlir::ModuleOp"> {
  let summary = "packed products on memrefs to loops around register tiles";
  let description = [{
    Obeys the op's schedule: loops over batch, nc columns, mc rows, panels and
    register tiles of mr x nr accumulators that live in vector registers for all
    of K. Rows and columns that do not fill a tile get kernels and masks of
    their own. The epilogue's scalar ops are built on vectors just before the
    store.

    ```mlir
    mixp.packed_matmul ins(%a, %p : memref<6x8xf32>, memref<1x8x16xf32>) ...
    // becomes
    scf.for %panel = ... { scf.for %row = ... {
      %sums:6 = scf.for %k = ... iter_args(...) -> (vector<16xf32>, ...) {
        %b = vector.load %p[%panel, %k, %c0] : memref<1x8x16xf32>, vector<16xf32>
        %0 = memref.load %a[%row, %k]
        %1 = vector.broadcast %0 : f32 to vector<16xf32>
        %2 = vector.fma %1, %b, %sum : vector<16xf32>
        ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect",
    "::mlir::LLVM::LLVMDialect"];
}

#endif // MIXP_CODEGEN_CPU_PASSES_TD
