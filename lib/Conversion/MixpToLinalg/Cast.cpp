//===- Cast.cpp - Lowers mixp.cast ----------------------------------------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

/// Integer to integer: modulo 2^width, or clamped first.
static Value castInt(ImplicitLocOpBuilder &b, Value value, Type type,
                     bool inputUnsigned, bool resultUnsigned, bool saturate) {
  if (saturate) {
    IntegerFormat from(value.getType(), inputUnsigned);
    IntegerFormat to(type, resultUnsigned);
    // Wide enough to hold both ranges as signed integers.
    bool isWide = from.width == 32 || to.width == 32;
    Type wide = isWide ? b.getI64Type() : b.getI32Type();
    value = extendInt(b, value, wide, inputUnsigned);
    if (from.min() < to.min() || from.max() > to.max())
      value = clampInt(b, value, to.min(), to.max());
  }
  if (value.getType().getIntOrFloatBitWidth() > type.getIntOrFloatBitWidth())
    return arith::TruncIOp::create(b, type, value);
  return extendInt(b, value, type, inputUnsigned);
}

static Value castScalar(ImplicitLocOpBuilder &b, Value value, Type type,
                        CastOp op) {
  bool fromFloat = isa<FloatType>(value.getType());
  if (isa<FloatType>(type)) {
    if (fromFloat)
      return narrowFloat(b, toF32(b, value, false), type, op.getRounding(),
                         op.getSaturate());
    return intToFloat(b, value, op.getInputUnsigned(), type, op.getRounding(),
                      op.getSaturate());
  }
  if (fromFloat)
    return floatToInt(b, toF32(b, value, false), type, op.getResultUnsigned(),
                      op.getRounding());
  return castInt(b, value, type, op.getInputUnsigned(), op.getResultUnsigned(),
                 op.getSaturate());
}

namespace {
/// mixp.cast -> one element-wise linalg.generic
struct CastPattern : OpRewritePattern<CastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(CastOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    Type type = op.getResult().getType().getElementType();
    Value result = buildBlockedElementwise(
        rewriter, op.getLoc(), op.getInput(), type, {}, {},
        [&](ImplicitLocOpBuilder &b, Value value, ArrayRef<Value>) {
          return castScalar(b, value, type, op);
        });
    rewriter.replaceOp(
        op, castShape(rewriter, op.getLoc(), result, op.getResult().getType()));
    return success();
  }
};
} // namespace

void mixp::populateCastPattern(RewritePatternSet &patterns) {
  patterns.add<CastPattern>(patterns.getContext());
}
