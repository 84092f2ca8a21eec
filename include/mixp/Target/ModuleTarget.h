//===- ModuleTarget.h - The target of a module ------------------*- C++ -*-===//
#ifndef MIXP_TARGET_MODULETARGET_H
#define MIXP_TARGET_MODULETARGET_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/IR/BuiltinOps.h"

namespace mixp {

/// The module's `mixp.target`; null, after saying how to get one, where it has
/// none.
TargetAttr requireTarget(mlir::ModuleOp module);

} // namespace mixp

#endif // MIXP_TARGET_MODULETARGET_H
