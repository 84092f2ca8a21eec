//===- FloatRounding.h - Digits to the codes of a format --------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_FLOATROUNDING_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_FLOATROUNDING_H

#include "FloatFormats.h"
#include "IntMath.h"
#include "ScalarNumerics.h"

namespace mixp {

/// A real number as integers of one width: +-digits * 2^(q - drop), q being the
/// exponent of the smallest subnormal of the format that it is rounded to.
struct RealNumber {
  /// A magnitude of at most `numDigits` bits.
  mlir::Value digits;
  /// How many digits are below the format's smallest subnormal; may be
  /// negative.
  mlir::Value drop;
  unsigned numDigits;
  /// The largest value that `drop` can have.
  int maxDrop;
  mlir::Value isNegative;
};

/// The code (without sign) of `number` rounded by `mode` to `format`, which has
/// fewer digits. Overflow gives the code of the largest finite value or the
/// next one, as `mode` and `saturate` say. `random` is the i32 that stochastic
/// rounding compares with.
mlir::Value encodeRounded(const IntMath &math, const RealNumber &number,
                          const FloatFormat &format, RoundingMode mode,
                          bool saturate, mlir::Value random);

/// `code` with its sign, truncated to the format's width, as a value of `type`.
/// `isNaN` (null: never) says where the result is NaN instead.
mlir::Value assembleFloat(mlir::ImplicitLocOpBuilder &b, const IntMath &math,
                          mlir::Value code, mlir::Value isNegative,
                          mlir::Value isNaN, mlir::Type type);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_FLOATROUNDING_H
