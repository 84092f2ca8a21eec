//===- ModuleTarget.cpp - The target of a module --------------------------===//
#include "mixp/Target/ModuleTarget.h"

using namespace mlir;
using namespace mixp;

TargetAttr mixp::requireTarget(ModuleOp module) {
  auto target = module->getAttrOfType<TargetAttr>(kTargetAttrName);
  if (!target)
    module.emitError()
        << "needs a module with a target: run mixp-resolve-target first";
  return target;
}
