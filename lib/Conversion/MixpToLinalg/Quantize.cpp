//===- Quantize.cpp - Lowers mixp.quantize --------------------------------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace {
/// mixp.quantize -> linalg.generic: divide, round, clamp, convert
struct QuantizePattern : OpRewritePattern<QuantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(QuantizeOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    Type type = op.getResult().getType().getElementType();
    auto quantize = [&](ImplicitLocOpBuilder &b, Value value,
                        ArrayRef<Value> parameters) -> Value {
      if (!value.getType().isF64())
        value = toF32(b, value, false);
      if (Value scale = parameters[0]) {
        scale = toFloat(b, scale, false, value.getType());
        value = arith::DivFOp::create(b, value, scale);
      }
      if (isa<FloatType>(type))
        return narrowFloat(b, value, type, RoundingMode::NearestEven,
                           /*saturate=*/true);
      return quantizeToInt(b, value, parameters[1], type,
                           op.getResultUnsigned());
    };
    Value result = buildBlockedElementwise(
        rewriter, op.getLoc(), op.getInput(), type,
        {op.getScale(), op.getZeroPoint()},
        resolveOpBlock(op.getInput(), op.getScale(), op.getZeroPoint(),
                       op.getBlock()),
        quantize);
    rewriter.replaceOp(
        op, castShape(rewriter, op.getLoc(), result, op.getResult().getType()));
    return success();
  }
};
} // namespace

void mixp::populateQuantizePattern(RewritePatternSet &patterns) {
  patterns.add<QuantizePattern>(patterns.getContext());
}
