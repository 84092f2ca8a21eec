//===- SmallFloat.cpp - Floats that numpy does not have -------------------===//
#include "GpuRuntime/SmallFloat.h"
#include <algorithm>
#include <cmath>

using namespace mixp;
using namespace mixp::gpurt;

namespace {
struct Format {
  int width;
  int fractionBits;
  int bias;
  unsigned largest; // code of the largest finite number
  unsigned nan;
  bool saturates;
  bool hasInfinity; // its code follows that of the largest number
};
} // namespace

static Format getFormat(ElementType type) {
  if (type == ElementType::BF16)
    return {16, 7, 127, 0x7f7f, 0x7fc0, false, true};
  if (type == ElementType::F8E5M2)
    return {8, 2, 15, 0x7b, 0x7e, true, true};
  return {8, 3, 7, 0x7e, 0x7f, true, false}; // f8E4M3FN
}

bool gpurt::isSmallFloat(ElementType type) {
  return type == ElementType::BF16 || type == ElementType::F8E4M3FN ||
         type == ElementType::F8E5M2;
}

uint16_t gpurt::encodeSmallFloat(ElementType type, float value) {
  Format format = getFormat(type);
  if (std::isnan(value))
    return format.nan;
  double magnitude = std::fabs(static_cast<double>(value));
  unsigned limit = format.saturates ? format.largest : format.largest + 1;
  unsigned code = limit;
  if (magnitude == 0) {
    code = 0;
  } else if (!std::isinf(magnitude)) {
    // Subnormal numbers have the exponent of the smallest normal one.
    int exponent = std::max(std::ilogb(magnitude), 1 - format.bias);
    double digits =
        std::nearbyint(std::ldexp(magnitude, format.fractionBits - exponent));
    // The hidden digit adds one to the exponent field; subnormals lack it. A
    // carry out of the digits reaches the exponent as well.
    int64_t exact =
        (int64_t(exponent + format.bias - 1) << format.fractionBits) +
        static_cast<int64_t>(digits);
    code = std::min<int64_t>(exact, limit);
  }
  unsigned sign = std::signbit(value) ? 1u << (format.width - 1) : 0;
  return sign | code;
}

float gpurt::decodeSmallFloat(ElementType type, uint16_t code) {
  Format format = getFormat(type);
  unsigned sign = 1u << (format.width - 1);
  unsigned magnitude = code & (sign - 1);
  double value;
  if (magnitude > format.largest) {
    bool infinite = format.hasInfinity && magnitude == format.largest + 1;
    value = infinite ? HUGE_VAL : std::nan("");
  } else {
    int exponent = magnitude >> format.fractionBits;
    int digits = magnitude & ((1 << format.fractionBits) - 1);
    if (exponent > 0)
      digits += 1 << format.fractionBits;
    value = std::ldexp(digits, std::max(exponent, 1) - format.bias -
                                   format.fractionBits);
  }
  return static_cast<float>(code & sign ? -value : value);
}
