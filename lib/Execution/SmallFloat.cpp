//===- SmallFloat.cpp - 16-bit float formats on the host ------------------===//
#include "mixp/Execution/SmallFloat.h"
#include <algorithm>
#include <cmath>

namespace {
/// A format with a sign bit, `exponentBits` and `mantissaBits`.
struct Format {
  int exponentBits;
  int mantissaBits;
  int getBias() const { return (1 << (exponentBits - 1)) - 1; }
  uint16_t getExponentMask() const {
    return static_cast<uint16_t>(((1 << exponentBits) - 1) << mantissaBits);
  }
};
constexpr Format kF16{5, 10};
constexpr Format kBF16{8, 7};
} // namespace

static uint16_t encode(const Format &format, double value) {
  uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  if (std::isnan(value))
    return sign | format.getExponentMask() | (1 << (format.mantissaBits - 1));
  if (std::isinf(value))
    return sign | format.getExponentMask();
  if (value == 0)
    return sign;
  int bias = format.getBias();
  // Subnormals share the exponent of the smallest normal number.
  int exponent = std::max(std::ilogb(value), 1 - bias);
  double scaled = std::ldexp(std::fabs(value), format.mantissaBits - exponent);
  auto digits = static_cast<int64_t>(std::nearbyint(scaled));
  int64_t hidden = int64_t(1) << format.mantissaBits;
  // Adding instead of or-ing lets a carry out of the digits reach the exponent;
  // a subnormal lacks the hidden digit and so ends up with exponent 0.
  int64_t bits =
      (int64_t(exponent + bias) << format.mantissaBits) + digits - hidden;
  return sign | static_cast<uint16_t>(
                    std::min<int64_t>(bits, format.getExponentMask()));
}

static double decode(const Format &format, uint16_t bits) {
  int exponent = (bits & format.getExponentMask()) >> format.mantissaBits;
  int digits = bits & ((1 << format.mantissaBits) - 1);
  double magnitude;
  if (exponent == (1 << format.exponentBits) - 1)
    magnitude = digits ? NAN : INFINITY;
  else if (exponent == 0)
    magnitude = std::ldexp(digits, 1 - format.getBias() - format.mantissaBits);
  else
    magnitude = std::ldexp(digits + (1 << format.mantissaBits),
                           exponent - format.getBias() - format.mantissaBits);
  return bits & 0x8000 ? -magnitude : magnitude;
}

uint16_t mixp::encodeF16(double value) { return encode(kF16, value); }
double mixp::decodeF16(uint16_t bits) { return decode(kF16, bits); }
uint16_t mixp::encodeBF16(double value) { return encode(kBF16, value); }
double mixp::decodeBF16(uint16_t bits) { return decode(kBF16, bits); }
