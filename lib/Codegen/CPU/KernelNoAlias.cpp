//===- KernelNoAlias.cpp - Kernels' arguments do not alias ----------------===//
#include "KernelFunctions.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace mixp {
#define GEN_PASS_DEF_KERNELNOALIASPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
struct KernelNoAlias : mixp::impl::KernelNoAliasPassBase<KernelNoAlias> {
  void runOnOperation() override {
    StringRef name = LLVM::LLVMDialect::getNoAliasAttrName();
    for (auto function : getOperation().getOps<LLVM::LLVMFuncOp>())
      if (function->hasAttr(kKernelAttrName))
        for (auto [i, type] : llvm::enumerate(function.getArgumentTypes()))
          if (isa<LLVM::LLVMPointerType>(type))
            function.setArgAttr(i, name, UnitAttr::get(&getContext()));
  }
};
} // namespace
