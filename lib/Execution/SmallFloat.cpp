//===- SmallFloat.cpp - Floats of at most 16 bits on the host -------------===//
#include "mixp/Execution/SmallFloat.h"
#include <algorithm>
#include <cmath>

using namespace mixp;

namespace {
/// Codes are bit patterns without the sign bit; they grow with the magnitude.
struct Format {
  int width;
  int mantissaBits;
  int bias;
  /// The code of the largest finite value; an infinity follows it.
  int maxCode;
  /// Including the sign bit of those that have one; -1 if the format has none.
  int nanCode;
  bool hasInfinity;
  bool hasNegativeZero;

  bool hasSign() const { return width != 8 || mantissaBits != 0; }
  int getSignBit() const { return hasSign() ? 1 << (width - 1) : 0; }
  /// Subnormals share the exponent of the smallest normal number.
  int getMinExponent() const { return (hasSign() ? 1 : 0) - bias; }
};
} // namespace

static Format getFormat(ElementKind kind) {
  switch (kind) {
  case ElementKind::BF16:
    return {16, 7, 127, 0x7f7f, 0x7fc0, true, true};
  case ElementKind::F8E5M2:
    return {8, 2, 15, 0x7b, 0x7e, true, true};
  case ElementKind::F8E4M3:
    return {8, 3, 7, 0x77, 0x7c, true, true};
  case ElementKind::F8E3M4:
    return {8, 4, 3, 0x6f, 0x78, true, true};
  case ElementKind::F8E4M3FN:
    return {8, 3, 7, 0x7e, 0x7f, false, true};
  case ElementKind::F8E5M2FNUZ:
    return {8, 2, 16, 0x7f, 0x80, false, false};
  case ElementKind::F8E4M3FNUZ:
    return {8, 3, 8, 0x7f, 0x80, false, false};
  case ElementKind::F8E4M3B11FNUZ:
    return {8, 3, 11, 0x7f, 0x80, false, false};
  case ElementKind::F6E3M2FN:
    return {6, 2, 3, 0x1f, -1, false, true};
  case ElementKind::F6E2M3FN:
    return {6, 3, 1, 0x1f, -1, false, true};
  case ElementKind::F4E2M1FN:
    return {4, 1, 1, 0x7, -1, false, true};
  case ElementKind::F8E8M0FNU:
    return {8, 0, 127, 0xfe, 0xff, false, false};
  default: // F16
    return {16, 10, 15, 0x7bff, 0x7e00, true, true};
  }
}

/// The code of a finite positive number, maxCode + 1 or more on overflow.
static int64_t encodeMagnitude(const Format &format, double magnitude) {
  int exponent = std::max(std::ilogb(magnitude), format.getMinExponent());
  double scaled = std::ldexp(magnitude, format.mantissaBits - exponent);
  auto digits = static_cast<int64_t>(std::nearbyint(scaled));
  int64_t hidden = int64_t(1) << format.mantissaBits;
  // Adding instead of or-ing lets a carry out of the digits reach the exponent;
  // a subnormal lacks the hidden digit and so ends up with exponent 0.
  return (int64_t(exponent + format.bias) << format.mantissaBits) + digits -
         hidden;
}

uint16_t mixp::encodeSmallFloat(ElementKind kind, double value) {
  Format format = getFormat(kind);
  bool negative = std::signbit(value);
  if (std::isnan(value))
    return std::max(format.nanCode, 0);
  if (!format.hasSign() && value < 0)
    return format.nanCode;
  int64_t overflow = format.hasInfinity ? format.maxCode + 1 : format.maxCode;
  int64_t code = 0;
  if (std::isinf(value)) {
    code = overflow;
  } else if (value != 0) {
    if (format.width < 16)
      overflow = format.maxCode;
    code = std::clamp<int64_t>(encodeMagnitude(format, std::fabs(value)), 0,
                               overflow);
  }
  if (negative && (code != 0 || format.hasNegativeZero))
    code |= format.getSignBit();
  return static_cast<uint16_t>(code);
}

double mixp::decodeSmallFloat(ElementKind kind, uint16_t bits) {
  Format format = getFormat(kind);
  bits &= (1u << format.width) - 1;
  bool negative = bits & format.getSignBit();
  int code = bits & ~format.getSignBit();
  if (format.hasInfinity        ? code > format.maxCode + 1
      : (format.nanCode & 0x80) ? bits == format.nanCode
                                : code == format.nanCode)
    return NAN;
  int exponent = code >> format.mantissaBits;
  int hidden = 1 << format.mantissaBits, digits = code & (hidden - 1);
  double magnitude;
  if (code > format.maxCode)
    magnitude = INFINITY;
  else if (exponent == 0 && format.hasSign())
    magnitude = std::ldexp(digits, 1 - format.bias - format.mantissaBits);
  else
    magnitude = std::ldexp(digits + hidden,
                           exponent - format.bias - format.mantissaBits);
  return negative ? -magnitude : magnitude;
}
