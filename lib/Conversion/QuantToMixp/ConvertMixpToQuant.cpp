//===- ConvertMixpToQuant.cpp - mixp to quant casts -----------------------===//
#include "Clamp.h"
#include "QuantParameters.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Conversion/QuantToMixp/QuantToMixp.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/RegionUtils.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_CONVERTMIXPTOQUANTPASS
#include "mixp/Conversion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// The constant's elements as `element`; nothing where it is no constant of
/// that type.
static DenseElementsAttr readConstant(Value value, Type element) {
  DenseElementsAttr elements;
  if (!value || !matchPattern(value, m_Constant(&elements)) ||
      elements.getElementType() != element)
    return {};
  return elements;
}

/// The quantized element type that says what `op` does to values of the type
/// `stored`.
template <typename OpT>
static FailureOr<quant::QuantizedType>
findQuantizedType(OpT op, RankedTensorType stored, RankedTensorType real,
                  bool isUnsigned, std::string &reason) {
  auto storage = dyn_cast<IntegerType>(stored.getElementType());
  if (!storage || !storage.isSignless()) {
    reason = "expected signless storage; run mixp-strip-signedness first";
    return failure();
  }
  MLIRContext *context = op.getContext();
  QuantParameters parameters;
  parameters.storage = storage;
  parameters.isUnsigned = isUnsigned;
  parameters.range = parameters.fullRange();
  parameters.block = op.getResolvedBlock();
  if (op.getBlock())
    parameters.block.assign(op.getBlock()->begin(), op.getBlock()->end());
  parameters.scale = readConstant(op.getScale(), Float32Type::get(context));
  parameters.zeroPoint =
      readConstant(op.getZeroPoint(), IntegerType::get(context, 32));
  if (!parameters.scale || (op.getZeroPoint() && !parameters.zeroPoint)) {
    reason = "expected a constant f32 scale and a constant i32 zero point";
    return failure();
  }
  return buildQuantizedType(parameters, stored.getShape(),
                            cast<FloatType>(real.getElementType()), reason);
}

static LogicalResult keep(Operation *op, PatternRewriter &rewriter,
                          const std::string &reason) {
  remark::missed(
      op->getLoc(),
      remark::RemarkOpts::name("mixp-kept").category("convert-mixp-to-quant"))
      << reason;
  return rewriter.notifyMatchFailure(op, reason);
}

namespace {

/// mixp.quantize -> quant.qcast, quant.scast
struct ConvertQuantize : OpRewritePattern<QuantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(QuantizeOp op,
                                PatternRewriter &rewriter) const override {
    std::string reason;
    RankedTensorType stored = op.getResult().getType();
    auto type = findQuantizedType(op, stored, op.getInput().getType(),
                                  op.isResultUnsigned(), reason);
    if (failed(type))
      return keep(op, rewriter, reason);
    Value quantized = quant::QuantizeCastOp::create(
        rewriter, op.getLoc(), stored.clone(*type), op.getInput());
    rewriter.replaceOpWithNewOp<quant::StorageCastOp>(op, stored, quantized);
    return success();
  }
};

/// mixp.dequantize -> quant.scast, quant.dcast
struct ConvertDequantize : OpRewritePattern<DequantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(DequantizeOp op,
                                PatternRewriter &rewriter) const override {
    std::string reason;
    RankedTensorType stored = op.getInput().getType();
    auto type = findQuantizedType(op, stored, op.getResult().getType(),
                                  op.isInputUnsigned(), reason);
    if (failed(type))
      return keep(op, rewriter, reason);
    Value quantized = quant::StorageCastOp::create(
        rewriter, op.getLoc(), stored.clone(*type), op.getInput());
    rewriter.replaceOpWithNewOp<quant::DequantizeCastOp>(
        op, op.getResult().getType(), quantized);
    return success();
  }
};

/// A clamp of quant.scast(quant.qcast) -> the same with a narrower range: what
/// convert-quant-to-mixp makes of such a type, read back.
struct NarrowRange : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumDpsInputs() != 1)
      return rewriter.notifyMatchFailure(op, "not one input");
    auto stored = op.getDpsInputs()[0].getDefiningOp<quant::StorageCastOp>();
    auto cast = stored
                    ? stored.getInput().getDefiningOp<quant::QuantizeCastOp>()
                    : quant::QuantizeCastOp();
    if (!cast)
      return rewriter.notifyMatchFailure(op, "not of quantized values");
    quant::QuantizedType type = cast.getQuantizedType();
    auto range =
        matchClamp(op, {type.getStorageTypeMin(), type.getStorageTypeMax()},
                   !type.isSigned());
    if (type.hasStorageTypeBounds() || !range)
      return rewriter.notifyMatchFailure(op, "no clamp of a whole range");
    quant::QuantizedType narrow = narrowRange(type, *range);
    if (!narrow)
      return rewriter.notifyMatchFailure(op, "the range is no part of it");
    Value quantized = quant::QuantizeCastOp::create(
        rewriter, op.getLoc(),
        mlir::cast<RankedTensorType>(cast.getType()).clone(narrow),
        cast.getInput());
    rewriter.replaceOpWithNewOp<quant::StorageCastOp>(
        op, op.getResult(0).getType(), quantized);
    return success();
  }
};

struct ConvertMixpToQuant
    : mixp::impl::ConvertMixpToQuantPassBase<ConvertMixpToQuant> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateMixpToQuantPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
    // Scales that have become part of a type.
    IRRewriter rewriter(&getContext());
    (void)runRegionDCE(rewriter, getOperation()->getRegions());
  }
};

} // namespace

void mixp::populateMixpToQuantPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertQuantize, ConvertDequantize, NarrowRange>(
      patterns.getContext());
}
