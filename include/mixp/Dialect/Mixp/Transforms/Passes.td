//===- Passes.td - Passes on the dialect itself ------------*- tablegen -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_TD
#define MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_PASSES_TD
