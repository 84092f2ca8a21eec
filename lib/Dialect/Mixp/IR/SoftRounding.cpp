//===- SoftRounding.cpp - Rounding to any format --------------------------===//
#include "SoftRounding.h"
#include <algorithm>
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mixp;

double mixp::roundToInteger(double x, RoundingMode mode) {
  if (!std::isfinite(x))
    return x;
  double below = std::floor(x), fraction = x - below;
  switch (mode) {
  case RoundingMode::Floor:
    return below;
  case RoundingMode::Ceil:
    return std::ceil(x);
  case RoundingMode::TowardZero:
    return std::trunc(x);
  case RoundingMode::NearestAway:
    return std::round(x);
  case RoundingMode::NearestEven:
  case RoundingMode::Stochastic:
    break;
  }
  if (fraction != 0.5)
    return fraction < 0.5 ? below : below + 1;
  return std::fmod(below, 2) == 0 ? below : below + 1;
}

/// What a finite x becomes whose rounded value is beyond the largest finite.
static double overflow(double x, double max, RoundingMode mode) {
  double infinity = std::copysign(std::numeric_limits<double>::infinity(), x);
  double largest = std::copysign(max, x);
  switch (mode) {
  case RoundingMode::TowardZero:
    return largest;
  case RoundingMode::Floor:
    return x > 0 ? largest : infinity;
  case RoundingMode::Ceil:
    return x > 0 ? infinity : largest;
  case RoundingMode::NearestEven:
  case RoundingMode::NearestAway:
  case RoundingMode::Stochastic:
    break;
  }
  return infinity;
}

double mixp::roundToFloat(double x, FloatType type, RoundingMode mode,
                          bool saturate) {
  if (std::isnan(x))
    return x;
  const llvm::fltSemantics &format = type.getFloatSemantics();
  int precision = llvm::APFloat::semanticsPrecision(format);
  int minExponent = llvm::APFloat::semanticsMinExponent(format);
  int maxExponent = llvm::APFloat::semanticsMaxExponent(format);
  double max = std::ldexp(2 - std::ldexp(1.0, 1 - precision), maxExponent);
  if (saturate)
    x = std::clamp(x, -max, max);
  if (x == 0 || std::isinf(x))
    return x;
  // Scaling by a power of two is exact: operands are far from a double's ends.
  int lastDigit = std::max(std::ilogb(x), minExponent) - (precision - 1);
  double digits = roundToInteger(std::ldexp(x, -lastDigit), mode);
  double rounded = std::copysign(std::ldexp(digits, lastDigit), x);
  return std::abs(rounded) > max ? overflow(x, max, mode) : rounded;
}

double mixp::clampToRange(double x, StorageRange range, double ifNaN) {
  if (std::isnan(x))
    return ifNaN;
  return std::clamp(x, static_cast<double>(range.min),
                    static_cast<double>(range.max));
}
