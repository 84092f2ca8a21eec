//===- IntToFloat.cpp - Integers rounded once to any float ----------------===//
#include "FloatRounding.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace mixp;

/// An i32 or i64 by integer operations. No integer is a subnormal of any
/// format.
static Value intToFloatByBits(ImplicitLocOpBuilder &b, Value value,
                              bool isUnsigned, Type type, RoundingMode mode,
                              bool saturate, Value random) {
  FloatFormat format = getFloatFormat(type);
  unsigned width = value.getType().getIntOrFloatBitWidth();
  IntMath m(b, width);
  Value zero = m.constant(0), one = m.constant(1);
  RealNumber number;
  number.isNegative = m.lessSigned(value, zero);
  if (isUnsigned)
    number.isNegative = arith::ConstantOp::create(b, b.getBoolAttr(false));
  Value magnitude = m.select(number.isNegative, m.sub(zero, value), value);
  Value isZero = m.equal(value, zero);
  // All of the integer's bits become digits, the first of them 1.
  Value zeros = math::CountLeadingZerosOp::create(b, magnitude);
  zeros = m.minUnsigned(zeros, m.constant(width - 1));
  number.digits = m.shl(magnitude, zeros);
  number.numDigits = width;
  number.drop = m.add(zeros, m.constant(format.minExponent()));
  if (mode != RoundingMode::Stochastic) {
    // Leaves a bit for the carry; the last digit only has to say whether
    // anything follows.
    number.digits =
        m.bitOr(m.shr(number.digits, one), m.bitAnd(number.digits, one));
    number.numDigits -= 1;
    number.drop = m.sub(number.drop, one);
  }
  number.maxDrop = number.numDigits - 1;
  Value code = encodeRounded(m, number, format, mode, saturate, random);
  code = m.select(isZero, zero, code);
  Value isNaN = format.isSigned ? Value() : number.isNegative;
  return assembleFloat(b, m, code, number.isNegative, isNaN, type);
}

Value mixp::intToFloat(ImplicitLocOpBuilder &b, Value value, bool isUnsigned,
                       Type type, RoundingMode mode, bool saturate,
                       Value random) {
  // Up to 16 bits fit in an f32's significand, 32 in that of an f64.
  unsigned width = value.getType().getIntOrFloatBitWidth();
  if (width <= 8 && (type.isF16() || type.isBF16()))
    return narrowFloat(b, toF32(b, value, isUnsigned), type, // exact
                       type.isF16() ? RoundingMode::NearestEven
                                    : RoundingMode::TowardZero,
                       /*saturate=*/false);
  if (width <= 16)
    return narrowFloat(b, toF32(b, value, isUnsigned), type, mode, saturate,
                       random);
  bool isExact = type.isF64() && width <= 32;
  bool isNearest = mode == RoundingMode::NearestEven;
  if (isExact || (isNearest && (type.isF32() || type.isF64())))
    return toFloat(b, value, isUnsigned, type);
  return intToFloatByBits(b, value, isUnsigned, type, mode, saturate, random);
}
