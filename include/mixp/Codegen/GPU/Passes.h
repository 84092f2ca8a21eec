//===- Passes.h - GPU code generation ---------------------------*- C++ -*-===//
#ifndef MIXP_CODEGEN_GPU_PASSES_H
#define MIXP_CODEGEN_GPU_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mixp {

#define GEN_PASS_DECL
#include "mixp/Codegen/GPU/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "mixp/Codegen/GPU/Passes.h.inc"

} // namespace mixp

#endif // MIXP_CODEGEN_GPU_PASSES_H
