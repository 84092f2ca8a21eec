//===- ShapeChecks.h - Run-time checks of other dialects' ops ---*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SHAPECHECKS_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SHAPECHECKS_H

#include "mlir/IR/Builders.h"

namespace mixp {

/// Inserts, before a linalg or tensor op, a `cf.assert` for each pair of sizes
/// that the op expects to fit and the types leave open. Returns false for an op
/// that it does not know.
bool generateTensorShapeChecks(mlir::Operation *op);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_SHAPECHECKS_H
