//===- FloatNarrowing.cpp - Narrower floats in every rounding mode --------===//
#include "FloatRounding.h"

using namespace mlir;
using namespace mixp;

/// What is added to the bits of x before the low 16 are cut off.
static Value bf16Increment(const IntMath &m, Value bits, RoundingMode mode) {
  bool isFloor = mode == RoundingMode::Floor;
  switch (mode) {
  case RoundingMode::NearestEven: {
    Value odd = m.bitAnd(m.shr(bits, m.constant(16)), m.constant(1));
    return m.add(odd, m.constant(0x7fff));
  }
  case RoundingMode::NearestAway:
    return m.constant(0x8000);
  case RoundingMode::Floor:
  case RoundingMode::Ceil:
    return m.select(m.lessSigned(bits, m.constant(0)),
                    m.constant(isFloor ? 0xffff : 0),
                    m.constant(isFloor ? 0 : 0xffff));
  case RoundingMode::TowardZero:
  case RoundingMode::Stochastic:
    break;
  }
  return m.constant(0);
}

/// f32 -> bf16, which has the same exponents: a carry out of the significand
/// moves on to the exponent, overflow to infinity included. Not a truncf:
/// vcvtneps2bf16, which LLVM selects for it, flushes subnormals.
static Value narrowToBF16(ImplicitLocOpBuilder &b, Value value,
                          RoundingMode mode) {
  IntMath m(b, 32);
  Value bits = arith::BitcastOp::create(b, m.getType(), value);
  Value rounded = m.add(bits, bf16Increment(m, bits, mode));
  // A NaN keeps its upper bits and becomes quiet.
  Value isNaN =
      arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, value, value);
  Value quiet = m.bitOr(bits, m.constant(0x400000));
  Value top = m.shr(m.select(isNaN, quiet, rounded), m.constant(16));
  Value low = arith::TruncIOp::create(b, b.getI16Type(), top);
  return arith::BitcastOp::create(b, b.getBF16Type(), low);
}

/// Any narrowing by integer operations on the bits. A source's subnormals are
/// read as they are.
static Value narrowByBits(ImplicitLocOpBuilder &b, Value value, Type type,
                          RoundingMode mode, bool saturate, Value random) {
  // The smallest values of f8E8M0FNU are subnormals of f32, which lack the
  // leading digit by which their length is known.
  if (isa<Float8E8M0FNUType>(type) && value.getType().isF32())
    value = arith::ExtFOp::create(b, b.getF64Type(), value);
  FloatFormat from = getFloatFormat(value.getType());
  FloatFormat to = getFloatFormat(type);
  IntMath m(b, from.width);
  Value shift = m.constant(from.mantissaBits), one = m.constant(1);
  Value bits = arith::BitcastOp::create(b, m.getType(), value);
  Value magnitude = m.bitAnd(bits, m.constant(from.signMask() - 1));
  Value infinity = m.constant(from.maxCode + 1);
  // Subnormals have the exponent 1, but not its leading digit.
  Value field = m.maxUnsigned(m.shr(magnitude, shift), one);
  RealNumber number;
  number.digits = m.sub(magnitude, m.shl(m.sub(field, one), shift));
  number.numDigits = from.mantissaBits + 1;
  number.maxDrop = to.minExponent() - from.minExponent();
  number.drop = m.sub(m.constant(number.maxDrop + 1), field);
  number.isNegative = m.lessSigned(bits, m.constant(0));
  Value code = encodeRounded(m, number, to, mode, saturate, random);
  // Directed modes stop at the largest finite number on one side or both.
  bool isDirected = mode == RoundingMode::TowardZero ||
                    mode == RoundingMode::Floor || mode == RoundingMode::Ceil;
  if (isDirected && !saturate && to.nanCode)
    code = m.select(m.equal(magnitude, infinity), m.constant(to.maxCode + 1),
                    code);
  Value isNaN = m.lessUnsigned(infinity, magnitude);
  if (!to.isSigned) // -0 is a zero, all else below it is not in the format
    isNaN = arith::OrIOp::create(
        b, isNaN, m.lessUnsigned(m.constant(from.signMask()), bits));
  return assembleFloat(b, m, code, number.isNegative, isNaN, type);
}

/// Clamps to the finite range of `type`; NaN stays.
static Value clampToFinite(ImplicitLocOpBuilder &b, Value value, Type type) {
  bool losesInfo;
  llvm::APFloat limit =
      llvm::APFloat::getLargest(cast<FloatType>(type).getFloatSemantics());
  limit.convert(cast<FloatType>(value.getType()).getFloatSemantics(),
                llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  auto constant = [&](const llvm::APFloat &x) -> Value {
    return arith::ConstantOp::create(b, b.getFloatAttr(value.getType(), x));
  };
  Value high = constant(limit), low = constant(-limit);
  Value above =
      arith::CmpFOp::create(b, arith::CmpFPredicate::OGT, value, high);
  value = arith::SelectOp::create(b, above, high, value);
  Value below = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, value, low);
  return arith::SelectOp::create(b, below, low, value);
}

Value mixp::narrowFloat(ImplicitLocOpBuilder &b, Value value, Type type,
                        RoundingMode mode, bool saturate, Value random) {
  Type from = value.getType();
  bool toBF16 =
      from.isF32() && type.isBF16() && mode != RoundingMode::Stochastic;
  bool byInstruction =
      mode == RoundingMode::NearestEven &&
      ((from.isF32() && type.isF16()) || (from.isF64() && type.isF32()));
  bool isSame = from == type;
  bool isWider = from.isF32() && type.isF64();
  if (!toBF16 && !byInstruction && !isSame && !isWider)
    return narrowByBits(b, value, type, mode, saturate, random);
  if (isWider)
    value = arith::ExtFOp::create(b, type, value);
  if (saturate)
    value = clampToFinite(b, value, type);
  if (toBF16)
    return narrowToBF16(b, value, mode);
  if (byInstruction)
    return arith::TruncFOp::create(b, type, value);
  return value;
}
