//===- QuantizeOp.cpp - Real values to narrow formats --------------------===//
#include "ConstantFolding.h"
#include "Constraints.h"
#include "NeutralOperands.h"
#include "SoftRounding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

bool QuantizeOp::isResultUnsigned() {
  return isUnsignedElement(getResult().getType().getElementType(),
                           getResultUnsigned());
}

static Blocked blocked(QuantizeOp op) {
  return {op.getInput().getType(), op.getScale(), op.getZeroPoint(),
          op.getBlock()};
}

SmallVector<int64_t> QuantizeOp::getResolvedBlock() {
  return resolvedBlock(blocked(*this));
}

LogicalResult QuantizeOp::verify() {
  RankedTensorType input = getInput().getType();
  RankedTensorType result = getResult().getType();
  if (failed(verifySameShape(*this, input, result))) // C1
    return failure();
  if (failed(verifyBlocked(*this, blocked(*this)))) // C2
    return failure();
  bool toInteger = isa<IntegerType>(result.getElementType());
  if (getZeroPoint() && !toInteger) // C3
    return emitOpError() << "expected an integer result beside 'zero_point' "
                            "but got "
                         << result.getElementType()
                         << "; a float format has no zero point";
  if (failed(verifyUnsignedFlag(*this, getResultUnsigned(), result,
                                "result_unsigned"))) // C4
    return failure();
  if (failed(verifyScaleConstant(*this, getScale(), "scale"))) // C5
    return failure();
  if (!toInteger)
    return success();
  return verifyZeroPointConstant(
      *this, getZeroPoint(), "zero_point",
      storageRange(result.getElementType(), getResultUnsigned()));
}

LogicalResult
QuantizeOp::reifyResultShapes(OpBuilder &builder,
                              ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folding and canonicalization
//===----------------------------------------------------------------------===//

OpFoldResult QuantizeOp::fold(FoldAdaptor adaptor) {
  Conversion conversion;
  conversion.input = adaptor.getInput();
  conversion.scale = adaptor.getScale();
  conversion.zeroPoint = adaptor.getZeroPoint();
  conversion.parameters = (getScale() ? 1 : 0) + (getZeroPoint() ? 1 : 0);
  conversion.block = getResolvedBlock();
  conversion.inputValue = getInput();
  conversion.resultType = getResult().getType();
  Type to = getResult().getType().getElementType();
  bool isWide = getInput().getType().getElementType().isF64();
  return foldConversion(conversion, [&](double x, double s, double z) {
    double quotient =
        isWide ? x / s : static_cast<float>(x) / static_cast<float>(s);
    if (auto type = dyn_cast<FloatType>(to))
      return roundToFloat(quotient, type, RoundingMode::NearestEven, true);
    StorageRange range = storageRange(to, getResultUnsigned());
    z = clampToRange(z, range, 0);
    double rounded = roundToInteger(quotient, RoundingMode::NearestEven);
    return clampToRange(rounded + z, range, /*ifNaN=*/z);
  });
}

namespace {

/// quantize x => cast x saturate, without scale and zero point.
struct BareQuantizeToCast : OpRewritePattern<QuantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(QuantizeOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getScale() || op.getZeroPoint())
      return rewriter.notifyMatchFailure(op, "has a scale or zero point");
    rewriter.replaceOpWithNewOp<CastOp>(
        op, op.getResult().getType(), op.getInput(), RoundingMode::NearestEven,
        /*saturate=*/true, /*input_unsigned=*/false,
        /*result_unsigned=*/op.getResultUnsigned());
    return success();
  }
};

} // namespace

void QuantizeOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                             MLIRContext *context) {
  patterns.add<BareQuantizeToCast, DropZeroPoint<QuantizeOp>,
               DropScale<QuantizeOp>>(context);
}
