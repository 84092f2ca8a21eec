//===- Requantize.cpp - Lowers mixp.requantize ----------------------------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

namespace {
/// mixp.requantize onnx -> linalg.generic: clamp(rint(fl(fl(acc) * m)) + z')
struct RequantizePattern : OpRewritePattern<RequantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RequantizeOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    if (op.getProfile() != RequantizeProfile::Onnx)
      return rewriter.notifyMatchFailure(op, "no lowering for this profile");
    Type type = op.getResult().getType().getElementType();
    auto requantize = [&](ImplicitLocOpBuilder &b, Value value,
                          ArrayRef<Value> parameters) -> Value {
      Value scaled =
          arith::MulFOp::create(b, toF32(b, value, false), parameters[0]);
      return quantizeToInt(b, scaled, parameters[1], type,
                           op.getResultUnsigned());
    };
    Value result = buildBlockedElementwise(
        rewriter, op.getLoc(), op.getInput(), type,
        {op.getScale(), op.getZeroPoint()},
        resolveOpBlock(op.getInput(), op.getScale(), op.getZeroPoint(),
                       op.getBlock()),
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
