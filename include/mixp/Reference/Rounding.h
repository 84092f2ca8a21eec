//===- Rounding.h - The evaluator's own rounding functions ------*- C++ -*-===//
#ifndef MIXP_REFERENCE_ROUNDING_H
#define MIXP_REFERENCE_ROUNDING_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace mixp::reference {

/// The floating-point formats that the evaluator knows.
enum class FloatFormat { F16, BF16, F32, F64 };

/// Parameters of a binary format: significand bits (the hidden one included)
/// and the exponents of the smallest and the largest normal numbers.
struct FormatInfo {
  int precision;
  int minExponent;
  int maxExponent;
};

constexpr FormatInfo formatInfo(FloatFormat format) {
  switch (format) {
  case FloatFormat::F16:
    return {11, -14, 15};
  case FloatFormat::BF16:
    return {8, -126, 127};
  case FloatFormat::F32:
    return {24, -126, 127};
  case FloatFormat::F64:
    break;
  }
  return {53, -1022, 1023};
}

/// 2^exponent, for exponents of normal doubles.
constexpr double powerOfTwo(int exponent) {
  return std::bit_cast<double>(static_cast<uint64_t>(exponent + 1023) << 52);
}

/// Largest finite value; half an ulp of 1; smallest positive normal value.
constexpr double maxFinite(FloatFormat format) {
  FormatInfo info = formatInfo(format);
  return (2.0 - powerOfTwo(1 - info.precision)) * powerOfTwo(info.maxExponent);
}
constexpr double unitRoundoff(FloatFormat format) {
  return powerOfTwo(-formatInfo(format).precision);
}
constexpr double smallestNormal(FloatFormat format) {
  return powerOfTwo(formatInfo(format).minExponent);
}

/// `x` rounded to the nearest value of the format, ties to even, overflow to
/// infinity; NaN, infinities and the sign of zero are kept. Adding and taking
/// away 1.5 * 2^52 units of the last place lets the host's own addition round.
template <FloatFormat Format> inline double roundNearest(double x) {
  if constexpr (Format == FloatFormat::F64)
    return x;
  if constexpr (Format == FloatFormat::F32)
    return static_cast<float>(x);
  constexpr FormatInfo info = formatInfo(Format);
  int exponent =
      static_cast<int>((std::bit_cast<uint64_t>(x) >> 52) & 0x7ff) - 1023;
  if (exponent == 1024)
    return x;
  exponent = exponent < info.minExponent   ? info.minExponent
             : exponent > info.maxExponent ? info.maxExponent + 1
                                           : exponent;
  double magic = 1.5 * powerOfTwo(exponent - (info.precision - 1) + 52);
  double rounded = std::fabs((x + magic) - magic);
  if (rounded > maxFinite(Format))
    rounded = std::numeric_limits<double>::infinity();
  return std::copysign(rounded, x);
}

/// `x` rounded to `format` by `mode`; overflow as IEEE 754 says for the mode.
double roundTo(double x, FloatFormat format,
               RoundingMode mode = RoundingMode::NearestEven);

/// `x` rounded to an integral value by `mode`; NaN and infinities are kept.
double roundToIntegral(double x, RoundingMode mode = RoundingMode::NearestEven);

/// The value that the low bits of `bits` have in `format`, and the bits of a
/// value of the format. NaN encodes as the quiet NaN with an empty payload.
double decodeFloat(uint64_t bits, FloatFormat format);
uint64_t encodeFloat(double value, FloatFormat format);

} // namespace mixp::reference

#endif // MIXP_REFERENCE_ROUNDING_H
