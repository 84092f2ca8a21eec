//===- Dequantize.cpp - Lowers mixp.dequantize ----------------------------===//
#include "BlockedElementwise.h"
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

/// fl(q - z) for a narrow integer q and an i32 zero point.
static Value subtractIntZeroPoint(ImplicitLocOpBuilder &b, Value q,
                                  Value zeroPoint, bool isUnsigned,
                                  bool isSmall) {
  if (isSmall) {
    Value wide = extendInt(b, q, b.getI32Type(), isUnsigned);
    Value difference = arith::SubIOp::create(b, wide, zeroPoint);
    return arith::SIToFPOp::create(b, b.getF32Type(), difference);
  }
  // 33 bits: exact in f64, whose conversions vectorize where those of i64 do
  // not, and then rounded once.
  Type f64 = b.getF64Type();
  Value wide = arith::ExtFOp::create(b, f64, toF32(b, q, isUnsigned));
  Value z = arith::SIToFPOp::create(b, f64, zeroPoint);
  Value difference = arith::SubFOp::create(b, wide, z);
  return arith::TruncFOp::create(b, b.getF32Type(), difference);
}

Value mixp::buildDequantize(OpBuilder &builder, Location loc, Value input,
                            Value scale, Value zeroPoint,
                            ArrayRef<int64_t> block, bool isUnsigned,
                            Type resultElement) {
  bool isSmall = zeroPoint && isSmallZeroPoint(zeroPoint);
  auto dequantize = [&](ImplicitLocOpBuilder &b, Value q,
                        ArrayRef<Value> parameters) -> Value {
    Value real;
    Value z = parameters[1];
    if (z && z.getType().isInteger() && q.getType().isInteger()) {
      real = subtractIntZeroPoint(b, q, z, isUnsigned, isSmall);
    } else {
      real = toF32(b, q, isUnsigned);
      if (z)
        real = arith::SubFOp::create(b, real, toF32(b, z, false));
    }
    if (Value s = parameters[0])
      real = arith::MulFOp::create(b, real, s);
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
