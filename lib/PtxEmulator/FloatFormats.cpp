//===- FloatFormats.cpp - Rounding to the formats of PTX ------------------===//
#include "FloatFormats.h"

using namespace mixp::ptx;

namespace {
struct FormatInfo {
  int precision, minExponent, bits;
  double largest;
  uint32_t nan;
  bool hasInfinity;
};
} // namespace

static const FormatInfo kFormats[] = {
    {11, -14, 16, 65504.0, 0x7fff, true},
    {8, -126, 16, 0x1.fep127, 0x7fff, true},
    {11, -126, 19, 0x1.ffcp127, 0x3ffff, true}, // in the top bits of a word
    {4, -6, 8, 448.0, 0x7f, false},
    {3, -14, 8, 57344.0, 0x7f, true},
    {24, -126, 32, 0x1.fffffep127, 0x7fffffff, true}};

double mixp::ptx::roundToIntegral(double value, Rounding mode) {
  switch (mode) {
  case Rounding::Nearest:
    return std::nearbyint(value);
  case Rounding::Zero:
    return std::trunc(value);
  case Rounding::Down:
    return std::floor(value);
  case Rounding::Up:
    return std::ceil(value);
  case Rounding::NearestAway:
    return std::round(value);
  }
  return value;
}

static bool overflowsToLargest(Rounding mode, bool negative) {
  return mode == Rounding::Zero || (mode == Rounding::Down && !negative) ||
         (mode == Rounding::Up && negative);
}

static double roundTo(double value, const FormatInfo &info,
                      const RoundingOptions &options) {
  if (value == 0 || std::isinf(value))
    return value;
  int exponent = std::ilogb(value);
  int last = (exponent < info.minExponent ? info.minExponent : exponent) -
             (info.precision - 1);
  double rounded =
      std::ldexp(roundToIntegral(std::ldexp(value, -last), options.mode), last);
  if (std::fabs(rounded) > info.largest)
    return overflowsToLargest(options.mode, value < 0)
               ? std::copysign(info.largest, value)
               : std::copysign(INFINITY, value);
  // Tininess is detected after rounding.
  if (options.flush && std::fabs(rounded) < std::ldexp(1.0, info.minExponent))
    return std::copysign(0.0, value);
  return std::copysign(rounded, value);
}

static uint32_t encodeExact(double value, const FormatInfo &info) {
  uint32_t sign = std::signbit(value) ? 1u << (info.bits - 1) : 0;
  uint32_t mantissaBits = info.precision - 1;
  double magnitude = std::fabs(value);
  if (magnitude == 0)
    return sign;
  if (std::isinf(magnitude)) // all ones in the exponent
    return sign |
           (((1u << (info.bits - 1 - mantissaBits)) - 1) << mantissaBits);
  int exponent = std::ilogb(magnitude);
  if (exponent < info.minExponent) {
    double units = std::ldexp(magnitude, mantissaBits - info.minExponent);
    return sign | uint32_t(units);
  }
  uint32_t mantissa = std::ldexp(magnitude, mantissaBits - exponent);
  uint32_t biased = exponent - info.minExponent + 1;
  return sign | (biased << mantissaBits) |
         (mantissa & ((1u << mantissaBits) - 1));
}

uint32_t mixp::ptx::encode(double value, Format format,
                           const RoundingOptions &options) {
  const FormatInfo &info = kFormats[static_cast<int>(format)];
  int shift = format == Format::TF32 ? 13 : 0;
  if (std::isnan(value))
    return (options.saturate ? 0 : info.nan) << shift;
  if (options.saturate)
    value = value > 0 ? (value < 1 ? value : 1.0) : 0.0;
  if (options.relu && !(value > 0))
    value = 0.0;
  double rounded = roundTo(value, info, options);
  if ((options.finite || !info.hasInfinity) && std::isinf(rounded)) {
    if (!options.finite)
      return info.nan << shift;
    rounded = std::copysign(info.largest, rounded);
  }
  return encodeExact(rounded, info) << shift;
}

double mixp::ptx::decode(uint32_t bits, Format format) {
  switch (format) {
  case Format::F16:
    return f16ToFloat(bits & 0xffff);
  case Format::BF16:
    return bf16ToFloat(bits);
  case Format::TF32: // the hardware ignores the low bits
    return std::bit_cast<float>(bits & 0xffffe000);
  case Format::F32:
    return std::bit_cast<float>(bits);
  case Format::E5M2:
    return f16ToFloat((bits & 0xff) << 8);
  case Format::E4M3: {
    if ((bits & 0x7f) == 0x7f)
      return NAN;
    uint32_t exponent = bits >> 3 & 15, mantissa = bits & 7;
    double magnitude = exponent ? std::ldexp(8 + mantissa, exponent - 10)
                                : std::ldexp(mantissa, -9);
    return bits & 0x80 ? -magnitude : magnitude;
  }
  }
  return 0;
}

/// `rounded` is the double nearest to a value that differs from it by `error`.
static double makeOdd(double rounded, double error) {
  if (error == 0 || !std::isfinite(rounded))
    return rounded;
  uint64_t bits = std::bit_cast<uint64_t>(rounded);
  if (bits & 1)
    return rounded;
  // Towards the value: truncation, or the next one away, is odd.
  bool away = (error > 0) == (rounded > 0);
  return std::bit_cast<double>(away ? bits + 1 : bits - 1);
}

double mixp::ptx::addToOdd(double a, double b) {
  double sum = a + b;
  if (!std::isfinite(sum) || sum == 0)
    return sum;
  double t = sum - a;
  return makeOdd(sum, (a - (sum - t)) + (b - t));
}

double mixp::ptx::integerToOdd(uint64_t bits, bool isSigned) {
  double high = isSigned ? double(int64_t(bits) >> 32) : double(bits >> 32);
  return addToOdd(high * 0x1p32, double(uint32_t(bits)));
}

double mixp::ptx::fmaToOdd(double a, double b, double c) {
  return addToOdd(a * b, c);
}

double mixp::ptx::divideToOdd(double a, double b) {
  double quotient = a / b;
  if (!std::isfinite(quotient) || quotient == 0)
    return quotient;
  double rest = std::fma(-quotient, b, a);
  return makeOdd(quotient, b < 0 ? -rest : rest);
}

double mixp::ptx::sqrtToOdd(double a) {
  double root = std::sqrt(a);
  if (!std::isfinite(root) || root == 0)
    return root;
  return makeOdd(root, std::fma(-root, root, a));
}

float mixp::ptx::roundToOddFloat(double value) {
  float nearest = static_cast<float>(value);
  if (static_cast<double>(nearest) == value || std::isnan(value))
    return nearest;
  if (std::isinf(nearest) && std::isinf(value))
    return nearest;
  uint32_t bits = std::bit_cast<uint32_t>(nearest);
  if (std::fabs(static_cast<double>(nearest)) > std::fabs(value))
    --bits; // to truncation
  return std::bit_cast<float>(bits | 1);
}

uint32_t mixp::ptx::floatToF16(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value);
  uint32_t sign = bits >> 16 & 0x8000;
  bits &= 0x7fffffff;
  if (bits > 0x7f800000)
    return 0x7fff;
  if (bits >= 0x477ff000) // at least 65520
    return sign | 0x7c00;
  if (bits < 0x38800000) {
    // Subnormal: adding one half aligns the last places.
    float sum = std::bit_cast<float>(bits) + 0.5f;
    return sign | (std::bit_cast<uint32_t>(sum) - 0x3f000000);
  }
  bits += 0xfff + (bits >> 13 & 1);
  return sign | ((bits - 0x38000000) >> 13);
}
