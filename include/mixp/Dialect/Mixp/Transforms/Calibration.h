//===- Calibration.h - Ranges of matmul operands ----------------*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATION_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATION_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <optional>
#include <utility>

namespace mixp {

/// Discardable attribute of a mixp.matmul: its number (i64) within the module,
/// by which a range that was measured on a copy finds its way back.
inline constexpr llvm::StringLiteral kCalibrationIdAttrName =
    "mixp.calibration_id";

/// Discardable attributes of a mixp.matmul: the smallest and the largest value
/// (array<f32: lo, hi>) that the calibration data gave the operand.
inline constexpr llvm::StringLiteral kLhsRangeAttrName = "mixp.lhs_range";
inline constexpr llvm::StringLiteral kRhsRangeAttrName = "mixp.rhs_range";

/// Discardable attribute of a result that mixp-instrument-calibration appended:
/// {id = 0 : i64, operand = "lhs", bound = "min"}.
inline constexpr llvm::StringLiteral kCalibrationResultAttrName =
    "mixp.calibration_result";

/// One operand of one numbered matmul.
struct CalibrationKey {
  int64_t id;
  bool isLhs;
  auto operator<=>(const CalibrationKey &) const = default;
};

/// What one appended result of an instrumented function holds.
struct CalibrationResult {
  unsigned resultIndex;
  CalibrationKey key;
  bool isMax;
};

/// Numbers the f32 matmuls of `module` that have no number yet, in the order
/// of the text: the same module always gets the same numbers.
void assignCalibrationIds(mlir::ModuleOp module);

/// The results that mixp-instrument-calibration appended to `function`.
llvm::SmallVector<CalibrationResult>
getCalibrationResults(mlir::func::FuncOp function);

/// Ranges gathered over any number of samples.
class CalibrationRanges {
public:
  /// Widens the range of `key` to include [lo, hi]; lo > hi (no elements)
  /// changes nothing.
  void include(CalibrationKey key, float lo, float hi);
  std::optional<std::pair<float, float>> lookup(CalibrationKey key) const;
  /// Writes the ranges to the matmuls of `module` that carry their numbers, as
  /// mixp.lhs_range and mixp.rhs_range, and removes the numbers.
  void writeTo(mlir::ModuleOp module) const;

private:
  std::map<CalibrationKey, std::pair<float, float>> ranges;
};

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATION_H
