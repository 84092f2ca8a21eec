//===- Observations.h - What mixp.observe records ---------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_OBSERVATIONS_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_OBSERVATIONS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/StringRef.h"

namespace mixp {

/// Discardable attribute of a result that mixp-export-observations appended:
/// {label = "name", what = "min"}, or "max", or "histogram" with its range
/// {over = array<f64: lo, hi>}.
inline constexpr llvm::StringLiteral kObservationAttrName = "mixp.observation";

/// The smallest or largest element of `tensor`, rounded to f32, as a
/// tensor<f32>: an infinity where there is none. NaN wins, so that whoever
/// reads it notices.
mlir::Value createExtremum(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value tensor, bool isMax);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_OBSERVATIONS_H
