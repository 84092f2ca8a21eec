//===- TableRange.h - What scales and zero points can be --------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_TABLERANGE_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_TABLERANGE_H

#include "mlir/IR/Value.h"
#include <optional>

namespace mixp {

struct Interval {
  double min, max;
};

/// The smallest and largest element of a constant table, or of constants that
/// ops move into it; nothing of others, of empty ones and with NaN.
std::optional<Interval> findConstantRange(mlir::Value table);

/// What integer zero points can be: constants, those that choose_scales clamps
/// into its storage, and widened integers of at most 16 bits.
std::optional<Interval> findZeroPointRange(mlir::Value table);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_TABLERANGE_H
