//===- ScalarNumerics.cpp - Exactly rounded scalar arithmetic -------------===//
#include "ScalarNumerics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <algorithm>

using namespace mlir;
using namespace mixp;

int64_t IntegerFormat::min() const {
  return isUnsigned ? 0 : static_cast<int64_t>(~uint64_t(0) << (width - 1));
}
uint64_t IntegerFormat::max() const {
  unsigned digits = isUnsigned ? width : width - 1;
  return digits == 0 ? 0 : ~uint64_t(0) >> (64 - digits);
}

Value mixp::constantF32(ImplicitLocOpBuilder &b, float value) {
  return arith::ConstantOp::create(b, b.getF32FloatAttr(value));
}

Value mixp::constantFloat(ImplicitLocOpBuilder &b, Type type, double value) {
  return arith::ConstantOp::create(b, b.getFloatAttr(type, value));
}

Value mixp::constantInt(ImplicitLocOpBuilder &b, Type type, int64_t value) {
  return arith::ConstantOp::create(b, b.getIntegerAttr(type, value));
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

/// clamp(rint(value) + z', qmin, qmax) in f64, where 33 bits are exact.
static Value quantizeInF64(ImplicitLocOpBuilder &b, Value value,
                           Value zeroPoint, Type type, bool isUnsigned) {
  if (zeroPoint) {
    Value shift = toFloat(b, zeroPoint, false, b.getF64Type());
    value = zeroIfNaN(b, math::RoundEvenOp::create(b, value));
    // Inexact only far beyond every bound.
    value = arith::AddFOp::create(b, value, shift);
  }
  return floatToInt(b, value, type, isUnsigned, RoundingMode::NearestEven);
}

Value mixp::quantizeToInt(ImplicitLocOpBuilder &b, Value value, Value zeroPoint,
                          Type type, bool isUnsigned) {
  IntegerFormat format(type, isUnsigned);
  if (zeroPoint) {
    int64_t max = std::min<uint64_t>(format.max(), INT32_MAX);
    zeroPoint = clampInt(b, zeroPoint, format.min(), max);
  }
  if (value.getType().isF64() || format.width > 16)
    return quantizeInF64(b, toFloat(b, value, false, b.getF64Type()), zeroPoint,
                         type, isUnsigned);
  if (!zeroPoint)
    return floatToInt(b, value, type, isUnsigned, RoundingMode::NearestEven);
  value = zeroIfNaN(b, math::RoundEvenOp::create(b, value));
  // clamp(r + z, qmin, qmax) = clamp(r, qmin - z, qmax - z) + z: every f32 here
  // is a small integer, hence exact, and r may be huge.
  Value low = constantF32(b, format.min());
  Value high = constantF32(b, format.max());
  Value shift = arith::SIToFPOp::create(b, b.getF32Type(), zeroPoint);
  low = arith::SubFOp::create(b, low, shift);
  high = arith::SubFOp::create(b, high, shift);
  Value clamped = clampFloat(b, value, low, high);
  Value integer = arith::FPToSIOp::create(b, b.getI32Type(), clamped);
  Value sum = arith::AddIOp::create(b, integer, zeroPoint);
  return arith::TruncIOp::create(b, type, sum);
}
