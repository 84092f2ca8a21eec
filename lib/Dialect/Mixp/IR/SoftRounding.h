//===- SoftRounding.h - Rounding to any format ------------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_SOFTROUNDING_H
#define MIXP_LIB_DIALECT_MIXP_IR_SOFTROUNDING_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"

namespace mixp {

/// Rounds x to an integer. Infinities and NaN stay what they are.
double roundToInteger(double x, RoundingMode mode);

/// Rounds x, a value that a double holds exactly, to any float format as
/// docs/Numerics.md section 2 says; not stochastically. A format without NaN
/// saturates.
double roundToFloat(double x, mlir::FloatType type, RoundingMode mode,
                    bool saturate);

/// Whether the format has infinities, NaN, and a zero with a sign.
struct FloatSpecials {
  bool infinity, nan, minusZero;
};
FloatSpecials floatSpecials(mlir::FloatType type);

/// The largest finite number of a format.
double largestFinite(mlir::FloatType type);

/// x clamped to the range's bounds; NaN gives `ifNaN`.
double clampToRange(double x, StorageRange range, double ifNaN);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_SOFTROUNDING_H
