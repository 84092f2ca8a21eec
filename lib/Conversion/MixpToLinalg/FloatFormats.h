//===- FloatFormats.h - Bit layouts of the float types ----------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_FLOATFORMATS_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_FLOATFORMATS_H

#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

/// What the bit patterns of a format mean. "Codes" are patterns without the
/// sign bit; they grow with the magnitude.
struct FloatFormat {
  unsigned width;
  /// Bits of the significand after the leading one.
  unsigned mantissaBits;
  int bias;
  /// The code of the largest finite value. In a format with NaN or infinities,
  /// the next code is the infinity, or NaN where there is none.
  uint64_t maxCode;
  /// The code of a NaN, null where the format has none. (0x80, which the FNUZ
  /// kinds have, is one more than all codes of finite values.)
  std::optional<uint64_t> nanCode;
  bool hasInfinity;
  bool hasNegativeZero;
  /// False for f8E8M0FNU alone, whose code 0 is a power of two too.
  bool isSigned;

  /// The binary exponent of the smallest positive value.
  int minExponent() const {
    return (isSigned ? 1 : 0) - bias - static_cast<int>(mantissaBits);
  }
  uint64_t signMask() const {
    return isSigned ? uint64_t(1) << (width - 1) : 0;
  }
};

/// The format of any builtin float type that mixp ops take.
FloatFormat getFloatFormat(mlir::Type type);

/// Whether the type is a float of at most 8 bits, which generated code holds as
/// an integer of the same width.
bool isSmallFloat(mlir::Type type);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_FLOATFORMATS_H
