//===- Passes.h - Conversions from and to mixp ------------------*- C++ -*-===//
#ifndef MIXP_CONVERSION_PASSES_H
#define MIXP_CONVERSION_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mixp {

#define GEN_PASS_DECL
#include "mixp/Conversion/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "mixp/Conversion/Passes.h.inc"

} // namespace mixp

#endif // MIXP_CONVERSION_PASSES_H
