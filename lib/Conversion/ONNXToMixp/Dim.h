//===- Dim.h - Sizes that may depend on the batch ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_ONNXTOMIXP_DIM_H
#define MIXP_LIB_CONVERSION_ONNXTOMIXP_DIM_H

#include "mlir/IR/BuiltinTypeInterfaces.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace mixp::importer {

/// The size `size * N^power`, N being the one symbolic dim of a model. Such
/// sizes can be compared, multiplied and divided without knowing N, so every
/// reshape is decided at import.
struct Dim {
  int64_t size = 1;
  unsigned power = 0;

  bool isStatic() const { return power == 0; }
  bool isOne() const { return size == 1 && power == 0; }
  bool operator==(const Dim &other) const = default;
  /// Valid where the products of the shapes involved have been checked.
  Dim operator*(const Dim &other) const {
    return {size * other.size, power + other.power};
  }
  /// Nothing if the quotient is not a whole number for every N.
  std::optional<Dim> dividedBy(const Dim &other) const {
    if (other.size == 0 || size % other.size != 0 || power < other.power)
      return std::nullopt;
    return Dim{size / other.size, power - other.power};
  }
  /// The dim as MLIR's shaped types write it.
  int64_t toStatic() const {
    return isStatic() ? size : mlir::ShapedType::kDynamic;
  }
};

using Shape = llvm::SmallVector<Dim, 4>;

inline Dim product(llvm::ArrayRef<Dim> dims) {
  Dim result;
  for (Dim dim : dims)
    result = result * dim;
  return result;
}

/// `3x2Nx4`, for messages.
std::string stringify(llvm::ArrayRef<Dim> shape);

/// A reshape as groups of neighbouring dims of equal product: the dims
/// `[from.first, from.second)` of the source become `[to.first, to.second)`.
struct ReshapeGroup {
  std::pair<size_t, size_t> from, to;
};

/// The finest groups for a reshape between shapes of equal, nonzero product.
llvm::SmallVector<ReshapeGroup> groupReshape(llvm::ArrayRef<Dim> from,
                                             llvm::ArrayRef<Dim> to);

/// The common shape by ONNX's (numpy's) broadcasting, or nothing.
std::optional<Shape> broadcast(llvm::ArrayRef<Dim> lhs,
                               llvm::ArrayRef<Dim> rhs);

} // namespace mixp::importer

#endif // MIXP_LIB_CONVERSION_ONNXTOMIXP_DIM_H
