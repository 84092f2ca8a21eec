//===- ConvertCast.cpp - TOSA's conversions -------------------------------===//
#include "Patterns.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace mixp;

/// Blocks of `size` along the last dim, of one element along the others.
static SmallVector<int64_t> blockAlongLastDim(int64_t rank, int64_t size) {
  SmallVector<int64_t> block(rank, 1);
  block.back() = size;
  return block;
}

static bool isNumber(Type element) {
  return isa<FloatType>(element) ||
         (element.isSignlessInteger() &&
          (element.getIntOrFloatBitWidth() <= 8 || element.isInteger(16) ||
           element.isInteger(32) || element.isInteger(64)));
}

namespace {

/// tosa.cast -> mixp.cast
struct ConvertCast : OpRewritePattern<tosa::CastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::CastOp op,
                                PatternRewriter &rewriter) const override {
    auto from = dyn_cast<RankedTensorType>(op.getInput().getType());
    auto to = dyn_cast<RankedTensorType>(op.getOutput().getType());
    if (!from || !to || from.getShape() != to.getShape())
      return keepTosa(op, rewriter, "expected ranked tensors of one shape");
    if (!isNumber(from.getElementType()) || !isNumber(to.getElementType()))
      return keepTosa(op, rewriter, "mixp has no such type");
    if (to.getElementType().isInteger(1))
      return keepTosa(op, rewriter,
                      "a cast to bool compares with 0, which mixp.cast does "
                      "not");
    bool saturate = isa<FloatType>(from.getElementType()) &&
                    isa<IntegerType>(to.getElementType());
    // A bool is 0 or 1.
    bool isBool = from.getElementType().isInteger(1);
    rewriter.replaceOpWithNewOp<CastOp>(op, to, op.getInput(),
                                        RoundingMode::NearestEven, saturate,
                                        /*inputUnsigned=*/isBool);
    return success();
  }
};

/// tosa.cast_from_block_scaled -> mixp.dequantize
struct ConvertFromBlockScaled : OpRewritePattern<tosa::CastFromBlockScaledOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::CastFromBlockScaledOp op,
                                PatternRewriter &rewriter) const override {
    auto from = dyn_cast<RankedTensorType>(op.getInputData().getType());
    auto to = dyn_cast<RankedTensorType>(op.getOutputData().getType());
    if (!from || !to || from.getShape() != to.getShape() ||
        !isa<RankedTensorType>(op.getInputScale().getType()))
      return keepTosa(op, rewriter, "expected ranked tensors of one shape");
    if (!isa<FloatType>(from.getElementType()))
      return keepTosa(op, rewriter, "mixp has no such type");
    rewriter.replaceOpWithNewOp<DequantizeOp>(
        op, to, op.getInputData(), op.getInputScale(), /*zero_point=*/Value(),
        rewriter.getDenseI64ArrayAttr(blockAlongLastDim(
            from.getRank(), static_cast<int64_t>(op.getBlockSize()))),
        /*input_unsigned=*/false);
    return success();
  }
};

/// tosa.cast_to_block_scaled -> mixp.choose_scales, mixp.quantize
struct ConvertToBlockScaled : OpRewritePattern<tosa::CastToBlockScaledOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::CastToBlockScaledOp op,
                                PatternRewriter &rewriter) const override {
    auto from = dyn_cast<RankedTensorType>(op.getInputData().getType());
    auto to = dyn_cast<RankedTensorType>(op.getOutputData().getType());
    auto scales = dyn_cast<RankedTensorType>(op.getOutputScale().getType());
    if (!from || !to || !scales || from.getShape() != to.getShape())
      return keepTosa(op, rewriter, "expected ranked tensors of one shape");
    if (!isa<FloatType>(to.getElementType()))
      return keepTosa(op, rewriter, "mixp has no such type");
    SmallVector<int64_t> block = blockAlongLastDim(
        from.getRank(), static_cast<int64_t>(op.getBlockSize()));
    auto chosen = ChooseScalesOp::create(
        rewriter, op.getLoc(), TypeRange{scales}, RangeKind::Symmetric,
        op.getInputData(), to.getElementType(), block);
    auto data = QuantizeOp::create(
        rewriter, op.getLoc(), to, op.getInputData(), chosen.getScale(),
        /*zero_point=*/Value(), rewriter.getDenseI64ArrayAttr(block),
        /*result_unsigned=*/false);
    rewriter.replaceOp(op, {data.getResult(), chosen.getScale()});
    return success();
  }
};

} // namespace

void mixp::populateTosaCastPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertCast, ConvertFromBlockScaled, ConvertToBlockScaled>(
      patterns.getContext());
}
