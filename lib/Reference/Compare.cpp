//===- Compare.cpp - Is a result within its bound? ------------------------===//
#include "mixp/Reference/Compare.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// `lowDifference` is that of the second parts of large integers.
static bool agrees(double got, double expected, double bound,
                   double lowDifference) {
  if (std::isinf(bound) || (got == expected && lowDifference == 0))
    return true;
  if (std::isnan(got) || std::isnan(expected))
    return std::isnan(got) && std::isnan(expected);
  // An infinite difference is in no finite bound.
  return std::fabs(got - expected + lowDifference) <= bound;
}

static double lowPart(const Tensor &tensor, int64_t index) {
  return tensor.lows.empty() ? 0.0 : tensor.lows[index];
}

/// `(1, 0, 3)`
static std::string describePlace(int64_t index, ArrayRef<int64_t> shape) {
  SmallVector<int64_t> place;
  for (int64_t stride : rowMajorStrides(shape)) {
    place.push_back(index / stride);
    index %= stride;
  }
  std::string text;
  llvm::raw_string_ostream os(text);
  os << '(';
  llvm::interleaveComma(place, os);
  os << ')';
  return text;
}

std::optional<Mismatch> reference::compare(const Tensor &got,
                                           const Tensor &expected) {
  if (got.shape != expected.shape) {
    std::string text;
    llvm::raw_string_ostream os(text);
    os << "expected shape [";
    llvm::interleaveComma(expected.shape, os);
    os << "] but got [";
    llvm::interleaveComma(got.shape, os);
    os << ']';
    return Mismatch{-1, text};
  }
  for (int64_t i = 0, e = expected.numElements(); i < e; ++i) {
    if (agrees(got.values[i], expected.values[i], expected.bound(i),
               lowPart(got, i) - lowPart(expected, i)))
      continue;
    std::string text;
    llvm::raw_string_ostream os(text);
    os << "element " << describePlace(i, expected.shape) << ": expected "
       << llvm::format("%.9g within %.3g but got %.9g", expected.values[i],
                       expected.bound(i), got.values[i]);
    return Mismatch{i, text};
  }
  return std::nullopt;
}
