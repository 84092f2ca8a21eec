//===- ConvertQuantToMixp.cpp - quant casts to mixp -----------------------===//
#include "Clamp.h"
#include "QuantParameters.h"
#include "mixp/Conversion/Passes.h"
#include "mixp/Conversion/QuantToMixp/QuantToMixp.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_CONVERTQUANTTOMIXPPASS
#include "mixp/Conversion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// What a cast to or from `type`, a tensor or a scalar of quantized elements,
/// reads and writes. Quantizing needs zero points in the storage's range.
static FailureOr<QuantParameters> readCast(Type type, bool quantizes,
                                           std::string &reason) {
  if (isa<UnrankedTensorType>(type)) {
    reason = "expected a ranked tensor: blocks are per dim; cast it first";
    return failure();
  }
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (tensor && tensor.getEncoding()) {
    reason = "expected a tensor without encoding";
    return failure();
  }
  auto parameters = readQuantParameters(
      cast<quant::QuantizedType>(getElementTypeOrSelf(type)),
      tensor ? tensor.getRank() : 0, reason);
  if (failed(parameters) || !quantizes || !parameters->zeroPoint)
    return parameters;
  StorageRange range = parameters->fullRange();
  for (int32_t zero : parameters->zeroPoint.getValues<int32_t>()) {
    if (!range.contains(zero)) {
      reason = "zero point " + std::to_string(zero) +
               " is not one that the storage type holds; choose one between " +
               std::to_string(range.min) + " and " + std::to_string(range.max);
      return failure();
    }
  }
  return parameters;
}

/// A scalar as a tensor of rank 0; tensors as they are.
static Value toTensor(OpBuilder &builder, Location loc, Value value) {
  if (isa<TensorType>(value.getType()))
    return value;
  return tensor::FromElementsOp::create(
      builder, loc, RankedTensorType::get({}, value.getType()), value);
}

/// The element of a tensor of rank 0 where `like` is a scalar.
static Value fromTensor(OpBuilder &builder, Location loc, Value tensor,
                        Type like) {
  if (isa<TensorType>(like))
    return tensor;
  return tensor::ExtractOp::create(builder, loc, tensor, ValueRange());
}

static Value buildConstant(OpBuilder &builder, Location loc,
                           DenseElementsAttr value) {
  return value ? arith::ConstantOp::create(builder, loc, value) : Value();
}

namespace {

/// quant.qcast -> mixp.quantize, quant.scast
struct ConvertQuantize : OpRewritePattern<quant::QuantizeCastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(quant::QuantizeCastOp op,
                                PatternRewriter &rewriter) const override {
    std::string reason;
    Type quantized = op.getResult().getType();
    auto parameters = readCast(quantized, /*quantizes=*/true, reason);
    if (failed(parameters))
      return rewriter.notifyMatchFailure(op, reason);
    Location loc = op.getLoc();
    Value input = toTensor(rewriter, loc, op.getInput());
    auto type =
        cast<RankedTensorType>(input.getType()).clone(parameters->storage);
    Value stored =
        QuantizeOp::create(rewriter, loc, type, input,
                           buildConstant(rewriter, loc, parameters->scale),
                           buildConstant(rewriter, loc, parameters->zeroPoint),
                           rewriter.getDenseI64ArrayAttr(parameters->block),
                           parameters->isUnsigned);
    StorageRange range = parameters->range, full = parameters->fullRange();
    if (range.min != full.min || range.max != full.max)
      stored = buildClamp(rewriter, loc, stored, *parameters);
    rewriter.replaceOpWithNewOp<quant::StorageCastOp>(
        op, quantized, fromTensor(rewriter, loc, stored, quantized));
    return success();
  }
};

/// quant.dcast -> quant.scast, mixp.dequantize
struct ConvertDequantize : OpRewritePattern<quant::DequantizeCastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(quant::DequantizeCastOp op,
                                PatternRewriter &rewriter) const override {
    std::string reason;
    Type quantized = op.getInput().getType(), real = op.getResult().getType();
    auto parameters = readCast(quantized, /*quantizes=*/false, reason);
    if (failed(parameters))
      return rewriter.notifyMatchFailure(op, reason);
    Location loc = op.getLoc();
    auto tensorType = dyn_cast<RankedTensorType>(quantized);
    Type storedType = tensorType ? Type(tensorType.clone(parameters->storage))
                                 : Type(parameters->storage);
    Value stored =
        quant::StorageCastOp::create(rewriter, loc, storedType, op.getInput());
    stored = toTensor(rewriter, loc, stored);
    auto type = cast<RankedTensorType>(stored.getType())
                    .clone(getElementTypeOrSelf(real));
    Value result = DequantizeOp::create(
        rewriter, loc, type, stored,
        buildConstant(rewriter, loc, parameters->scale),
        buildConstant(rewriter, loc, parameters->zeroPoint),
        rewriter.getDenseI64ArrayAttr(parameters->block),
        parameters->isUnsigned);
    rewriter.replaceOp(op, fromTensor(rewriter, loc, result, real));
    return success();
  }
};

struct ConvertQuantToMixp
    : mixp::impl::ConvertQuantToMixpPassBase<ConvertQuantToMixp> {
  void runOnOperation() override {
    if (getOperation()->walk(refuse).wasInterrupted())
      return signalPassFailure();
    RewritePatternSet patterns(&getContext());
    populateQuantToMixpPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }

private:
  /// Reports a cast that no pattern takes: left alone, it would be lowered to
  /// other values elsewhere.
  static WalkResult refuse(Operation *op) {
    bool quantizes = isa<quant::QuantizeCastOp>(op);
    if (!quantizes && !isa<quant::DequantizeCastOp>(op))
      return WalkResult::advance();
    std::string reason;
    Type type =
        quantizes ? op->getResult(0).getType() : op->getOperand(0).getType();
    if (succeeded(readCast(type, quantizes, reason)))
      return WalkResult::advance();
    op->emitOpError() << "cannot become a mixp op: " << reason;
    return WalkResult::interrupt();
  }
};

} // namespace

void mixp::populateQuantToMixpPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertQuantize, ConvertDequantize>(patterns.getContext());
}
