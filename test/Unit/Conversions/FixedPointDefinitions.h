//===- FixedPointDefinitions.h - Published rules, written out ---*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_CONVERSIONS_FIXEDPOINTDEFINITIONS_H
#define MIXP_TEST_UNIT_CONVERSIONS_FIXEDPOINTDEFINITIONS_H

#include <algorithm>
#include <cstdint>

// The fixed-point profiles of mixp.requantize once more, in exact rational
// arithmetic and straight from what their authors publish, to compare every
// implementation with. Nothing here is shared with one.
namespace definitions {

using Exact = __int128;

inline Exact power(int exponent) { return Exact(1) << exponent; }

/// The largest integer that is at most a / b, for b > 0.
inline Exact floorQuotient(Exact a, Exact b) {
  Exact quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

/// x modulo 2^32 as an int32, which is what an int32 shifted left becomes.
inline Exact wrapInt32(Exact x) {
  Exact low = floorQuotient(x, power(32));
  Exact rest = x - low * power(32);
  return rest >= power(31) ? rest - power(32) : rest;
}

/// gemmlowp: the high half of 2ab, rounded to nearest (halves up: 2^30 is added
/// to a product that is then divided by 2^31), saturated for the one product
/// that overflows. TFLite: that of the shifted accumulator, then divided by a
/// power of two, rounded to nearest with halves away from zero.
inline Exact tflite(Exact acc, Exact multiplier, int shift) {
  shift = std::clamp(shift, -30, 31);
  Exact x = shift < 0 ? wrapInt32(acc * power(-shift)) : acc;
  Exact high = floorQuotient(2 * x * multiplier + power(31), power(32));
  high = std::min(high, power(31) - 1);
  if (shift <= 0)
    return high;
  Exact magnitude = high < 0 ? -high : high;
  Exact rounded = floorQuotient(2 * magnitude + power(shift), power(shift + 1));
  return high < 0 ? -rounded : rounded;
}

/// TOSA 1.0, apply_scale_32: to nearest, halves up, in one rounding ...
inline Exact tosaSingle(Exact acc, Exact multiplier, int shift) {
  multiplier = std::max<Exact>(multiplier, 0);
  shift = std::clamp(shift, 2, 62);
  return floorQuotient(2 * acc * multiplier + power(shift), power(shift + 1));
}

/// ... or with double_round, which beyond a shift of 31 adds half a unit of an
/// intermediate result first, away from zero.
inline Exact tosaDouble(Exact acc, Exact multiplier, int shift) {
  multiplier = std::max<Exact>(multiplier, 0);
  shift = std::clamp(shift, 2, 62);
  Exact sum = acc * multiplier + power(shift - 1);
  if (shift > 31)
    sum += acc < 0 ? -power(30) : power(30);
  return floorQuotient(sum, power(shift));
}

inline Exact truncate(Exact acc, Exact multiplier, int shift) {
  return floorQuotient(acc * multiplier, power(std::clamp(shift, 0, 63)));
}

/// What follows in every profile.
inline int64_t finish(Exact scaled, Exact zeroPoint, int64_t min, int64_t max) {
  zeroPoint = std::clamp<Exact>(zeroPoint, min, max);
  return static_cast<int64_t>(std::clamp<Exact>(scaled + zeroPoint, min, max));
}

} // namespace definitions

#endif // MIXP_TEST_UNIT_CONVERSIONS_FIXEDPOINTDEFINITIONS_H
