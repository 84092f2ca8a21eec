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
enum class FloatFormat {
  F64,
  F32,
  BF16,
  F16,
  F8E5M2,
  F8E4M3,
  F8E4M3FN,
  F8E3M4,
  F8E5M2FNUZ,
  F8E4M3FNUZ,
  F8E4M3B11FNUZ,
  F6E3M2FN,
  F6E2M3FN,
  F4E2M1FN,
  F8E8M0FNU
};

/// Which codes of a format are no finite numbers.
enum class SpecialCodes {
  Ieee,      // the greatest exponent: infinities and NaN
  AllOnes,   // exponent and fraction all ones: NaN; no infinity
  MinusZero, // the code that would be -0: NaN; no infinity
  None       // every code is a number
};

/// Parameters of a binary format: width in bits, significand bits (the hidden
/// one included) and the exponents of the smallest normal and the largest
/// finite number.
struct FormatInfo {
  int width;
  int precision;
  int minExponent;
  int maxExponent;
  SpecialCodes special;
  bool hasSign = true; // f8E8M0FNU has neither sign nor zero

  constexpr bool hasInfinity() const { return special == SpecialCodes::Ieee; }
  constexpr bool hasNaN() const { return special != SpecialCodes::None; }
  constexpr bool hasMinusZero() const {
    return hasSign && special != SpecialCodes::MinusZero;
  }
};

constexpr FormatInfo formatInfo(FloatFormat format) {
  switch (format) {
  case FloatFormat::F64:
    break;
  case FloatFormat::F32:
    return {32, 24, -126, 127, SpecialCodes::Ieee};
  case FloatFormat::BF16:
    return {16, 8, -126, 127, SpecialCodes::Ieee};
  case FloatFormat::F16:
    return {16, 11, -14, 15, SpecialCodes::Ieee};
  case FloatFormat::F8E5M2:
    return {8, 3, -14, 15, SpecialCodes::Ieee};
  case FloatFormat::F8E4M3:
    return {8, 4, -6, 7, SpecialCodes::Ieee};
  case FloatFormat::F8E4M3FN:
    return {8, 4, -6, 8, SpecialCodes::AllOnes};
  case FloatFormat::F8E3M4:
    return {8, 5, -2, 3, SpecialCodes::Ieee};
  case FloatFormat::F8E5M2FNUZ:
    return {8, 3, -15, 15, SpecialCodes::MinusZero};
  case FloatFormat::F8E4M3FNUZ:
    return {8, 4, -7, 7, SpecialCodes::MinusZero};
  case FloatFormat::F8E4M3B11FNUZ:
    return {8, 4, -10, 4, SpecialCodes::MinusZero};
  case FloatFormat::F6E3M2FN:
    return {6, 3, -2, 4, SpecialCodes::None};
  case FloatFormat::F6E2M3FN:
    return {6, 4, 0, 2, SpecialCodes::None};
  case FloatFormat::F4E2M1FN:
    return {4, 2, 0, 2, SpecialCodes::None};
  case FloatFormat::F8E8M0FNU:
    return {8, 1, -127, 127, SpecialCodes::AllOnes, /*hasSign=*/false};
  }
  return {64, 53, -1022, 1023, SpecialCodes::Ieee};
}

/// 2^exponent, for exponents of normal doubles.
constexpr double powerOfTwo(int exponent) {
  return std::bit_cast<double>(static_cast<uint64_t>(exponent + 1023) << 52);
}

/// Largest finite value; half an ulp of 1; smallest positive normal value.
constexpr double maxFinite(FloatFormat format) {
  FormatInfo info = formatInfo(format);
  // Where the code of the largest significand is NaN, the one below counts.
  bool topIsNaN = info.hasSign && info.special == SpecialCodes::AllOnes;
  return (2.0 - (topIsNaN ? 2 : 1) * powerOfTwo(1 - info.precision)) *
         powerOfTwo(info.maxExponent);
}
constexpr double unitRoundoff(FloatFormat format) {
  return powerOfTwo(-formatInfo(format).precision);
}
constexpr double smallestNormal(FloatFormat format) {
  return powerOfTwo(formatInfo(format).minExponent);
}

/// `x` rounded to the nearest value of an IEEE format, ties to even, overflow
/// to infinity; NaN, infinities and the sign of zero are kept. Adding and
/// taking away 1.5 * 2^52 units of the last place lets the host's own addition
/// round.
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

/// `x` rounded to `format` by `mode`, as mixp.cast does without `saturate`; a
/// format without NaN saturates and takes NaN as +0. `random` are the 32 bits
/// that stochastic rounding compares with.
double roundTo(double x, FloatFormat format,
               RoundingMode mode = RoundingMode::NearestEven,
               uint32_t random = 0);

/// The same for an integer of more than a double's 53 bits.
__extension__ using Int128 = __int128;
double roundIntegerTo(Int128 x, FloatFormat format, RoundingMode mode,
                      uint32_t random = 0);

/// `x` rounded to an integral value by `mode`; NaN and infinities are kept.
double roundToIntegral(double x, RoundingMode mode = RoundingMode::NearestEven,
                       uint32_t random = 0);

/// The value that the low bits of `bits` have in `format`, and the bits of a
/// value of the format. NaN encodes as the quiet NaN with an empty payload,
/// positive where it has a sign.
double decodeFloat(uint64_t bits, FloatFormat format);
uint64_t encodeFloat(double value, FloatFormat format);

} // namespace mixp::reference

#endif // MIXP_REFERENCE_ROUNDING_H
