//===- Passes.td - Conversions from and to mixp ------------*- tablegen -*-===//
#ifndef MIXP_CONVERSION_PASSES_TD
#define MIXP_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // MIXP_CONVERSION_PASSES_TD
