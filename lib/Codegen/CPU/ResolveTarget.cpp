//===- ResolveTarget.cpp - The module's target ----------------------------===//
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Target/TargetRegistry.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_RESOLVETARGETPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
struct ResolveTarget : mixp::impl::ResolveTargetPassBase<ResolveTarget> {
  using ResolveTargetPassBase::ResolveTargetPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (!module->hasAttr(kTargetAttrName)) {
      FailureOr<TargetAttr> found = lookupTarget(
          &getContext(), target, [&] { return module.emitError(); });
      if (failed(found))
        return signalPassFailure();
      module->setAttr(kTargetAttrName, *found);
    }
    StringRef writable = bufferization::BufferizationDialect::kWritableAttrName;
    for (auto function : module.getOps<func::FuncOp>()) {
      if (!function.isPublic())
        continue;
      function->setAttr(LLVM::LLVMDialect::getEmitCWrapperAttrName(),
                        UnitAttr::get(&getContext()));
      for (unsigned i = 0, e = function.getNumArguments(); i < e; ++i)
        if (isa<TensorType>(function.getArgument(i).getType()))
          function.setArgAttr(i, writable, BoolAttr::get(&getContext(), false));
    }
  }
};
} // namespace
