//===- Rounding.cpp - The evaluator's own rounding functions --------------===//
#include "mixp/Reference/Rounding.h"

using namespace mixp;
using namespace mixp::reference;

double reference::roundToIntegral(double x, RoundingMode mode) {
  switch (mode) {
  case RoundingMode::NearestAway:
    return std::round(x);
  case RoundingMode::TowardZero:
    return std::trunc(x);
  case RoundingMode::Floor:
    return std::floor(x);
  case RoundingMode::Ceil:
    return std::ceil(x);
  case RoundingMode::NearestEven:
  case RoundingMode::Stochastic:
    break;
  }
  // Beyond 2^52 every double is integral.
  constexpr double magic = 0x1p52;
  double magnitude = std::fabs(x);
  if (!(magnitude < magic))
    return x;
  return std::copysign((magnitude + magic) - magic, x);
}

/// What a value too large for the format becomes under `mode`.
static double overflow(double x, FloatFormat format, RoundingMode mode) {
  bool keepsFinite = mode == RoundingMode::TowardZero ||
                     (mode == RoundingMode::Floor && x > 0) ||
                     (mode == RoundingMode::Ceil && x < 0);
  double magnitude =
      keepsFinite ? maxFinite(format) : std::numeric_limits<double>::infinity();
  return std::copysign(magnitude, x);
}

double reference::roundTo(double x, FloatFormat format, RoundingMode mode) {
  if (mode == RoundingMode::NearestEven) {
    switch (format) {
    case FloatFormat::F16:
      return roundNearest<FloatFormat::F16>(x);
    case FloatFormat::BF16:
      return roundNearest<FloatFormat::BF16>(x);
    case FloatFormat::F32:
      return roundNearest<FloatFormat::F32>(x);
    case FloatFormat::F64:
      return x;
    }
  }
  if (format == FloatFormat::F64 || !std::isfinite(x) || x == 0)
    return x;
  FormatInfo info = formatInfo(format);
  int exponent = std::max(std::ilogb(x), info.minExponent);
  int unit = exponent - (info.precision - 1);
  double rounded =
      std::ldexp(roundToIntegral(std::ldexp(x, -unit), mode), unit);
  if (std::fabs(rounded) > maxFinite(format))
    return overflow(x, format, mode);
  return std::copysign(rounded, x);
}

double reference::decodeFloat(uint64_t bits, FloatFormat format) {
  switch (format) {
  case FloatFormat::F64:
    return std::bit_cast<double>(bits);
  case FloatFormat::F32:
    return std::bit_cast<float>(static_cast<uint32_t>(bits));
  case FloatFormat::BF16:
    return std::bit_cast<float>(static_cast<uint32_t>(bits << 16));
  case FloatFormat::F16:
    break;
  }
  int exponent = (bits >> 10) & 0x1f;
  double fraction = bits & 0x3ff;
  double magnitude;
  if (exponent == 0x1f)
    magnitude = fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                              : std::numeric_limits<double>::infinity();
  else if (exponent == 0)
    magnitude = fraction * 0x1p-24;
  else
    magnitude = (1024 + fraction) * powerOfTwo(exponent - 25);
  return (bits & 0x8000) ? -magnitude : magnitude;
}

uint64_t reference::encodeFloat(double value, FloatFormat format) {
  if (format == FloatFormat::F64)
    return std::bit_cast<uint64_t>(value);
  float single = static_cast<float>(value);
  if (format == FloatFormat::F32)
    return std::bit_cast<uint32_t>(single);
  if (format == FloatFormat::BF16) {
    if (std::isnan(value))
      return 0x7fc0;
    single = static_cast<float>(roundNearest<FloatFormat::BF16>(value));
    return std::bit_cast<uint32_t>(single) >> 16;
  }
  if (std::isnan(value))
    return 0x7e00;
  double magnitude = std::fabs(roundNearest<FloatFormat::F16>(value));
  uint64_t sign = std::signbit(value) ? 0x8000 : 0;
  if (std::isinf(magnitude))
    return sign | 0x7c00;
  if (magnitude < 0x1p-14)
    return sign | static_cast<uint64_t>(magnitude * 0x1p24);
  int exponent = std::ilogb(magnitude);
  double fraction = std::ldexp(magnitude, 10 - exponent) - 1024;
  return sign | static_cast<uint64_t>(exponent + 15) << 10 |
         static_cast<uint64_t>(fraction);
}
