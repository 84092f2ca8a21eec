//===- Passes.h - CPU code generation ---------------------------*- C++ -*-===//
#ifndef MIXP_CODEGEN_CPU_PASSES_H
#define MIXP_CODEGEN_CPU_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

namespace mixp {

#define GEN_PASS_DECL
#include "mixp/Codegen/CPU/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "mixp/Codegen/CPU/Passes.h.inc"

} // namespace mixp

#endif // MIXP_CODEGEN_CPU_PASSES_H
