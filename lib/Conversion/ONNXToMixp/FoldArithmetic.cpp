//===- FoldArithmetic.cpp - Arithmetic on constants, done at import -------===//
#include "FoldConstants.h"
#include <limits>

using namespace mixp::importer;
using llvm::ArrayRef;

/// Offsets into an operand for every element of the broadcast shape.
static llvm::SmallVector<int64_t> getOffsets(ArrayRef<Dim> operand,
                                             ArrayRef<Dim> shape) {
  llvm::SmallVector<int64_t> offsets{0};
  // Dim by dim from the last: each repeats the offsets found so far.
  int64_t stride = 1;
  for (size_t i = 0; i < shape.size(); ++i) {
    int64_t size =
        i < operand.size() ? operand[operand.size() - 1 - i].size : 1;
    int64_t step = size == 1 ? 0 : stride;
    llvm::SmallVector<int64_t> inner = std::move(offsets);
    offsets.clear();
    for (int64_t n = 0; n < shape[shape.size() - 1 - i].size; ++n)
      for (int64_t offset : inner)
        offsets.push_back(n * step + offset);
    stride *= size;
  }
  return offsets;
}

/// Wraps around for integers, as ONNX Runtime does.
template <typename T>
static std::optional<T> apply(Arithmetic op, T lhs, T rhs) {
  if constexpr (std::is_integral_v<T>) {
    using U = std::make_unsigned_t<T>;
    switch (op) {
    case Arithmetic::Add:
      return static_cast<T>(U(lhs) + U(rhs));
    case Arithmetic::Sub:
      return static_cast<T>(U(lhs) - U(rhs));
    case Arithmetic::Mul:
      return static_cast<T>(U(lhs) * U(rhs));
    case Arithmetic::Div:
      if (rhs == 0 || (rhs == -1 && lhs == std::numeric_limits<T>::min()))
        return std::nullopt;
      return lhs / rhs;
    }
  } else {
    switch (op) {
    case Arithmetic::Add:
      return lhs + rhs;
    case Arithmetic::Sub:
      return lhs - rhs;
    case Arithmetic::Mul:
      return lhs * rhs;
    case Arithmetic::Div:
      return lhs / rhs;
    }
  }
  return std::nullopt;
}

template <typename T>
static std::optional<ImportedTensor>
fold(Arithmetic op, const ImportedTensor &lhs, const ImportedTensor &rhs,
     ArrayRef<Dim> shape) {
  ArrayRef<T> left = lhs.elements<T>(), right = rhs.elements<T>();
  std::string data;
  for (auto [l, r] :
       llvm::zip(getOffsets(lhs.shape, shape), getOffsets(rhs.shape, shape))) {
    std::optional<T> element = apply(op, left[l], right[r]);
    if (!element)
      return std::nullopt;
    data.append(reinterpret_cast<const char *>(&*element), sizeof(T));
  }
  return ImportedTensor::constant(lhs.kind, Shape(shape), std::move(data));
}

std::optional<ImportedTensor>
mixp::importer::foldArithmetic(Arithmetic op, const ImportedTensor &lhs,
                               const ImportedTensor &rhs, ArrayRef<Dim> shape) {
  // A broadcast may be far larger than the file (it must not be stored).
  if (product(shape) != product(lhs.shape) &&
      product(shape) != product(rhs.shape))
    return std::nullopt;
  switch (lhs.kind) {
  case ElementKind::F32:
    return fold<float>(op, lhs, rhs, shape);
  case ElementKind::I32:
    return fold<int32_t>(op, lhs, rhs, shape);
  case ElementKind::I64:
    return fold<int64_t>(op, lhs, rhs, shape);
  default:
    return std::nullopt;
  }
}
