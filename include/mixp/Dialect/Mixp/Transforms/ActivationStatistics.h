//===- ActivationStatistics.h - What rows of an lhs are like ----*- C++ -*-===//
#ifndef MIXP_DIALECT_MIXP_TRANSFORMS_ACTIVATIONSTATISTICS_H
#define MIXP_DIALECT_MIXP_TRANSFORMS_ACTIVATIONSTATISTICS_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <vector>

namespace mixp {

/// Statistics of the rows of lhs operands, summed in f64 over any number of
/// runs of a function that mixp-instrument-calibration made.
class ActivationStatistics {
public:
  /// Adds one run's result for the contraction `id`. `what` is that of the
  /// CalibrationResult; others than "channel_max", "channel_sum", "gram_sum"
  /// and "rows" are ignored.
  void add(int64_t id, llvm::StringRef what, llvm::ArrayRef<double> values);

  /// Writes mixp.lhs_channel_max, mixp.lhs_mean and mixp.lhs_gram, as far as
  /// they were added, to the contractions of `module` that carry their numbers.
  /// One whose lhs never had a row gets none.
  void writeTo(mlir::ModuleOp module) const;

private:
  struct Rows {
    double count = 0;
    std::vector<double> channelMax, channelSum, gramSum;
  };
  std::map<int64_t, Rows> rows;
};

} // namespace mixp

#endif // MIXP_DIALECT_MIXP_TRANSFORMS_ACTIVATIONSTATISTICS_H
