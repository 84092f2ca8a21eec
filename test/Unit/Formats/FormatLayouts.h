//===- FormatLayouts.h - Number formats by their field layout ---*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_FORMATS_FORMATLAYOUTS_H
#define MIXP_TEST_UNIT_FORMATS_FORMATLAYOUTS_H

// The second derivation's own table of formats, from the published layouts. It
// shares no code with LLVM, lib/Reference or lib/Dialect, so that what agrees
// with it was derived twice.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace mixp::formats {

/// Holds every f64, every 64-bit integer and the midpoints of f64 exactly: it
/// has 64 significant bits or more.
using Real = long double;
static_assert(std::numeric_limits<Real>::digits >= 64);

inline constexpr Real kNaN = std::numeric_limits<Real>::quiet_NaN();
inline constexpr Real kInfinity = std::numeric_limits<Real>::infinity();

/// Which codes are no numbers.
enum class Codes {
  Ieee,     // exponent field all ones: infinity (fraction 0) or NaN
  LastNaN,  // all bits but the sign ones: NaN
  MinusNaN, // only the sign bit: NaN
  AllNumbers
};

/// A type that mixp.cast converts from or to.
struct Format {
  std::string type; // in IR
  bool isFloat = true;
  // Of a float: widths of its fields and what the exponent field is biased by.
  int signBits = 1, exponentBits = 0, fractionBits = 0, bias = 0;
  Codes codes = Codes::Ieee;
  // Of an integer; `flagged` is a signless one with an `*_unsigned` attribute.
  int bits = 0;
  bool isUnsigned = false, flagged = false;

  int width() const {
    return isFloat ? signBits + exponentBits + fractionBits : bits;
  }
  bool operator==(const Format &other) const {
    return type == other.type && flagged == other.flagged;
  }
};

/// Every float format of the dialect.
inline const std::vector<Format> &floatFormats() {
  static const std::vector<Format> formats = {
      // IEEE 754-2019, table 3.5.
      {"f64", true, 1, 11, 52, 1023, Codes::Ieee},
      {"f32", true, 1, 8, 23, 127, Codes::Ieee},
      {"f16", true, 1, 5, 10, 15, Codes::Ieee},
      // f32's upper half (Intel, "BFLOAT16 - Hardware Numerics Definition").
      {"bf16", true, 1, 8, 7, 127, Codes::Ieee},
      // OCP 8-bit Floating Point Specification (OFP8) 1.0, table 1.
      {"f8E5M2", true, 1, 5, 2, 15, Codes::Ieee},
      {"f8E4M3FN", true, 1, 4, 3, 7, Codes::LastNaN},
      // As IEEE 754's rules continue to 8 bits (LLVM's APFloat.h).
      {"f8E4M3", true, 1, 4, 3, 7, Codes::Ieee},
      {"f8E3M4", true, 1, 3, 4, 3, Codes::Ieee},
      // Noune et al., "8-bit Numerical Formats for Deep Neural Networks".
      {"f8E5M2FNUZ", true, 1, 5, 2, 16, Codes::MinusNaN},
      {"f8E4M3FNUZ", true, 1, 4, 3, 8, Codes::MinusNaN},
      // Sun et al., "Hybrid 8-bit Floating Point": a bias of 11.
      {"f8E4M3B11FNUZ", true, 1, 4, 3, 11, Codes::MinusNaN},
      // OCP Microscaling Formats (MX) 1.0, sections 5.3.2, 5.3.3 and 5.4.1.
      {"f6E3M2FN", true, 1, 3, 2, 3, Codes::AllNumbers},
      {"f6E2M3FN", true, 1, 2, 3, 1, Codes::AllNumbers},
      {"f4E2M1FN", true, 1, 2, 1, 1, Codes::AllNumbers},
      {"f8E8M0FNU", true, 0, 8, 0, 127, Codes::LastNaN}};
  return formats;
}

inline Format signedInteger(int bits) {
  return {"i" + std::to_string(bits), false, 0,     0,    0, 0,
          Codes::AllNumbers,          bits,  false, false};
}
inline Format unsignedInteger(int bits) {
  return {"ui" + std::to_string(bits), false, 0,    0,    0, 0,
          Codes::AllNumbers,           bits,  true, false};
}
/// iN with `input_unsigned` or `result_unsigned`.
inline Format flaggedInteger(int bits) {
  Format format = signedInteger(bits);
  format.isUnsigned = format.flagged = true;
  return format;
}

/// Every integer format: signed, unsigned by type, unsigned by attribute.
inline std::vector<Format> integerFormats() {
  std::vector<Format> formats;
  for (int bits : {1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64}) {
    formats.push_back(signedInteger(bits));
    formats.push_back(bits <= 8 ? unsignedInteger(bits) : flaggedInteger(bits));
  }
  formats.push_back(flaggedInteger(1));
  formats.push_back(flaggedInteger(8));
  return formats;
}

inline const Format &floatFormat(const std::string &type) {
  return *std::find_if(floatFormats().begin(), floatFormats().end(),
                       [&](const Format &f) { return f.type == type; });
}

/// The value that exponent and fraction fields stand for by the formula alone,
/// whatever the codes are reserved for. `code` may exceed the fields' width: a
/// larger exponent field, as if the format had no largest value.
inline Real magnitudeOf(const Format &format, uint64_t code) {
  int64_t exponent = static_cast<int64_t>(code >> format.fractionBits);
  Real fraction = std::ldexp(
      static_cast<Real>(code & ((uint64_t(1) << format.fractionBits) - 1)),
      -format.fractionBits);
  bool hasSubnormals = format.signBits != 0; // f8E8M0FNU: 0 is 2^-127
  if (exponent == 0 && hasSubnormals)
    return std::ldexp(fraction, 1 - format.bias);
  return std::ldexp(1 + fraction, static_cast<int>(exponent) - format.bias);
}

/// The value of a float's code.
inline Real decode(const Format &format, uint64_t code) {
  uint64_t signBit =
      format.signBits ? uint64_t(1) << (format.width() - 1) : uint64_t(0);
  uint64_t rest = code & ~signBit;
  uint64_t fraction = rest & ((uint64_t(1) << format.fractionBits) - 1);
  uint64_t top = (uint64_t(1) << format.exponentBits) - 1;
  bool negative = (code & signBit) != 0;
  if (format.codes == Codes::MinusNaN && code == signBit)
    return kNaN;
  if (rest >> format.fractionBits == top) {
    if (format.codes == Codes::Ieee)
      return fraction ? kNaN : negative ? -kInfinity : kInfinity;
    bool isLast = fraction == (uint64_t(1) << format.fractionBits) - 1;
    if (format.codes == Codes::LastNaN && isLast)
      return kNaN;
  }
  Real magnitude = magnitudeOf(format, rest);
  return negative ? -magnitude : magnitude;
}

/// The largest finite number, by its code.
inline uint64_t largestCode(const Format &format) {
  uint64_t code =
      (uint64_t(1) << (format.exponentBits + format.fractionBits)) - 1;
  while (!std::isfinite(decode(format, code)))
    code = format.codes == Codes::Ieee // below the greatest exponent
               ? (code >> format.fractionBits << format.fractionBits) - 1
               : code - 1;
  return code;
}

/// The values of all codes of a format of at most 16 bits.
inline std::vector<Real> allValues(const Format &format) {
  std::vector<Real> values;
  for (uint64_t code = 0; code < uint64_t(1) << format.width(); ++code) {
    int64_t half = int64_t(1) << (format.width() - 1);
    int64_t number = static_cast<int64_t>(code);
    if (format.isFloat)
      values.push_back(decode(format, code));
    else
      values.push_back(format.isUnsigned || number < half ? number
                                                          : number - 2 * half);
  }
  return values;
}

} // namespace mixp::formats

#endif // MIXP_TEST_UNIT_FORMATS_FORMATLAYOUTS_H
