//===- KeepKernelLoops.cpp - Kernels' loops are vectors already -----------===//
#include "KernelFunctions.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Dominance.h"

namespace mixp {
#define GEN_PASS_DEF_KEEPKERNELLOOPSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether `branch` goes back to the head of a loop that it is in.
static bool isBackEdge(Operation &branch, const DominanceInfo &dominance) {
  return llvm::any_of(branch.getSuccessors(), [&](Block *target) {
    return dominance.dominates(target, branch.getBlock());
  });
}

namespace {
struct KeepKernelLoops : mixp::impl::KeepKernelLoopsPassBase<KeepKernelLoops> {
  void runOnOperation() override {
    MLIRContext *context = &getContext();
    auto off = LLVM::LoopVectorizeAttr::get(
        context, /*disable=*/BoolAttr::get(context, true), {}, {}, {}, {}, {},
        {});
    auto keep = LLVM::LoopAnnotationAttr::get(
        context, {}, off, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {});
    for (auto function : getOperation().getOps<LLVM::LLVMFuncOp>()) {
      if (!function->hasAttr(kKernelAttrName) || function.isExternal())
        continue;
      DominanceInfo dominance(function);
      for (Block &block : function.getBody()) {
        Operation *branch = block.getTerminator();
        if (!isBackEdge(*branch, dominance))
          continue;
        if (auto plain = dyn_cast<LLVM::BrOp>(branch))
          plain.setLoopAnnotationAttr(keep);
        else if (auto conditional = dyn_cast<LLVM::CondBrOp>(branch))
          conditional.setLoopAnnotationAttr(keep);
      }
    }
  }
};
} // namespace
