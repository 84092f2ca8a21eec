//===- RangeGroups.h - Calibrated ranges along K ----------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_RANGEGROUPS_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_RANGEGROUPS_H

#include "mixp/Calibration/StaticQuantizer.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace mixp {

/// Discardable attribute of a mixp.matmul: how many elements along K (i64) each
/// range of its mixp.lhs_range is about. That has ceil(K / group) ranges then,
/// array<f32: lo, hi, lo, hi, ...>; the last group may be partial.
inline constexpr llvm::StringLiteral kLhsRangeGroupAttrName =
    "mixp.lhs_range_group";

/// The calibrated ranges of one operand of a contraction.
struct OperandRanges {
  /// Elements along K of each range; 0: one range for all of them.
  int64_t group = 0;
  llvm::SmallVector<CalibratedRange> ranges;

  /// The least range that holds all of them.
  CalibratedRange merge() const;
};

/// How many ranges the lhs of the contraction `op` has in groups of `group`
/// along K, the last one partial. 1 stands for a range for all of K: `group` is
/// 0 or at least K, or no kernel could scale groups, since the op is a
/// convolution, has a batch, or has an rhs or a K that is not known before run
/// time.
int64_t countRangeGroups(mlir::Operation *op, int64_t group);

/// What the attributes of `op` say of an operand; nothing where there is no
/// range, or not the one that is declared here and in Calibration.h: finite
/// lo <= hi, as many as there are groups.
std::optional<OperandRanges> readRanges(mlir::Operation *op, bool isLhs);

/// Puts them there.
void writeRanges(mlir::Operation *op, bool isLhs, const OperandRanges &ranges);

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_RANGEGROUPS_H
