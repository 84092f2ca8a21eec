//===- FloatToInt.cpp - Floats to integers, saturating --------------------===//
#include "IntMath.h"
#include "ScalarNumerics.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

/// The integral neighbour toward zero, or the other one with the probability
/// of the fraction.
static Value roundStochastically(ImplicitLocOpBuilder &b, Value value,
                                 Value random) {
  Type type = value.getType(), f64 = b.getF64Type();
  Value inner = math::TruncOp::create(b, value);
  Value rest = math::AbsFOp::create(b, arith::SubFOp::create(b, value, inner));
  // random < floor(y) is random + 1 <= y. All of this is exact.
  Value scaled = arith::MulFOp::create(b, toFloat(b, rest, false, f64),
                                       constantFloat(b, f64, 0x1p32));
  Value next = arith::AddFOp::create(b, toFloat(b, random, true, f64),
                                     constantFloat(b, f64, 1.0));
  Value up = arith::CmpFOp::create(b, arith::CmpFPredicate::OLE, next, scaled);
  Value step = math::CopySignOp::create(b, constantFloat(b, type, 1.0), value);
  Value outer = arith::AddFOp::create(b, inner, step);
  return arith::SelectOp::create(b, up, outer, inner);
}

Value mixp::roundToIntegral(ImplicitLocOpBuilder &b, Value value,
                            RoundingMode mode, Value random) {
  switch (mode) {
  case RoundingMode::NearestEven:
    return math::RoundEvenOp::create(b, value);
  case RoundingMode::NearestAway:
    return math::RoundOp::create(b, value);
  case RoundingMode::TowardZero:
    return math::TruncOp::create(b, value);
  case RoundingMode::Floor:
    return math::FloorOp::create(b, value);
  case RoundingMode::Ceil:
    return math::CeilOp::create(b, value);
  case RoundingMode::Stochastic:
    return roundStochastically(b, value, random);
  }
  llvm_unreachable("every rounding mode is handled above");
}

/// An integral float within the range of the integer `type`. Narrow types go
/// through i32, to which all machines have vector conversions.
static Value convertInRange(ImplicitLocOpBuilder &b, Value value, Type type,
                            bool isUnsigned) {
  unsigned width = type.getIntOrFloatBitWidth();
  if (width < 32) {
    Value wide = arith::FPToSIOp::create(b, b.getI32Type(), value);
    return arith::TruncIOp::create(b, type, wide);
  }
  if (isUnsigned)
    return arith::FPToUIOp::create(b, type, value);
  return arith::FPToSIOp::create(b, type, value);
}

Value mixp::floatToInt(ImplicitLocOpBuilder &b, Value value, Type type,
                       bool isUnsigned, RoundingMode mode, Value random) {
  IntegerFormat format(type, isUnsigned);
  Type from = value.getType();
  value = zeroIfNaN(b, roundToIntegral(b, value, mode, random));
  Value low = constantFloat(b, from, format.min());
  unsigned precision = from.isF64() ? 53 : 24;
  if (format.width <= precision) {
    Value high = constantFloat(b, from, format.max());
    return convertInRange(b, clampFloat(b, value, low, high), type, isUnsigned);
  }
  // The largest integer is no such float: clamp to the float below, then
  // replace everything that was above it.
  int digits = isUnsigned ? format.width : format.width - 1;
  Value limit = constantFloat(b, from, std::ldexp(1.0, digits));
  double below = std::ldexp(1.0, digits) - std::ldexp(1.0, digits - precision);
  Value clamped = clampFloat(b, value, low, constantFloat(b, from, below));
  Value converted = convertInRange(b, clamped, type, isUnsigned);
  Value over =
      arith::CmpFOp::create(b, arith::CmpFPredicate::OGE, value, limit);
  IntMath m(b, format.width);
  return m.select(over, m.constant(format.max()), converted);
}
