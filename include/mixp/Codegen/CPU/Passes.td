//===- Passes.td - CPU code generation ---------------------*- tablegen -*-===//
#ifndef MIXP_CODEGEN_CPU_PASSES_TD
#define MIXP_CODEGEN_CPU_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // MIXP_CODEGEN_CPU_PASSES_TD
