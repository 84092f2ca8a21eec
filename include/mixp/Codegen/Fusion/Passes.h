//===- Passes.h - Loops around products -------------------------*- C++ -*-===//
#ifndef MIXP_CODEGEN_FUSION_PASSES_H
#define MIXP_CODEGEN_FUSION_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mixp {

#define GEN_PASS_DECL
#include "mixp/Codegen/Fusion/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "mixp/Codegen/Fusion/Passes.h.inc"

} // namespace mixp

#endif // MIXP_CODEGEN_FUSION_PASSES_H
