//===- FoldWeights.h - Codes of quantized constants -------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_FOLDWEIGHTS_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_FOLDWEIGHTS_H

#include "mlir/IR/Operation.h"

namespace mixp {

/// Replaces each mixp.quantize of a constant with constant scales below `root`
/// by a constant of its codes, and erases constants that have no users then.
void foldWeights(mlir::Operation *root);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_FOLDWEIGHTS_H
