//===- FloatNarrowing.cpp - Narrower floats in every rounding mode --------===//
#include "ScalarNumerics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

static Value bitAnd(ImplicitLocOpBuilder &b, Value value, int64_t mask) {
  return arith::AndIOp::create(b, value, constantInt(b, value.getType(), mask));
}

/// The integer with the bits of a float.
static Value bitsOf(ImplicitLocOpBuilder &b, Value value) {
  Type type = b.getIntegerType(value.getType().getIntOrFloatBitWidth());
  return arith::BitcastOp::create(b, type, value);
}

static Value selectInt(ImplicitLocOpBuilder &b, Value condition, int64_t yes,
                       int64_t no) {
  Type i32 = b.getI32Type();
  return arith::SelectOp::create(b, condition, constantInt(b, i32, yes),
                                 constantInt(b, i32, no));
}

/// What is added to the bits of |x| before the low 16 are cut off.
static Value bf16Increment(ImplicitLocOpBuilder &b, Value bits,
                           RoundingMode mode) {
  Type i32 = b.getI32Type();
  switch (mode) {
  case RoundingMode::Stochastic:
  case RoundingMode::NearestEven: {
    Value sixteen = constantInt(b, i32, 16);
    Value odd = bitAnd(b, arith::ShRUIOp::create(b, bits, sixteen), 1);
    return arith::AddIOp::create(b, odd, constantInt(b, i32, 0x7fff));
  }
  case RoundingMode::NearestAway:
    return constantInt(b, i32, 0x8000);
  case RoundingMode::TowardZero:
    return constantInt(b, i32, 0);
  case RoundingMode::Floor:
  case RoundingMode::Ceil: {
    Value negative = arith::CmpIOp::create(b, arith::CmpIPredicate::slt, bits,
                                           constantInt(b, i32, 0));
    bool isFloor = mode == RoundingMode::Floor;
    return selectInt(b, negative, isFloor ? 0xffff : 0, isFloor ? 0 : 0xffff);
  }
  }
  llvm_unreachable("every rounding mode is handled above");
}

/// f32 -> bf16 on the bits: vcvtneps2bf16, which LLVM selects for a truncf,
/// flushes subnormals, and no other mode has an instruction. A carry out of the
/// significand moves on to the exponent, overflow to infinity included.
static Value narrowToBF16(ImplicitLocOpBuilder &b, Value value,
                          RoundingMode mode) {
  Type i32 = b.getI32Type();
  Value bits = bitsOf(b, value);
  Value rounded = arith::AddIOp::create(b, bits, bf16Increment(b, bits, mode));
  // A NaN keeps its upper bits and becomes quiet.
  Value isNaN =
      arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, value, value);
  Value quiet = arith::OrIOp::create(b, bits, constantInt(b, i32, 0x400000));
  Value chosen = arith::SelectOp::create(b, isNaN, quiet, rounded);
  Value top = arith::ShRUIOp::create(b, chosen, constantInt(b, i32, 16));
  Value low = arith::TruncIOp::create(b, b.getI16Type(), top);
  return arith::BitcastOp::create(b, b.getBF16Type(), low);
}

/// The bits of a float, `delta` (-1, 0 or 1) steps further from zero.
static Value stepMagnitude(ImplicitLocOpBuilder &b, Value bits, Value condition,
                           int64_t delta) {
  Value step = constantInt(b, bits.getType(), delta);
  Value moved = arith::AddIOp::create(b, bits, step);
  return arith::SelectOp::create(b, condition, moved, bits);
}

/// True where `wide` lies exactly halfway between `nearest` and the narrow
/// value one step further from zero. All differences are exact.
static Value isTieBelow(ImplicitLocOpBuilder &b, Value wide, Value nearest,
                        Value nearestBits, Type narrow) {
  Value one = constantInt(b, nearestBits.getType(), 1);
  Value nextBits = arith::AddIOp::create(b, nearestBits, one);
  Value next = arith::BitcastOp::create(b, narrow, nextBits);
  next = arith::ExtFOp::create(b, wide.getType(), next);
  Value below = arith::SubFOp::create(b, wide, nearest);
  Value above = arith::SubFOp::create(b, next, wide);
  return arith::CmpFOp::create(b, arith::CmpFPredicate::OEQ, below, above);
}

/// f32 -> f16 or f64 -> f32: the conversion to nearest even, put right by a
/// step of its bits where the mode wants the other neighbour. NaN compares
/// false everywhere and stays what the conversion made of it.
static Value narrowByCorrection(ImplicitLocOpBuilder &b, Value wide,
                                Type narrow, RoundingMode mode) {
  Value nearest = arith::TruncFOp::create(b, narrow, wide);
  if (mode == RoundingMode::NearestEven)
    return nearest;
  Value back = arith::ExtFOp::create(b, wide.getType(), nearest);
  Value bits = bitsOf(b, nearest);
  Value zero = arith::ConstantOp::create(b, b.getFloatAttr(wide.getType(), 0));
  auto compare = [&](arith::CmpFPredicate predicate, Value x,
                     Value y) -> Value {
    return arith::CmpFOp::create(b, predicate, x, y);
  };
  Value negative = compare(arith::CmpFPredicate::OLT, wide, zero);
  Value tooHigh = compare(arith::CmpFPredicate::OGT, back, wide);
  Value tooLow = compare(arith::CmpFPredicate::OLT, back, wide);
  Value inward = arith::SelectOp::create(b, negative, tooLow, tooHigh);
  Value outward = arith::SelectOp::create(b, negative, tooHigh, tooLow);
  Value no = constantInt(b, b.getI1Type(), 0);
  switch (mode) {
  case RoundingMode::NearestEven:
  case RoundingMode::Stochastic:
    break;
  case RoundingMode::NearestAway:
    bits = stepMagnitude(b, bits, isTieBelow(b, wide, back, bits, narrow), 1);
    break;
  case RoundingMode::TowardZero:
    bits = stepMagnitude(b, bits, inward, -1);
    break;
  case RoundingMode::Floor:
    outward = arith::SelectOp::create(b, negative, outward, no);
    inward = arith::SelectOp::create(b, negative, no, inward);
    bits = stepMagnitude(b, stepMagnitude(b, bits, inward, -1), outward, 1);
    break;
  case RoundingMode::Ceil:
    outward = arith::SelectOp::create(b, negative, no, outward);
    inward = arith::SelectOp::create(b, negative, inward, no);
    bits = stepMagnitude(b, stepMagnitude(b, bits, inward, -1), outward, 1);
    break;
  }
  return arith::BitcastOp::create(b, narrow, bits);
}

/// Clamps to the finite range of `type`; NaN stays.
static Value clampToFinite(ImplicitLocOpBuilder &b, Value value, Type type) {
  const llvm::fltSemantics &semantics =
      cast<FloatType>(type).getFloatSemantics();
  float limit = llvm::APFloat::getLargest(semantics).convertToDouble();
  Value high = constantF32(b, limit), low = constantF32(b, -limit);
  Value above =
      arith::CmpFOp::create(b, arith::CmpFPredicate::OGT, value, high);
  value = arith::SelectOp::create(b, above, high, value);
  Value below = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, value, low);
  return arith::SelectOp::create(b, below, low, value);
}

Value mixp::narrowFloat(ImplicitLocOpBuilder &b, Value value, Type type,
                        RoundingMode mode, bool saturate) {
  if (saturate)
    value = clampToFinite(b, value, type);
  if (type.isF32())
    return value;
  if (type.isBF16())
    return narrowToBF16(b, value, mode);
  return narrowByCorrection(b, value, type, mode);
}

Value mixp::intToFloat(ImplicitLocOpBuilder &b, Value value, bool isUnsigned,
                       Type type, RoundingMode mode, bool saturate) {
  // Up to 8 bits fit in every significand.
  if (value.getType().getIntOrFloatBitWidth() < 32)
    return narrowFloat(b, toF32(b, value, isUnsigned), type,
                       RoundingMode::TowardZero, false);
  if (type.isF32() && mode == RoundingMode::NearestEven)
    return toF32(b, value, isUnsigned);
  Type f64 = b.getF64Type();
  Value wide = isUnsigned ? Value(arith::UIToFPOp::create(b, f64, value))
                          : Value(arith::SIToFPOp::create(b, f64, value));
  if (type.isF32())
    return narrowByCorrection(b, wide, type, mode);
  // Round to odd in f32: the second rounding then sees whether the first one
  // was exact, and its result is the one of a single rounding.
  Value cut =
      narrowByCorrection(b, wide, b.getF32Type(), RoundingMode::TowardZero);
  Value back = arith::ExtFOp::create(b, f64, cut);
  Value inexact =
      arith::CmpFOp::create(b, arith::CmpFPredicate::UNE, back, wide);
  Value sticky = arith::ExtUIOp::create(b, b.getI32Type(), inexact);
  Value odd = arith::OrIOp::create(b, bitsOf(b, cut), sticky);
  Value rounded = arith::BitcastOp::create(b, b.getF32Type(), odd);
  return narrowFloat(b, rounded, type, mode, saturate);
}
