//===- Rounding.cpp - The evaluator's own rounding functions --------------===//
#include "mixp/Reference/Rounding.h"
#include <algorithm>

using namespace mixp;
using namespace mixp::reference;

/// Whether a number between two neighbours goes to the one away from zero. With
/// one digit of precision that digit is 1, odd, so that ties go there.
/// `fraction` in [0, 1) is its distance from the inner one, in units of theirs.
static bool goesOutward(double fraction, bool innerIsOdd, bool negative,
                        RoundingMode mode, uint32_t random) {
  switch (mode) {
  case RoundingMode::NearestEven:
    return fraction > 0.5 || (fraction == 0.5 && innerIsOdd);
  case RoundingMode::NearestAway:
    return fraction >= 0.5;
  case RoundingMode::TowardZero:
    return false;
  case RoundingMode::Floor:
    return negative && fraction > 0;
  case RoundingMode::Ceil:
    return !negative && fraction > 0;
  case RoundingMode::Stochastic:
    return random < std::floor(fraction * 0x1p32);
  }
  return false;
}

/// A magnitude rounded to an integral number, for the given sign.
static double roundDigits(double digits, bool negative, RoundingMode mode,
                          uint32_t random) {
  double inner = std::floor(digits), fraction = digits - inner;
  if (fraction == 0)
    return inner;
  bool odd =
      static_cast<uint64_t>(inner) & 1; // below 2^52, as it has fractions
  return inner + goesOutward(fraction, odd, negative, mode, random);
}

double reference::roundToIntegral(double x, RoundingMode mode,
                                  uint32_t random) {
  if (!std::isfinite(x))
    return x;
  bool negative = std::signbit(x);
  return std::copysign(roundDigits(std::fabs(x), negative, mode, random), x);
}

/// What a value too large for the format becomes under `mode`.
static double overflow(bool negative, FloatFormat format, RoundingMode mode) {
  FormatInfo info = formatInfo(format);
  bool keepsFinite = mode == RoundingMode::TowardZero || !info.hasNaN() ||
                     (mode == RoundingMode::Floor && !negative) ||
                     (mode == RoundingMode::Ceil && negative);
  double magnitude = keepsFinite ? maxFinite(format)
                     : info.hasInfinity()
                         ? std::numeric_limits<double>::infinity()
                         : std::numeric_limits<double>::quiet_NaN();
  return negative ? -magnitude : magnitude;
}

/// The result for what is no positive or negative finite number, and for what
/// f8E8M0FNU has no neighbours of.
static std::optional<double> roundSpecial(double x, FloatFormat format) {
  FormatInfo info = formatInfo(format);
  if (std::isnan(x))
    return info.hasNaN() ? x : 0.0;
  if (!info.hasSign && x < 0)
    return std::numeric_limits<double>::quiet_NaN();
  if (std::isinf(x))
    return overflow(x < 0, format, RoundingMode::NearestEven);
  if (!info.hasSign && x < smallestNormal(format))
    return smallestNormal(format);
  if (x == 0)
    return info.hasMinusZero() ? x : 0.0;
  return std::nullopt;
}

/// A rounded magnitude with its sign, or what it becomes on overflow.
static double finish(double magnitude, bool negative, FloatFormat format,
                     RoundingMode mode) {
  if (magnitude > maxFinite(format))
    return overflow(negative, format, mode);
  if (magnitude == 0 && !formatInfo(format).hasMinusZero())
    return 0.0;
  return negative ? -magnitude : magnitude;
}

double reference::roundTo(double x, FloatFormat format, RoundingMode mode,
                          uint32_t random) {
  if (format == FloatFormat::F64)
    return x;
  if (mode == RoundingMode::NearestEven) {
    if (format == FloatFormat::F32)
      return roundNearest<FloatFormat::F32>(x);
    if (format == FloatFormat::BF16)
      return roundNearest<FloatFormat::BF16>(x);
    if (format == FloatFormat::F16)
      return roundNearest<FloatFormat::F16>(x);
  }
  if (std::optional<double> special = roundSpecial(x, format))
    return *special;
  FormatInfo info = formatInfo(format);
  // The exponent of a subnormal double is below any format's here.
  int exponent =
      static_cast<int>((std::bit_cast<uint64_t>(x) >> 52) & 0x7ff) - 1023;
  exponent = std::clamp(exponent, info.minExponent, info.maxExponent + 1);
  int unit = exponent - (info.precision - 1);
  double digits =
      roundDigits(std::fabs(x) * powerOfTwo(-unit), x < 0, mode, random);
  return finish(digits * powerOfTwo(unit), x < 0, format, mode);
}

double reference::roundIntegerTo(Int128 x, FloatFormat format,
                                 RoundingMode mode, uint32_t random) {
  __extension__ using Unsigned = unsigned __int128;
  bool negative = x < 0;
  Unsigned magnitude = negative ? -static_cast<Unsigned>(x) : x;
  if (magnitude <= Unsigned(1) << 53)
    return roundTo(static_cast<double>(x), format, mode, random);
  FormatInfo info = formatInfo(format);
  if (!info.hasSign && negative)
    return std::numeric_limits<double>::quiet_NaN();
  int unit = 0; // digits below the last one that the format keeps
  while (magnitude >> unit >> info.precision)
    ++unit;
  Unsigned inner = magnitude >> unit, rest = magnitude - (inner << unit);
  // Compared exactly: a double does not hold all digits of the fraction.
  Unsigned unitSize = Unsigned(1) << unit;
  bool outward;
  if (mode == RoundingMode::Stochastic) {
    outward = random < rest << 32 >> unit;
  } else {
    Unsigned twice = 2 * rest;
    double fraction = twice > unitSize    ? 0.75
                      : twice == unitSize ? 0.5
                      : rest != 0         ? 0.25
                                          : 0.0;
    outward = goesOutward(fraction, inner & 1, negative, mode, random);
  }
  double rounded = static_cast<double>(inner + outward) * powerOfTwo(unit);
  return finish(rounded, negative, format, mode);
}

double reference::decodeFloat(uint64_t bits, FloatFormat format) {
  if (format == FloatFormat::F64)
    return std::bit_cast<double>(bits);
  if (format == FloatFormat::F32)
    return std::bit_cast<float>(static_cast<uint32_t>(bits));
  FormatInfo info = formatInfo(format);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  bits &= (uint64_t(1) << info.width) - 1;
  if (!info.hasSign)
    return bits == 0xff ? nan : powerOfTwo(static_cast<int>(bits) - 127);
  int fractionBits = info.precision - 1;
  uint64_t sign = uint64_t(1) << (info.width - 1);
  uint64_t top = (sign - 1) >> fractionBits; // the greatest exponent field
  uint64_t exponent = (bits >> fractionBits) & top;
  uint64_t fraction = bits & ((uint64_t(1) << fractionBits) - 1);
  if (info.special == SpecialCodes::MinusZero && bits == sign)
    return nan;
  if (info.special == SpecialCodes::AllOnes && (bits & (sign - 1)) == sign - 1)
    return nan;
  double magnitude;
  if (info.special == SpecialCodes::Ieee && exponent == top) {
    magnitude = fraction != 0 ? nan : std::numeric_limits<double>::infinity();
  } else {
    uint64_t hidden = exponent == 0 ? 0 : uint64_t(1) << fractionBits;
    int scale = std::max<int>(exponent, 1) - 1 + info.minExponent;
    magnitude = static_cast<double>(hidden + fraction) *
                powerOfTwo(scale - fractionBits);
  }
  return (bits & sign) ? -magnitude : magnitude;
}

/// The code of NaN; 0 where there is none.
static uint64_t encodeNaN(FormatInfo info) {
  uint64_t sign = uint64_t(1) << (info.width - 1);
  switch (info.special) {
  case SpecialCodes::Ieee: // the greatest exponent and a quiet bit
    return sign - (uint64_t(1) << (info.precision - 2));
  case SpecialCodes::AllOnes:
    return info.hasSign ? sign - 1 : 2 * sign - 1;
  case SpecialCodes::MinusZero:
    return sign;
  case SpecialCodes::None:
    break;
  }
  return 0;
}

uint64_t reference::encodeFloat(double value, FloatFormat format) {
  if (format == FloatFormat::F64)
    return std::bit_cast<uint64_t>(value);
  FormatInfo info = formatInfo(format);
  value = roundTo(value, format);
  if (std::isnan(value))
    return encodeNaN(info);
  if (format == FloatFormat::F32)
    return std::bit_cast<uint32_t>(static_cast<float>(value));
  int fractionBits = info.precision - 1;
  if (!info.hasSign)
    return static_cast<uint64_t>(std::ilogb(value) - info.minExponent);
  uint64_t sign = std::signbit(value) ? uint64_t(1) << (info.width - 1) : 0;
  double magnitude = std::fabs(value);
  if (std::isinf(magnitude)) // follows the largest finite number
    return sign | (encodeFloat(maxFinite(format), format) + 1);
  if (magnitude < smallestNormal(format))
    return sign | static_cast<uint64_t>(
                      magnitude * powerOfTwo(fractionBits - info.minExponent));
  int exponent = std::ilogb(magnitude);
  // The hidden bit adds 1 to the exponent field.
  double digits = magnitude * powerOfTwo(fractionBits - exponent);
  return sign |
         ((static_cast<uint64_t>(exponent - info.minExponent) << fractionBits) +
          static_cast<uint64_t>(digits));
}
