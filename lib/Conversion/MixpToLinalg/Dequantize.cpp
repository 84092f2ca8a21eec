//===- Dequantize.cpp - Lowers mixp.dequantize ----------------------------===//
#include "BlockedElementwise.h"
#include "IntMath.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mixp;

/// Whether q - z cannot overflow i32 for any narrow q: known where the zero
/// points are constants or were chosen from the data.
static bool isSmallZeroPoint(Value zeroPoint) {
  if (zeroPoint.getDefiningOp<ChooseScalesOp>())
    return true;
  DenseIntElementsAttr values;
  if (!matchPattern(zeroPoint, m_Constant(&values)))
    return false;
  return llvm::all_of(values.getValues<APInt>(),
                      [](const APInt &z) { return z.isSignedIntN(24); });
}

/// An inexact f64 sum with the error `error` made odd, so that it is still seen
/// to be inexact when it is rounded to f32.
static Value roundToOdd(ImplicitLocOpBuilder &b, Value sum, Value error) {
  IntMath m(b, 64);
  Type f64 = b.getF64Type();
  Value zero = constantFloat(b, f64, 0.0);
  auto compare = [&](arith::CmpFPredicate predicate, Value x) -> Value {
    return arith::CmpFOp::create(b, predicate, x, zero);
  };
  Value bits = arith::BitcastOp::create(b, m.getType(), sum);
  Value isEven = m.equal(m.bitAnd(bits, m.constant(1)), m.constant(0));
  Value isInexact = arith::AndIOp::create(
      b, isEven, compare(arith::CmpFPredicate::ONE, error));
  Value isOutward = arith::CmpIOp::create(
      b, arith::CmpIPredicate::eq, compare(arith::CmpFPredicate::OGT, error),
      compare(arith::CmpFPredicate::OGT, sum));
  Value step = m.select(isOutward, m.constant(1), m.constant(~uint64_t(0)));
  bits = m.select(isInexact, m.add(bits, step), bits);
  return arith::BitcastOp::create(b, f64, bits);
}

/// fl(q - z) through f64, which holds a q of 32 bits and, if z is an integer,
/// the difference.
static Value subtractInF64(ImplicitLocOpBuilder &b, Value q, Value zeroPoint,
                           bool isUnsigned, Type type) {
  Type f64 = b.getF64Type();
  Value wide = toFloat(b, q, isUnsigned, f64);
  Value z = toFloat(b, zeroPoint, false, f64);
  Value difference = arith::SubFOp::create(b, wide, z);
  if (type.isF64())
    return difference;
  if (isa<FloatType>(zeroPoint.getType())) {
    // Knuth's error of a sum, here of wide and -z.
    auto subtract = [&](Value x, Value y) -> Value {
      return arith::SubFOp::create(b, x, y);
    };
    Value part = subtract(difference, wide);
    Value lost = subtract(wide, subtract(difference, part));
    Value error = subtract(lost, arith::AddFOp::create(b, z, part));
    difference = roundToOdd(b, difference, error);
  }
  return arith::TruncFOp::create(b, type, difference);
}

/// fl(q - z) for an integer q, in the f32 or f64 `type`.
static Value subtractZeroPoint(ImplicitLocOpBuilder &b, Value q,
                               Value zeroPoint, bool isUnsigned, bool isSmall,
                               Type type) {
  bool isNarrow = q.getType().getIntOrFloatBitWidth() <= 16;
  if (isa<FloatType>(zeroPoint.getType()) && isNarrow && type.isF32())
    return arith::SubFOp::create(b, toF32(b, q, isUnsigned), zeroPoint);
  if (!isSmall || !isNarrow || type.isF64())
    return subtractInF64(b, q, zeroPoint, isUnsigned, type);
  Value wide = extendInt(b, q, b.getI32Type(), isUnsigned);
  Value difference = arith::SubIOp::create(b, wide, zeroPoint);
  return arith::SIToFPOp::create(b, type, difference);
}

Value mixp::buildDequantize(OpBuilder &builder, Location loc, Value input,
                            Value scale, Value zeroPoint,
                            ArrayRef<int64_t> block, bool isUnsigned,
                            Type resultElement) {
  bool isSmall = zeroPoint && isSmallZeroPoint(zeroPoint);
  auto dequantize = [&](ImplicitLocOpBuilder &b, Value q,
                        ArrayRef<Value> parameters) -> Value {
    bool isF64 = q.getType().isF64() || resultElement.isF64();
    Type type = isF64 ? b.getF64Type() : b.getF32Type();
    Value z = parameters[1];
    Value real;
    if (z && q.getType().isInteger()) {
      real = subtractZeroPoint(b, q, z, isUnsigned, isSmall, type);
    } else {
      real = toFloat(b, q, isUnsigned, type);
      if (z)
        real = arith::SubFOp::create(b, real, toFloat(b, z, false, type));
    }
    if (Value s = parameters[0])
      real = arith::MulFOp::create(b, real, toFloat(b, s, false, type));
    return narrowFloat(b, real, resultElement, RoundingMode::NearestEven,
                       /*saturate=*/false);
  };
  return buildBlockedElementwise(builder, loc, input, resultElement,
                                 {scale, zeroPoint}, block, dequantize);
}

namespace {
/// mixp.dequantize -> linalg.generic: subtract, convert, multiply, round
struct DequantizePattern : OpRewritePattern<DequantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(DequantizeOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    Value zeroPoint = op.getZeroPoint();
    Value result = buildDequantize(
        rewriter, op.getLoc(), op.getInput(), op.getScale(), zeroPoint,
        resolveOpBlock(op.getInput(), op.getScale(), zeroPoint, op.getBlock()),
        op.getInputUnsigned(), op.getResult().getType().getElementType());
    rewriter.replaceOp(
        op, castShape(rewriter, op.getLoc(), result, op.getResult().getType()));
    return success();
  }
};
} // namespace

void mixp::populateDequantizePattern(RewritePatternSet &patterns) {
  patterns.add<DequantizePattern>(patterns.getContext());
}
