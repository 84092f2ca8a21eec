//===- WeightMatrix.h - Weights as rows along K -----------------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_WEIGHTMATRIX_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_WEIGHTMATRIX_H

#include "ContractionSide.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>
#include <vector>

namespace mixp {

/// The elements of the statistic `name` (see Calibration.h) of `op`, which
/// should be `size`; nothing where it has none. An error on `op` where it is of
/// another form.
mlir::FailureOr<std::optional<std::vector<float>>>
readStatistic(mlir::Operation *op, llvm::StringRef name, int64_t size);

/// The static rhs of a contraction as a matrix with a row for each column (or
/// output channel) of the result and K elements in each row.
struct WeightMatrix {
  /// Elements in memory of each index k of a row, and of each row's first.
  std::vector<int64_t> along, rows;

  int64_t depth() const { return int64_t(along.size()); }
  int64_t count() const { return int64_t(rows.size()); }

  /// Of a tensor in the shape of `op`'s rhs, or of its scales, where each dim i
  /// has blocks of `block[i]` (empty: 1). Nothing for products of rank 3,
  /// convolutions with groups and dynamic shapes.
  static std::optional<WeightMatrix> of(mlir::Operation *op,
                                        llvm::ArrayRef<int64_t> block = {});
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_WEIGHTMATRIX_H
