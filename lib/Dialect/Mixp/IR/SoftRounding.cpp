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

FloatSpecials mixp::floatSpecials(FloatType type) {
  const llvm::fltSemantics &format = type.getFloatSemantics();
  bool isFnuz =
      isa<Float8E5M2FNUZType, Float8E4M3FNUZType, Float8E4M3B11FNUZType>(type);
  return {llvm::APFloat::semanticsHasInf(format),
          llvm::APFloat::semanticsHasNaN(format),
          !isFnuz && llvm::APFloat::semanticsHasZero(format)};
}

double mixp::largestFinite(FloatType type) {
  return llvm::APFloat::getLargest(type.getFloatSemantics()).convertToDouble();
}

/// What a finite x becomes whose rounded value is beyond the largest finite.
static double overflow(double x, FloatType type, RoundingMode mode) {
  FloatSpecials specials = floatSpecials(type);
  double largest = std::copysign(largestFinite(type), x);
  bool towardZero = mode == RoundingMode::TowardZero ||
                    mode == (x > 0 ? RoundingMode::Floor : RoundingMode::Ceil);
  if (towardZero || !specials.nan)
    return largest;
  return specials.infinity
             ? std::copysign(std::numeric_limits<double>::infinity(), x)
             : std::numeric_limits<double>::quiet_NaN();
}

/// f8E8M0FNU: powers of two, of which 2^-127 is the smallest.
static double roundToPowerOfTwo(double x, FloatType type, RoundingMode mode) {
  constexpr double smallest = 0x1p-127;
  if (x < 0 || std::isnan(x))
    return std::numeric_limits<double>::quiet_NaN();
  if (x <= smallest)
    return smallest;
  double below = std::ldexp(1.0, std::ilogb(x)), half = 1.5 * below;
  bool isNearest =
      mode == RoundingMode::NearestEven || mode == RoundingMode::NearestAway;
  // There is no even one of two powers: a tie goes up.
  bool up = isNearest ? x >= half : mode == RoundingMode::Ceil && x > below;
  double rounded = up ? 2 * below : below;
  return rounded > largestFinite(type) ? overflow(x, type, mode) : rounded;
}

double mixp::roundToFloat(double x, FloatType type, RoundingMode mode,
                          bool saturate) {
  FloatSpecials specials = floatSpecials(type);
  double max = largestFinite(type);
  if (std::isnan(x))
    return specials.nan ? x : 0;
  bool isPositiveOnly = isa<Float8E8M0FNUType>(type);
  if (saturate || !specials.nan)
    x = std::min(isPositiveOnly ? x : std::max(x, -max), max);
  if (std::isinf(x) && !specials.infinity)
    return std::numeric_limits<double>::quiet_NaN();
  if (isPositiveOnly)
    return roundToPowerOfTwo(x, type, mode);
  const llvm::fltSemantics &format = type.getFloatSemantics();
  int precision = llvm::APFloat::semanticsPrecision(format);
  int minExponent = llvm::APFloat::semanticsMinExponent(format);
  if (x != 0 && std::isfinite(x) && !type.isF64()) {
    // Scaling by a power of two is exact, since no format but f64 has numbers
    // near a double's ends.
    int lastDigit = std::max(std::ilogb(x), minExponent) - (precision - 1);
    double digits = roundToInteger(std::ldexp(x, -lastDigit), mode);
    double rounded = std::copysign(std::ldexp(digits, lastDigit), x);
    x = std::abs(rounded) > max ? overflow(x, type, mode) : rounded;
  }
  return x == 0 && !specials.minusZero ? 0 : x;
}

double mixp::clampToRange(double x, StorageRange range, double ifNaN) {
  if (std::isnan(x))
    return ifNaN;
  return std::clamp(x, static_cast<double>(range.min),
                    static_cast<double>(range.max));
}
