//===- ResolveGpuTarget.cpp - The module's GPU ----------------------------===//
#include "mixp/Codegen/GPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Target/TargetRegistry.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {
#define GEN_PASS_DEF_RESOLVEGPUTARGETPASS
#include "mixp/Codegen/GPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
struct ResolveGpuTarget
    : mixp::impl::ResolveGpuTargetPassBase<ResolveGpuTarget> {
  using ResolveGpuTargetPassBase::ResolveGpuTargetPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (module->hasAttr(kGpuTargetAttrName))
      return;
    FailureOr<GpuTargetAttr> found = lookupGpuTarget(
        &getContext(), target, [&] { return module.emitError(); });
    if (failed(found))
      return signalPassFailure();
    module->setAttr(kGpuTargetAttrName, *found);
  }
};
} // namespace
