//===- BlockLookup.h - The block rule at run time ---------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_BLOCKLOOKUP_H
#define MIXP_LIB_REFERENCE_BLOCKLOOKUP_H

#include "Bounds.h"
#include "mixp/Reference/Tensor.h"
#include "mlir/IR/Operation.h"

namespace mixp::reference {

/// Which scale (or zero point) an element uses: the block rule on the sizes of
/// the run.
struct BlockLookup {
  llvm::SmallVector<int64_t> block;   // at least 1 in every dim
  llvm::SmallVector<int64_t> strides; // of the scale tensor

  /// Checks the rule for an operand of `shape` and its `scales`, named `what`
  /// in the error on `op`.
  static llvm::FailureOr<BlockLookup>
  build(mlir::Operation *op, llvm::ArrayRef<int64_t> shape,
        const Tensor &scales, std::optional<llvm::ArrayRef<int64_t>> block,
        llvm::StringRef what);

  /// The scale's offset for an index into dim `dim`.
  int64_t term(int64_t dim, int64_t index) const {
    return index / block[dim] * strides[dim];
  }

  /// Calls `visit(i, offset of i's scale)` for every element of `shape`, in
  /// row-major order.
  template <typename F>
  void forEach(llvm::ArrayRef<int64_t> shape, F visit) const {
    int64_t count = countElements(shape).value_or(0);
    int64_t rank = static_cast<int64_t>(shape.size());
    int64_t inner = rank == 0 ? 1 : shape[rank - 1];
    llvm::SmallVector<int64_t> outer = rowMajorStrides(shape);
    for (int64_t row = 0; row < count; row += inner) {
      int64_t base = 0;
      for (int64_t dim = 0; dim + 1 < rank; ++dim)
        base += term(dim, row / outer[dim] % shape[dim]);
      for (int64_t i = 0; i < inner; ++i)
        visit(row + i, rank == 0 ? 0 : base + term(rank - 1, i));
    }
  }
};

/// Scales or zero points of one operand; a missing tensor gives `missing`.
struct BlockValues {
  const Tensor *tensor = nullptr;
  double missing = 0;
  Number at(int64_t offset) const {
    return tensor ? Number{tensor->values[offset], tensor->bound(offset)}
                  : Number{missing, 0};
  }
};

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_BLOCKLOOKUP_H
