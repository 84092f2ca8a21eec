//===- Tensor.h - Values with error bounds ----------------------*- C++ -*-===//
#ifndef MIXP_REFERENCE_TENSOR_H
#define MIXP_REFERENCE_TENSOR_H

#include "mixp/Reference/Rounding.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace mixp::reference {

/// What the evaluator needs to know of an element type.
struct NumberType {
  bool isFloat = false;
  FloatFormat format = FloatFormat::F32; // floats only
  unsigned width = 32;                   // in bits; index counts as 64
  bool isUnsigned = false;               // uiN only

  /// Least and greatest value of an integer type; with `readUnsigned` those of
  /// a signless one that an op's flag makes unsigned. A signless i1 goes from
  /// -1 to 0, although tensors hold it as 0 or 1. The greatest of 64 bits is no
  /// double: one more is returned.
  double minInteger(bool readUnsigned = false) const;
  double maxInteger(bool readUnsigned = false) const;
};

/// The number type of a scalar type, if the evaluator knows it: the formats of
/// FloatFormat, index and integers of at most 64 bits.
std::optional<NumberType> numberType(mlir::Type type);

/// A value and its error bounds, row-major, one double per element whatever the
/// element type. Signless integers are held as signed (i1 as 0 or 1), uiN as
/// unsigned, i64 beyond 2^53 in two parts. A scalar is a tensor of rank 0.
struct Tensor {
  llvm::SmallVector<int64_t> shape;
  mlir::Type elementType;
  std::vector<double> values;
  /// One absolute bound per element, or empty: every element is exact. A bound
  /// of 0 means bit-exact, an infinite one that anything goes, NaN included.
  std::vector<double> bounds;
  /// What `values` lack of the elements of an i64 tensor beyond 2^53, or empty:
  /// they lack nothing. An op that does not know of them refuses such a tensor.
  std::vector<double> lows;

  /// An element of a signless integer type, whole, and how to write one.
  int64_t integer(int64_t index) const;
  void setInteger(int64_t index, int64_t value);

  bool isExact() const { return bounds.empty(); }
  double bound(int64_t index) const {
    return bounds.empty() ? 0.0 : bounds[index];
  }
  int64_t numElements() const { return static_cast<int64_t>(values.size()); }
  int64_t rank() const { return static_cast<int64_t>(shape.size()); }
  /// Makes `bounds` empty if all of them are 0.
  void dropZeroBounds();
};

/// The number of elements of `shape`; nothing if a dim is negative or there are
/// more than 2^30 elements, which the evaluator refuses.
std::optional<int64_t> countElements(llvm::ArrayRef<int64_t> shape);

/// Distance between neighbours of each dim in row-major order.
llvm::SmallVector<int64_t> rowMajorStrides(llvm::ArrayRef<int64_t> shape);

/// A tensor of zeros; `shape` must have passed countElements.
Tensor makeTensor(llvm::ArrayRef<int64_t> shape, mlir::Type elementType);

/// The constant `attribute`: dense or dense_resource elements, an integer, a
/// float or a bool. Fails without a diagnostic for anything else, and where a
/// resource is missing or has the wrong size.
llvm::FailureOr<Tensor> fromAttribute(mlir::Attribute attribute);

/// The values as dense elements, bounds dropped.
mlir::DenseElementsAttr toAttribute(const Tensor &tensor);

} // namespace mixp::reference

#endif // MIXP_REFERENCE_TENSOR_H
