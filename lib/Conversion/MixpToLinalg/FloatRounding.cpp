//===- FloatRounding.cpp - Digits to the codes of a format ----------------===//
#include "FloatRounding.h"

using namespace mlir;
using namespace mixp;

/// What is added to the digits before the last `count` are cut off.
static Value increment(const IntMath &m, Value digits, Value count,
                       Value negative, RoundingMode mode) {
  Value one = m.constant(1);
  Value mask = m.sub(m.shl(one, count), one);
  switch (mode) {
  case RoundingMode::NearestEven: {
    Value odd = m.bitAnd(m.shr(digits, count), one);
    return m.add(m.shr(mask, one), odd);
  }
  case RoundingMode::NearestAway:
    return m.add(m.shr(mask, one), one);
  case RoundingMode::Floor:
    return m.select(negative, mask, m.constant(0));
  case RoundingMode::Ceil:
    return m.select(negative, m.constant(0), mask);
  case RoundingMode::TowardZero:
  case RoundingMode::Stochastic:
    break;
  }
  return m.constant(0);
}

/// Whether the fraction that the last `count` digits are is above the random
/// one: random < floor(fraction * 2^32).
static Value exceedsRandom(const IntMath &m, Value digits, Value count,
                           Value capped, Value random) {
  Value zero = m.constant(0), all = m.constant(32);
  Value mask = m.sub(m.shl(m.constant(1), capped), m.constant(1));
  Value fraction = m.bitAnd(digits, mask);
  Value left = m.maxSigned(m.sub(all, count), zero);
  Value right = m.maxSigned(m.sub(count, all), zero);
  right = m.minUnsigned(right, m.constant(m.getWidth() - 1));
  Value threshold = m.shr(m.shl(fraction, left), right);
  return m.lessUnsigned(m.zeroExtend(random), threshold);
}

/// The digits without their last `count` >= 1, rounded.
static Value roundDigits(const IntMath &m, const RealNumber &number,
                         Value count, RoundingMode mode, Value random) {
  // Beyond this there is nothing left, and the shifts stay defined.
  Value capped = count;
  if (number.maxDrop >= static_cast<int>(m.getWidth()))
    capped = m.minUnsigned(count, m.constant(m.getWidth() - 1));
  if (mode == RoundingMode::Stochastic) {
    Value up = exceedsRandom(m, number.digits, count, capped, random);
    return m.add(m.shr(number.digits, capped), m.zeroExtend(up));
  }
  if (mode == RoundingMode::TowardZero)
    return m.shr(number.digits, capped);
  Value added = increment(m, number.digits, capped, number.isNegative, mode);
  return m.shr(m.add(number.digits, added), capped);
}

/// The code that overflow gives: of the largest number, or the next one.
static Value overflowCode(const IntMath &m, const RealNumber &number,
                          const FloatFormat &format, RoundingMode mode,
                          bool saturate) {
  Value largest = m.constant(format.maxCode);
  if (saturate || !format.nanCode || mode == RoundingMode::TowardZero)
    return largest;
  Value beyond = m.constant(format.maxCode + 1);
  if (mode == RoundingMode::Floor)
    return m.select(number.isNegative, beyond, largest);
  if (mode == RoundingMode::Ceil)
    return m.select(number.isNegative, largest, beyond);
  return beyond;
}

Value mixp::encodeRounded(const IntMath &m, const RealNumber &number,
                          const FloatFormat &format, RoundingMode mode,
                          bool saturate, Value random) {
  unsigned precision = format.mantissaBits + 1;
  // A number of full length loses all but `precision` digits, a subnormal one
  // those below the smallest subnormal.
  Value count =
      m.maxSigned(number.drop, m.constant(number.numDigits - precision));
  Value rounded = roundDigits(m, number, count, mode, random);
  // The leading digit adds 1 to the exponent, and so does a carry.
  Value exponent = m.sub(count, number.drop);
  if (format.mantissaBits > 0)
    exponent = m.shl(exponent, m.constant(format.mantissaBits));
  Value code = m.add(exponent, rounded);
  // A format without zero begins with what would be the first normal number.
  if (!format.isSigned)
    code = m.sub(m.maxUnsigned(code, m.constant(1)), m.constant(1));
  return m.minUnsigned(code, overflowCode(m, number, format, mode, saturate));
}

Value mixp::assembleFloat(ImplicitLocOpBuilder &b, const IntMath &m, Value code,
                          Value isNegative, Value isNaN, Type type) {
  FloatFormat format = getFloatFormat(type);
  Value zero = m.constant(0);
  if (format.isSigned) {
    Value sign = m.select(isNegative, m.constant(format.signMask()), zero);
    if (!format.hasNegativeZero)
      sign = m.select(m.equal(code, zero), zero, sign);
    code = m.bitOr(code, sign);
  }
  if (isNaN)
    code = m.select(isNaN, m.constant(format.nanCode.value_or(0)), code);
  Type bits = b.getIntegerType(format.width);
  if (bits != m.getType())
    code = arith::TruncIOp::create(b, bits, code);
  return arith::BitcastOp::create(b, type, code);
}
