//===- FloatWidening.cpp - Any number as an f32 or f64 --------------------===//
#include "FloatFormats.h"
#include "IntMath.h"
#include "ScalarNumerics.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

/// f8E8M0FNU, an exponent field of f32 but for the lowest one and NaN.
static Value widenScale(ImplicitLocOpBuilder &b, const IntMath &m, Value code) {
  Value bits = m.shl(code, m.constant(23));
  bits = m.maxUnsigned(bits, m.constant(0x400000));
  Value isNaN = m.equal(code, m.constant(0xff));
  bits = m.select(isNaN, m.constant(0x7fc00000), bits);
  return arith::BitcastOp::create(b, b.getF32Type(), bits);
}

/// A float of at most 8 bits with a sign. No arithmetic meets a subnormal f32,
/// which some machines are slow with.
static Value widenSmall(ImplicitLocOpBuilder &b, const IntMath &m, Value code,
                        const FloatFormat &format) {
  Value magnitude = m.bitAnd(code, m.constant(format.signMask() - 1));
  // Exponent and significand move to their places in an f32.
  Value moved = m.shl(magnitude, m.constant(23 - format.mantissaBits));
  Value normal = m.add(moved, m.constant(uint64_t(127 - format.bias) << 23));
  // A subnormal with a leading digit, less that digit.
  Value led = arith::BitcastOp::create(
      b, b.getF32Type(), m.add(normal, m.constant(uint64_t(1) << 23)));
  Value rest = arith::SubFOp::create(
      b, led, constantF32(b, std::ldexp(1.0f, 1 - format.bias)));
  Value subnormal = arith::BitcastOp::create(b, m.getType(), rest);
  Value isSubnormal =
      m.lessUnsigned(magnitude, m.constant(uint64_t(1) << format.mantissaBits));
  Value bits = m.select(isSubnormal, subnormal, normal);
  if (format.hasInfinity) { // NaN keeps its significand
    Value isFinite = m.lessUnsigned(magnitude, m.constant(format.maxCode + 1));
    bits = m.select(isFinite, bits, m.bitOr(moved, m.constant(0x7f800000)));
  }
  Value sign = m.bitAnd(code, m.constant(format.signMask()));
  bits = m.bitOr(bits, m.shl(sign, m.constant(32 - format.width)));
  if (format.nanCode && !format.hasInfinity) {
    bool isFnuz = !format.hasNegativeZero;
    Value isNaN =
        m.equal(isFnuz ? code : magnitude, m.constant(*format.nanCode));
    bits = m.select(isNaN, m.constant(0x7fc00000), bits);
  }
  return arith::BitcastOp::create(b, b.getF32Type(), bits);
}

static Value widenFloat(ImplicitLocOpBuilder &b, Value value) {
  Type type = value.getType();
  IntMath m(b, 32);
  if (type.isBF16()) {
    // On the bits: LLVM would move later ops to the other side of an extension
    // and then need a truncation to bf16, which many targets lack.
    Value bits = arith::BitcastOp::create(b, b.getI16Type(), value);
    bits = m.shl(m.zeroExtend(bits), m.constant(16));
    return arith::BitcastOp::create(b, b.getF32Type(), bits);
  }
  if (!isSmallFloat(type))
    return arith::ExtFOp::create(b, b.getF32Type(), value);
  FloatFormat format = getFloatFormat(type);
  Value code =
      arith::BitcastOp::create(b, b.getIntegerType(format.width), value);
  code = m.zeroExtend(code);
  return format.isSigned ? widenSmall(b, m, code, format)
                         : widenScale(b, m, code);
}

Value mixp::toFloat(ImplicitLocOpBuilder &b, Value value, bool isUnsigned,
                    Type type) {
  if (value.getType() == type)
    return value;
  if (isa<FloatType>(value.getType())) {
    if (!value.getType().isF32())
      value = widenFloat(b, value);
    return type.isF64() ? arith::ExtFOp::create(b, type, value) : value;
  }
  if (isUnsigned)
    return arith::UIToFPOp::create(b, type, value);
  return arith::SIToFPOp::create(b, type, value);
}

Value mixp::toF32(ImplicitLocOpBuilder &b, Value value, bool isUnsigned) {
  return toFloat(b, value, isUnsigned, b.getF32Type());
}
