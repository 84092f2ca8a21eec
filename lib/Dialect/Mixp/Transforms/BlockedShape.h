//===- BlockedShape.h - Tensors walked with their scales --------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_BLOCKEDSHAPE_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_BLOCKEDSHAPE_H

#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include <algorithm>

namespace mixp {

/// A row-major tensor that is walked together with its scales.
struct BlockedShape {
  llvm::SmallVector<int64_t> shape, block, scaleShape;

  BlockedShape(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> written)
      : shape(shape), scaleShape(mixp::scaleShape(shape, written)) {
    for (auto [dim, size] : llvm::zip_equal(shape, written))
      block.push_back(std::max<int64_t>(size == 0 ? dim : size, 1));
  }

  int64_t numScales() const {
    int64_t count = 1;
    for (int64_t size : scaleShape)
      count *= size;
    return count;
  }

  /// Calls fn(index of the element, index of its scale) for all elements, both
  /// indices linear and row-major.
  template <typename Fn> void forEach(Fn &&fn) const { visitDim(0, 0, 0, fn); }

private:
  template <typename Fn>
  void visitDim(size_t dim, int64_t element, int64_t scale, Fn &fn) const {
    if (dim == shape.size())
      return fn(element, scale);
    for (int64_t i = 0; i < shape[dim]; ++i)
      visitDim(dim + 1, element * shape[dim] + i,
               scale * scaleShape[dim] + i / block[dim], fn);
  }
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_BLOCKEDSHAPE_H
