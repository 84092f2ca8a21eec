//===- AbsorbProof.cpp - What keeps an absorbed product right -------------===//
#include "AbsorbProof.h"
#include "ConstantReals.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mixp/Dialect/Mixp/Transforms/TableRange.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace mixp;

/// Largest |q - z| of integers `q`.
static std::optional<double> findMagnitude(const Dequantized &side,
                                           bool trustScales) {
  Type element = side.values.getType().getElementType();
  StorageRange range = storageRange(element, side.isUnsigned);
  Interval zero{0, 0};
  if (side.zeroPoint) {
    bool isFloat = isa<FloatType>(side.zeroPoint.getType().getElementType());
    auto found = isFloat ? findConstantRange(side.zeroPoint)
                         : findZeroPointRange(side.zeroPoint);
    if (!found && isFloat && trustScales)
      found = Interval{-0x1p16, 0x1p16};
    if (!found)
      return std::nullopt;
    zero = *found;
  }
  return std::max(range.max - zero.min, zero.max - range.min);
}

/// Whether dequantizing to a type narrower than f32 changes nothing: whole
/// numbers of few bits, times a power of two.
static bool isExactIn(const Dequantized &side, const SideBounds &bounds) {
  if (!bounds.isInteger || (side.scale && !readReals(side.scale)))
    return false;
  const llvm::fltSemantics &format = side.type.getFloatSemantics();
  unsigned precision = APFloat::semanticsPrecision(format);
  double smallest = std::ldexp(1.0, APFloat::semanticsMinExponent(format) -
                                        static_cast<int>(precision) + 1);
  double largest = APFloat::getLargest(format).convertToDouble();
  auto scales = side.scale ? *readReals(side.scale) : std::vector<double>{1.0};
  return bounds.magnitude <= std::ldexp(1.0, precision) &&
         bounds.minScale >= smallest &&
         bounds.magnitude * bounds.maxScale <= largest &&
         llvm::all_of(scales, [](double scale) {
           int exponent;
           return std::frexp(scale, &exponent) == 0.5;
         });
}

/// The smallest and largest scale, or the reason why they do not do.
static std::optional<Interval>
scaleRange(const Dequantized &side, bool trustScales, RemarkCode &reason) {
  if (!side.scale)
    return Interval{1, 1};
  auto range = findConstantRange(side.scale);
  if (!range && trustScales)
    range = Interval{0x1p-63, 0x1p63};
  if (!range)
    reason = RemarkCode::AbsorbUnknownScale;
  return range;
}

std::optional<SideBounds> mixp::findBounds(const Dequantized &side,
                                           bool trustScales,
                                           RemarkCode &reason) {
  auto scales = scaleRange(side, trustScales, reason);
  if (!scales)
    return std::nullopt;
  SideBounds bounds;
  bounds.minScale = scales->min;
  bounds.maxScale = scales->max;
  Type element = side.values.getType().getElementType();
  bool isInteger = isa<IntegerType>(element);
  bounds.isInteger =
      isInteger && !(side.zeroPoint &&
                     isa<FloatType>(side.zeroPoint.getType().getElementType()));
  if (isInteger) {
    auto magnitude = findMagnitude(side, trustScales);
    if (!magnitude) {
      reason = RemarkCode::AbsorbUnknownZeroPoint;
      return std::nullopt;
    }
    bounds.magnitude = *magnitude;
  }
  if (!Type(side.type).isF32() && !isExactIn(side, bounds)) {
    reason = RemarkCode::AbsorbRounds;
    return std::nullopt;
  }
  // fl(q * s) must round like a number of 24 bits: no overflow, and for floats,
  // whose q may be tiny, no subnormal either.
  reason = RemarkCode::AbsorbScaleRange;
  if (isInteger) {
    if (bounds.magnitude > 0x1p24 ||
        bounds.magnitude * bounds.maxScale > 0x1p127)
      return std::nullopt;
  } else if (side.scale &&
             (element.isBF16() ||
              !(bounds.minScale >= 0x1p-100 && bounds.maxScale <= 0x1p100))) {
    return std::nullopt;
  }
  return bounds;
}

bool mixp::mayScaleAfterSum(const SideBounds &lhs, const SideBounds &rhs) {
  // The product of the scales may be subnormal only where what it is multiplied
  // with is known to be small.
  bool hasFloat = lhs.magnitude == 0 || rhs.magnitude == 0;
  return lhs.magnitude * rhs.magnitude <= 0x1p24 &&
         lhs.maxScale * rhs.maxScale <= 0x1p127 &&
         (!hasFloat || lhs.minScale * rhs.minScale >= 0x1p-126);
}

int64_t mixp::longestSum(const SideBounds &lhs, const SideBounds &rhs) {
  double product = std::max(lhs.magnitude * rhs.magnitude, 1.0);
  return static_cast<int64_t>((0x1p31 - 1) / product);
}

std::optional<double> mixp::largestSum(const Dequantized &side,
                                       ArrayRef<int64_t> reduction) {
  auto values = readReals(side.values, side.isUnsigned);
  auto zeros = side.zeroPoint ? readReals(side.zeroPoint) : std::vector{0.0};
  if (!values || !zeros)
    return std::nullopt;
  ArrayRef<int64_t> shape = side.values.getType().getShape();
  SmallVector<int64_t> tableStrides(shape.size(), 0);
  if (side.zeroPoint)
    tableStrides = computeSuffixProduct(side.zeroPoint.getType().getShape());
  SmallVector<int64_t> sumShape(shape);
  for (int64_t dim : reduction)
    sumShape[dim] = 1;
  SmallVector<int64_t> strides = computeSuffixProduct(shape),
                       sumStrides = computeSuffixProduct(sumShape);
  std::vector<double> sums(computeProduct(sumShape), 0.0);
  for (auto [i, value] : llvm::enumerate(*values)) {
    int64_t zero = 0, sum = 0;
    for (auto [dim, stride] : llvm::enumerate(strides)) {
      int64_t index = int64_t(i) / stride % shape[dim];
      if (!llvm::is_contained(reduction, int64_t(dim)))
        sum += index * sumStrides[dim];
      if (side.zeroPoint && side.block[dim])
        zero += index / side.block[dim] * tableStrides[dim];
    }
    sums[sum] += std::abs(value - (*zeros)[zero]);
  }
  return sums.empty() ? 0.0 : *std::max_element(sums.begin(), sums.end());
}
