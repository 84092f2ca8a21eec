//===- Clamp.h - Narrowed storage ranges ------------------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_QUANTTOMIXP_CLAMP_H
#define MIXP_LIB_CONVERSION_QUANTTOMIXP_CLAMP_H

#include "QuantParameters.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mixp {

/// Clamps stored values to `parameters.range`, element by element.
mlir::Value buildClamp(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Value tensor, const QuantParameters &parameters);

/// The part of the range `full` to which `op` clamps its one input, if it does
/// what buildClamp builds.
std::optional<StorageRange> matchClamp(mlir::linalg::GenericOp op,
                                       StorageRange full, bool isUnsigned);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_QUANTTOMIXP_CLAMP_H
