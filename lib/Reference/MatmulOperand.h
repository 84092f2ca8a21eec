//===- MatmulOperand.h - One side of a matrix product -----------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_MATMULOPERAND_H
#define MIXP_LIB_REFERENCE_MATMULOPERAND_H

#include "BlockLookup.h"
#include "Evaluation.h"
#include "Gemm.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp::reference {

/// One side of a mixp.matmul with its scales, zero points and layout.
class MatmulOperand {
public:
  enum class Side { Lhs, Rhs };

  /// Checks the block rule on the sizes of the run.
  static llvm::FailureOr<MatmulOperand> build(MatmulOp op, Side side,
                                              const Evaluation &evaluation);

  /// The rows (columns) of one batch as a matrix of as many rows, which must
  /// live as long as the operand; scale and zero point (either may be null) are
  /// tables of one value, of one for each row, or matrices of one for each
  /// element.
  static MatmulOperand ofRows(const Tensor &elements, bool isUnsigned,
                              const Tensor *scales, const Tensor *zeroPoints);

  /// Sizes: batches (1 without a batch dim), the dim that stays, the sum's as
  /// stored and K, which is twice that of a sparse operand.
  int64_t batches() const { return sizes[0]; }
  int64_t parallel() const { return sizes[1]; }
  int64_t depth() const { return sizes[2]; }
  int64_t k() const { return isSparse() ? 2 * depth() : depth(); }

  bool isSparse() const { return metadata != nullptr; }
  /// Where along K each element of a sparse operand stands, row after row.
  std::vector<int64_t> positions(int64_t batch) const;
  /// Whether these places are known.
  bool hasExactPositions() const { return !metadata || metadata->isExact(); }

  /// (element - zero point) in panels, times the scale if `scaled`. The errors
  /// of the same are there if the operand is inexact.
  struct Packed {
    Panels values;
    std::optional<Panels> errors;
    /// What the bound needs to know of each row (column).
    struct Extremes {
      // Greatest finite magnitudes: of the element minus its zero point, of
      // its scale and of their product.
      double element = 0, scale = 1, product = 0;
      bool hasWildScale = false; // a scale or zero point is not finite
      bool hasSubnormal = false; // an element is, as an f32
    };
    std::vector<Extremes> extremes;
  };
  Packed pack(int64_t batch, bool scaled) const;

  /// The scale of a row (column), for scales that are constant along K.
  Number scaleOf(int64_t batch, int64_t index) const;

  bool isExact() const;
  bool isScaled() const { return scales.tensor; }

  /// Whether it has f32 zero points.
  bool hasFloatZeroPoint() const {
    return zeroPoints.tensor &&
           numberType(zeroPoints.tensor->elementType)->isFloat;
  }

private:
  /// Where element (batch, index, k) is, and its scale.
  int64_t offset(int64_t batch, int64_t index, int64_t k) const {
    return batch * steps[0] + index * steps[1] + k * steps[2];
  }
  int64_t scaleOffset(int64_t batch, int64_t index, int64_t k) const {
    int64_t where[] = {batch, index, k}, result = 0;
    for (int i = 0; i < 3; ++i)
      if (dims[i] >= 0 && !lookup.block.empty())
        result += lookup.term(dims[i], where[i]);
    return result;
  }

  const Tensor *elements = nullptr, *metadata = nullptr;
  NumberType type;
  bool isUnsigned = false;
  BlockValues scales{nullptr, 1.0}, zeroPoints{nullptr, 0.0};
  BlockLookup lookup;
  // Of batch, parallel dim and reduction dim: position (-1: no batch), size
  // and distance of neighbours in the stored tensor.
  int64_t dims[3] = {-1, 0, 0}, sizes[3] = {1, 0, 0}, steps[3] = {0, 0, 0};
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_MATMULOPERAND_H
