//===- FoldArithmetic.cpp - Arithmetic on constants, done at import -------===//
#include "FoldConstants.h"
#include "Numbers.h"
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
        i < operand.size() ? operand[operand.size() - 1 - i].getStatic() : 1;
    int64_t step = size == 1 ? 0 : stride;
    llvm::SmallVector<int64_t> inner = std::move(offsets);
    offsets.clear();
    for (int64_t n = 0; n < shape[shape.size() - 1 - i].getStatic(); ++n)
      for (int64_t offset : inner)
        offsets.push_back(n * step + offset);
    stride *= size;
  }
  return offsets;
}

/// Wraps around for integers, as ONNX Runtime does.
static std::optional<int64_t> applyToIntegers(Arithmetic op, int64_t lhs,
                                              int64_t rhs, bool isUnsigned) {
  uint64_t l = lhs, r = rhs;
  switch (op) {
  case Arithmetic::Add:
    return l + r;
  case Arithmetic::Sub:
    return l - r;
  case Arithmetic::Mul:
    return l * r;
  case Arithmetic::Div:
    if (rhs == 0 || (rhs == -1 && !isUnsigned &&
                     lhs == std::numeric_limits<int64_t>::min()))
      return std::nullopt;
    return isUnsigned ? static_cast<int64_t>(l / r) : lhs / rhs;
  }
  return std::nullopt;
}

/// Rounding the result in double to a narrower float is rounding once: double
/// has more than twice the bits.
static double applyToFloats(Arithmetic op, double lhs, double rhs) {
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
  return 0;
}

static std::optional<Dim> applyToSizes(Arithmetic op, const Dim &lhs,
                                       const Dim &rhs) {
  switch (op) {
  case Arithmetic::Add:
    return lhs + rhs;
  case Arithmetic::Sub:
    return lhs - rhs;
  case Arithmetic::Mul:
    return lhs * rhs;
  case Arithmetic::Div:
    return lhs.dividedBy(rhs);
  }
  return std::nullopt;
}

static std::optional<ImportedTensor> foldSizes(Arithmetic op,
                                               const ImportedTensor &lhs,
                                               const ImportedTensor &rhs,
                                               ArrayRef<Dim> shape) {
  auto left = lhs.getSizes(), right = rhs.getSizes();
  if (!left || !right)
    return std::nullopt;
  llvm::SmallVector<Dim> sizes;
  for (auto [l, r] :
       llvm::zip(getOffsets(lhs.shape, shape), getOffsets(rhs.shape, shape))) {
    std::optional<Dim> size = applyToSizes(op, (*left)[l], (*right)[r]);
    if (!size)
      return std::nullopt;
    sizes.push_back(*size);
  }
  return ImportedTensor::fromSizes(Shape(shape), sizes, lhs.kind);
}

std::optional<ImportedTensor>
mixp::importer::foldArithmetic(Arithmetic op, const ImportedTensor &lhs,
                               const ImportedTensor &rhs, ArrayRef<Dim> shape) {
  if (lhs.isSizes() || rhs.isSizes())
    return foldSizes(op, lhs, rhs, shape);
  // A broadcast may be far larger than the file (it must not be stored).
  if (product(shape) != product(lhs.shape) &&
      product(shape) != product(rhs.shape))
    return std::nullopt;
  if (lhs.kind == ElementKind::Bool || getBitWidth(lhs.kind) < 8)
    return std::nullopt;
  std::string data;
  for (auto [l, r] :
       llvm::zip(getOffsets(lhs.shape, shape), getOffsets(rhs.shape, shape))) {
    if (isFloat(lhs.kind)) {
      appendNumber(data, lhs.kind,
                   applyToFloats(op, readNumber(lhs, l), readNumber(rhs, r)));
      continue;
    }
    std::optional<int64_t> element = applyToIntegers(
        op, readInteger(lhs, l), readInteger(rhs, r), isUnsigned(lhs.kind));
    if (!element)
      return std::nullopt;
    appendBits(data, lhs.kind, *element);
  }
  return ImportedTensor::constant(lhs.kind, Shape(shape), std::move(data));
}
