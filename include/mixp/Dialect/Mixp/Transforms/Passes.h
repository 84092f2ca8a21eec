//===- Passes.h - Passes on the dialect itself ------------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mixp {

#define GEN_PASS_DECL
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_H
