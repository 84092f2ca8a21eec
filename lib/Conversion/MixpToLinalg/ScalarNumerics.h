//===- ScalarNumerics.h - Exactly rounded scalar arithmetic -----*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_SCALARNUMERICS_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_SCALARNUMERICS_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// An integer storage format: the width of a signless type and how it is read.
struct IntegerFormat {
  unsigned width;
  bool isUnsigned;

  IntegerFormat(mlir::Type type, bool isUnsigned)
      : width(type.getIntOrFloatBitWidth()), isUnsigned(isUnsigned) {}
  int64_t min() const;
  uint64_t max() const;
};

// All functions emit scalar arith and math ops without fast-math flags, so that
// nothing is contracted or reassociated, and only ops that LLVM vectorizes.

mlir::Value constantF32(mlir::ImplicitLocOpBuilder &b, float value);
mlir::Value constantFloat(mlir::ImplicitLocOpBuilder &b, mlir::Type type,
                          double value);
mlir::Value constantInt(mlir::ImplicitLocOpBuilder &b, mlir::Type type,
                        int64_t value);

/// `value` (any float but one wider than `type`, or an integer) as the f32 or
/// f64 `type`: exact but for integers of more bits than its significand, which
/// are rounded to nearest even.
mlir::Value toFloat(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                    bool isUnsigned, mlir::Type type);
/// The same with f32 as `type`.
mlir::Value toF32(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                  bool isUnsigned);

/// An integer in the wider (or same) integer type `type`.
mlir::Value extendInt(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                      mlir::Type type, bool isUnsigned);

/// min(max(value, low), high) of floats; a NaN becomes `low`.
mlir::Value clampFloat(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                       mlir::Value low, mlir::Value high);

/// min(max(value, low), high) of signed integers.
mlir::Value clampInt(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                     int64_t low, int64_t high);

/// `value` where it is a number, 0 where it is NaN.
mlir::Value zeroIfNaN(mlir::ImplicitLocOpBuilder &b, mlir::Value value);

// `random` below is the i32 of the element that stochastic rounding compares
// with, and null in all other modes.

/// A float rounded to an integral float.
mlir::Value roundToIntegral(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                            RoundingMode mode, mlir::Value random = {});

/// The saturating conversion of an f32 or f64 to an integer; NaN becomes 0.
mlir::Value floatToInt(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                       mlir::Type type, bool isUnsigned, RoundingMode mode,
                       mlir::Value random = {});

/// clamp(rint(value) + z', qmin, qmax) of an f32 or f64 in `type`, z' the i32
/// `zeroPoint` (null: 0) clamped to qmin..qmax. NaN becomes z'.
mlir::Value quantizeToInt(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                          mlir::Value zeroPoint, mlir::Type type,
                          bool isUnsigned);

/// An f32 or f64 in any float `type`, rounded once by `mode`. With `saturate`
/// infinities and overflow become the largest finite value.
mlir::Value narrowFloat(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                        mlir::Type type, RoundingMode mode, bool saturate,
                        mlir::Value random = {});

/// An integer of any width in the float `type`, rounded once by `mode`.
mlir::Value intToFloat(mlir::ImplicitLocOpBuilder &b, mlir::Value value,
                       bool isUnsigned, mlir::Type type, RoundingMode mode,
                       bool saturate, mlir::Value random = {});

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_SCALARNUMERICS_H
