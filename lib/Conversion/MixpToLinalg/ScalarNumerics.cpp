//===- ScalarNumerics.cpp - Exactly rounded scalar arithmetic -------------===//
#include "ScalarNumerics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

int64_t IntegerFormat::min() const {
  return isUnsigned ? 0 : -(int64_t(1) << (width - 1));
}
int64_t IntegerFormat::max() const {
  return (int64_t(1) << (isUnsigned ? width : width - 1)) - 1;
}

Value mixp::constantF32(ImplicitLocOpBuilder &b, float value) {
  return arith::ConstantOp::create(b, b.getF32FloatAttr(value));
}

Value mixp::constantInt(ImplicitLocOpBuilder &b, Type type, int64_t value) {
  return arith::ConstantOp::create(b, b.getIntegerAttr(type, value));
}

Value mixp::toF32(ImplicitLocOpBuilder &b, Value value, bool isUnsigned) {
  Type f32 = b.getF32Type();
  if (value.getType() == f32)
    return value;
  if (value.getType().isBF16()) {
    // On the bits: LLVM would move later ops to the other side of an extension
    // and then need a truncation to bf16, which many targets lack.
    Type i32 = b.getI32Type();
    Value bits = arith::BitcastOp::create(b, b.getI16Type(), value);
    bits = arith::ExtUIOp::create(b, i32, bits);
    bits = arith::ShLIOp::create(b, bits, constantInt(b, i32, 16));
    return arith::BitcastOp::create(b, f32, bits);
  }
  if (isa<FloatType>(value.getType()))
    return arith::ExtFOp::create(b, f32, value);
  if (isUnsigned)
    return arith::UIToFPOp::create(b, f32, value);
  return arith::SIToFPOp::create(b, f32, value);
}

Value mixp::toFloat(ImplicitLocOpBuilder &b, Value value, bool isUnsigned,
                    Type type) {
  if (type.isF32())
    return toF32(b, value, isUnsigned);
  if (value.getType() == type)
    return value;
  if (isa<FloatType>(value.getType()))
    return arith::ExtFOp::create(b, type, value);
  if (isUnsigned)
    return arith::UIToFPOp::create(b, type, value);
  return arith::SIToFPOp::create(b, type, value);
}

Value mixp::extendInt(ImplicitLocOpBuilder &b, Value value, Type type,
                      bool isUnsigned) {
  if (value.getType() == type)
    return value;
  if (isUnsigned)
    return arith::ExtUIOp::create(b, type, value);
  return arith::ExtSIOp::create(b, type, value);
}

Value mixp::clampFloat(ImplicitLocOpBuilder &b, Value value, Value low,
                       Value high) {
  // Compare and select is one maxps or minps; maximumf and maxnumf are not.
  Value above = arith::CmpFOp::create(b, arith::CmpFPredicate::OGT, value, low);
  value = arith::SelectOp::create(b, above, value, low);
  Value below =
      arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, value, high);
  return arith::SelectOp::create(b, below, value, high);
}

Value mixp::clampInt(ImplicitLocOpBuilder &b, Value value, int64_t low,
                     int64_t high) {
  Type type = value.getType();
  value = arith::MaxSIOp::create(b, value, constantInt(b, type, low));
  return arith::MinSIOp::create(b, value, constantInt(b, type, high));
}

Value mixp::zeroIfNaN(ImplicitLocOpBuilder &b, Value value) {
  Value isNaN =
      arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, value, value);
  Value zero =
      arith::ConstantOp::create(b, b.getFloatAttr(value.getType(), 0.0));
  return arith::SelectOp::create(b, isNaN, zero, value);
}

Value mixp::roundToIntegral(ImplicitLocOpBuilder &b, Value value,
                            RoundingMode mode) {
  switch (mode) {
  case RoundingMode::NearestEven:
  case RoundingMode::Stochastic:
    return math::RoundEvenOp::create(b, value);
  case RoundingMode::NearestAway:
    return math::RoundOp::create(b, value);
  case RoundingMode::TowardZero:
    return math::TruncOp::create(b, value);
  case RoundingMode::Floor:
    return math::FloorOp::create(b, value);
  case RoundingMode::Ceil:
    return math::CeilOp::create(b, value);
  }
  llvm_unreachable("every rounding mode is handled above");
}

/// An integral f32 within the range of a signed or unsigned i32, as an i32.
static Value convertInRange(ImplicitLocOpBuilder &b, Value value,
                            bool isUnsigned32) {
  if (isUnsigned32)
    return arith::FPToUIOp::create(b, b.getI32Type(), value);
  return arith::FPToSIOp::create(b, b.getI32Type(), value);
}

Value mixp::floatToInt(ImplicitLocOpBuilder &b, Value value, Type type,
                       bool isUnsigned, RoundingMode mode) {
  IntegerFormat format(type, isUnsigned);
  value = roundToIntegral(b, zeroIfNaN(b, value), mode);
  Value low = constantF32(b, format.min());
  if (format.width < 32) {
    Value clamped = clampFloat(b, value, low, constantF32(b, format.max()));
    return arith::TruncIOp::create(b, type, convertInRange(b, clamped, false));
  }
  // 2^31 - 1 and 2^32 - 1 are no f32: clamp to the f32 below, then replace
  // everything that was above it.
  float limit = isUnsigned ? 0x1p32f : 0x1p31f;
  Value clamped =
      clampFloat(b, value, low, constantF32(b, std::nextafterf(limit, 0.0f)));
  Value converted = convertInRange(b, clamped, isUnsigned);
  Value over = arith::CmpFOp::create(b, arith::CmpFPredicate::OGE, value,
                                     constantF32(b, limit));
  // All ones reads as 2^32 - 1.
  int64_t top = isUnsigned ? -1 : format.max();
  return arith::SelectOp::create(b, over, constantInt(b, type, top), converted);
}

Value mixp::quantizeToInt(ImplicitLocOpBuilder &b, Value value, Value zeroPoint,
                          Type type, bool isUnsigned) {
  IntegerFormat format(type, isUnsigned);
  value = zeroIfNaN(b, math::RoundEvenOp::create(b, value));
  Value low = constantF32(b, format.min());
  Value high = constantF32(b, format.max());
  if (!zeroPoint) {
    Value clamped = clampFloat(b, value, low, high);
    return arith::TruncIOp::create(b, type, convertInRange(b, clamped, false));
  }
  // clamp(r + z, qmin, qmax) = clamp(r, qmin - z, qmax - z) + z: every f32 here
  // is a small integer, hence exact, and r may be huge.
  zeroPoint = clampInt(b, zeroPoint, format.min(), format.max());
  Value shift = arith::SIToFPOp::create(b, b.getF32Type(), zeroPoint);
  low = arith::SubFOp::create(b, low, shift);
  high = arith::SubFOp::create(b, high, shift);
  Value clamped = clampFloat(b, value, low, high);
  Value sum =
      arith::AddIOp::create(b, convertInRange(b, clamped, false), zeroPoint);
  return arith::TruncIOp::create(b, type, sum);
}
