//===- Requantize.cpp - Lowers mixp.requantize ----------------------------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/FixedPoint.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace {

/// Emits the fixed-point profiles: everything after the left shift in i64,
/// which no step can leave.
struct FixedPoint {
  ImplicitLocOpBuilder &b;
  RequantizeProfile profile;
  Type i32 = b.getI32Type();
  Type i64 = b.getI64Type();

  Value constant(int64_t value) { return constantInt(b, i64, value); }
  Value add(Value x, Value y) { return arith::AddIOp::create(b, x, y); }
  Value shiftLeft(Value x, Value n) { return arith::ShLIOp::create(b, x, n); }
  Value shiftRight(Value x, Value n) { return arith::ShRSIOp::create(b, x, n); }
  Value widen(Value x) { return extendInt(b, x, i64, false); }
  Value isNegative(Value x) {
    Value zero = constantInt(b, x.getType(), 0);
    return arith::CmpIOp::create(b, arith::CmpIPredicate::slt, x, zero);
  }
  Value multiply(Value acc, Value multiplier) {
    return arith::MulIOp::create(b, widen(acc), widen(multiplier));
  }

  /// x / 2^r to nearest, ties away from zero: half of 2^r is added, for a
  /// negative x one less (but never less than 0, for r = 0), then floored.
  Value shiftRounding(Value x, Value r) {
    Value power = shiftLeft(constant(1), r);
    Value half = arith::ShRUIOp::create(b, power, constant(1));
    Value mask = add(power, constant(-1));
    Value below = arith::ShRUIOp::create(b, mask, constant(1));
    Value nudge = arith::SelectOp::create(b, isNegative(x), below, half);
    return shiftRight(add(x, nudge), r);
  }

  /// A positive shift is to the right, a negative one to the left.
  Value tflite(Value acc, Value multiplier, Value shift) {
    Value zero = constantInt(b, i32, 0);
    Value negated = arith::SubIOp::create(b, zero, shift);
    Value left = arith::MaxSIOp::create(b, negated, zero);
    Value right = arith::MaxSIOp::create(b, shift, zero);
    Value product = multiply(shiftLeft(acc, left), multiplier);
    Value high =
        shiftRight(add(product, constant(int64_t(1) << 30)), constant(31));
    high = arith::MinSIOp::create(b, high, constant(INT32_MAX));
    return shiftRounding(high, widen(right));
  }

  Value tosa(Value acc, Value multiplier, Value shift) {
    shift = widen(shift);
    Value round = shiftLeft(constant(1), add(shift, constant(-1)));
    if (profile == RequantizeProfile::TosaDouble) {
      Value more = constant(int64_t(1) << 30);
      Value less = constant(-(int64_t(1) << 30));
      Value first = arith::SelectOp::create(b, isNegative(acc), less, more);
      Value isLong = arith::CmpIOp::create(b, arith::CmpIPredicate::sgt, shift,
                                           constant(31));
      first = arith::SelectOp::create(b, isLong, first, constant(0));
      round = add(round, first);
    }
    return shiftRight(add(multiply(acc, multiplier), round), shift);
  }

  Value scale(Value acc, Value multiplier, Value shift) {
    FixedPointRanges ranges = fixedPointRanges(profile);
    if (ranges.multiplier.min > INT32_MIN)
      multiplier =
          clampInt(b, multiplier, ranges.multiplier.min, ranges.multiplier.max);
    shift = clampInt(b, extendInt(b, shift, i32, false), ranges.shift.min,
                     ranges.shift.max);
    if (profile == RequantizeProfile::Tflite)
      return tflite(acc, multiplier, shift);
    if (profile == RequantizeProfile::Truncate)
      return shiftRight(multiply(acc, multiplier), widen(shift));
    return tosa(acc, multiplier, shift);
  }

  /// clamp(scaled + z', qmin, qmax) as an element of the result.
  Value finish(Value scaled, Value zeroPoint, IntegerFormat format, Type type) {
    if (zeroPoint)
      scaled = add(scaled,
                   clampInt(b, widen(zeroPoint), format.min(), format.max()));
    scaled = clampInt(b, scaled, format.min(), format.max());
    return arith::TruncIOp::create(b, type, scaled);
  }
};

/// mixp.requantize -> linalg.generic: scale by the profile's rule, add the zero
/// point, clamp
struct RequantizePattern : OpRewritePattern<RequantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RequantizeOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    Type type = op.getResult().getType().getElementType();
    bool isOnnx = op.getProfile() == RequantizeProfile::Onnx;
    auto requantize = [&](ImplicitLocOpBuilder &b, Value value,
                          ArrayRef<Value> parameters) -> Value {
      if (!isOnnx) {
        FixedPoint fixed{b, op.getProfile()};
        Value scaled = fixed.scale(value, parameters[0], parameters[2]);
        return fixed.finish(scaled, parameters[1],
                            IntegerFormat(type, op.getResultUnsigned()), type);
      }
      Value scaled =
          arith::MulFOp::create(b, toF32(b, value, false), parameters[0]);
      return quantizeToInt(b, scaled, parameters[1], type,
                           op.getResultUnsigned());
    };
    Value factor = isOnnx ? op.getScale() : op.getMultiplier();
    Value result = buildBlockedElementwise(
        rewriter, op.getLoc(), op.getInput(), type,
        {factor, op.getZeroPoint(), op.getShift()},
        resolveOpBlock(op.getInput(), factor, op.getZeroPoint(), op.getBlock()),
        requantize);
    rewriter.replaceOp(
        op, castShape(rewriter, op.getLoc(), result, op.getResult().getType()));
    return success();
  }
};
} // namespace

void mixp::populateRequantizePattern(RewritePatternSet &patterns) {
  patterns.add<RequantizePattern>(patterns.getContext());
}
