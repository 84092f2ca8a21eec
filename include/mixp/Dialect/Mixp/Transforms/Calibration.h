//===- Calibration.h - What sample data say of contractions -----*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATION_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATION_H

#include "mixp/Dialect/Mixp/Transforms/RangeGroups.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace mixp {

/// Discardable attribute of a mixp.matmul or mixp.conv: its number (i64) within
/// the module, by which what was measured on a copy finds its way back.
inline constexpr llvm::StringLiteral kCalibrationIdAttrName =
    "mixp.calibration_id";

/// Discardable attributes of a contraction: the range (array<f32: lo, hi>) that
/// the calibration data gave the operand, or the ranges of groups along K (see
/// RangeGroups.h). A convolution's input is its lhs, its filter the rhs.
inline constexpr llvm::StringLiteral kLhsRangeAttrName = "mixp.lhs_range";
inline constexpr llvm::StringLiteral kRhsRangeAttrName = "mixp.rhs_range";

// Discardable attributes of a contraction without batch or groups whose rhs is
// constant: what the rows x of the lhs were over all samples, by the index k
// that is summed over. A convolution has the rows of the product that
// mixp-decompose-conv makes of it: k runs over the window's taps and, within
// each, over the channels; padding counts as the zeros that it is.

/// tensor<Kxf32>: the largest |x[k]|.
inline constexpr llvm::StringLiteral kLhsChannelMaxAttrName =
    "mixp.lhs_channel_max";
/// tensor<Kxf32>: the mean of x[k].
inline constexpr llvm::StringLiteral kLhsMeanAttrName = "mixp.lhs_mean";
/// tensor<KxKxf32>: the mean of x[k] * x[l].
inline constexpr llvm::StringLiteral kLhsGramAttrName = "mixp.lhs_gram";

/// Discardable attribute of a result that mixp-instrument-calibration appended:
/// {id = 0 : i64, operand = "lhs", what = "min"}.
inline constexpr llvm::StringLiteral kCalibrationResultAttrName =
    "mixp.calibration_result";

/// One operand of one numbered contraction, or a group of it along K.
struct CalibrationKey {
  /// Stands for all of K.
  static constexpr int64_t kWhole = -1;

  int64_t id;
  bool isLhs;
  /// The number of the group.
  int64_t group = kWhole;
  auto operator<=>(const CalibrationKey &) const = default;
};

/// What one appended result of an instrumented function holds.
struct CalibrationResult {
  unsigned resultIndex;
  CalibrationKey key;
  /// "min", "max", "min_along_k", "max_along_k", "channel_max", "channel_sum",
  /// "gram_sum" or "rows".
  std::string what;
};

/// The label under which mixp-observe-contractions observes an operand,
/// "3.lhs", or "3.lhs.5" for the group 5, and the reverse; nothing for another
/// label.
std::string getObservationLabel(CalibrationKey key);
std::optional<CalibrationKey> parseObservationLabel(llvm::StringRef label);

/// Whether `op` is a contraction that calibration is about: a mixp.matmul or
/// mixp.conv of two f32 operands as they are.
bool isCalibrated(mlir::Operation *op);

/// The lhs and the rhs of a mixp.matmul, the input and the filter of a
/// mixp.conv.
mlir::Value getContractionOperand(mlir::Operation *op, bool isLhs);

/// Numbers the contractions of `module` that have no number yet, in the order
/// of the text: the same module always gets the same numbers.
void assignCalibrationIds(mlir::ModuleOp module);

/// Calls `callback` with each numbered contraction and its number.
void forEachCalibrated(
    mlir::ModuleOp module,
    llvm::function_ref<void(mlir::Operation *, int64_t)> callback);

/// The name of the op's location, e.g. the ONNX node's; empty: none.
llvm::StringRef getLayerName(mlir::Operation *op);
/// For messages: "matmul 3", or "matmul 3 ('fc1')" with the name.
std::string describeLayer(mlir::Operation *op, int64_t id);

/// Removes the numbers.
void removeCalibrationIds(mlir::ModuleOp module);

/// Removes all discardable attributes that are declared here.
void removeCalibration(mlir::ModuleOp module);

/// The results that mixp-instrument-calibration appended to `function`.
llvm::SmallVector<CalibrationResult>
getCalibrationResults(mlir::func::FuncOp function);

/// Ranges gathered over any number of samples.
class CalibrationRanges {
public:
  /// With `group`, operands of which each group of so many elements along K has
  /// been included get a range for each.
  explicit CalibrationRanges(int64_t group = 0) : group(group) {}

  /// Widens the range of `key` to include [lo, hi]; lo > hi (no elements)
  /// changes nothing.
  void include(CalibrationKey key, float lo, float hi);
  /// The same for the lhs of contraction `id` at each k of K: widens the ranges
  /// of the groups.
  void includeAlongK(int64_t id, llvm::ArrayRef<float> lo,
                     llvm::ArrayRef<float> hi);
  std::optional<std::pair<float, float>> lookup(CalibrationKey key) const;
  /// The ranges of an operand of the contraction `op` with the number `id`: of
  /// its groups along K, where it has any.
  std::optional<OperandRanges> lookup(mlir::Operation *op, int64_t id,
                                      bool isLhs) const;
  /// Writes the ranges to the contractions of `module` that carry their
  /// numbers, as mixp.lhs_range and mixp.rhs_range.
  void writeTo(mlir::ModuleOp module) const;

private:
  int64_t group;
  std::map<CalibrationKey, std::pair<float, float>> ranges;
};

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_CALIBRATION_H
