//===- DequantizeOp.cpp - Narrow values to real ones ---------------------===//
#include "ConstantFolding.h"
#include "Constraints.h"
#include "NeutralOperands.h"
#include "SoftRounding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/bit.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

bool DequantizeOp::isInputUnsigned() {
  return isUnsignedElement(getInput().getType().getElementType(),
                           getInputUnsigned());
}

static Blocked blocked(DequantizeOp op) {
  return {op.getInput().getType(), op.getScale(), op.getZeroPoint(),
          op.getBlock()};
}

SmallVector<int64_t> DequantizeOp::getResolvedBlock() {
  return resolvedBlock(blocked(*this));
}

LogicalResult DequantizeOp::verify() {
  RankedTensorType input = getInput().getType();
  RankedTensorType result = getResult().getType();
  if (failed(verifySameShape(*this, input, result))) // C1
    return failure();
  if (failed(verifyBlocked(*this, blocked(*this)))) // C2
    return failure();
  if (failed(verifyUnsignedFlag(*this, getInputUnsigned(), input,
                                "input_unsigned"))) // C3
    return failure();
  if (getZeroPoint() && !isa<IntegerType>(input.getElementType())) // C4
    return emitOpError() << "expected an integer input beside 'zero_point' "
                            "but got "
                         << input.getElementType()
                         << "; a float format has no zero point";
  if (failed(verifyScaleConstant(*this, getScale(), "scale"))) // C5
    return failure();
  return verifyZeroPointConstant(*this, getZeroPoint(), "zero_point");
}

LogicalResult
DequantizeOp::reifyResultShapes(OpBuilder &builder,
                                ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folding and canonicalization
//===----------------------------------------------------------------------===//

/// q - z rounded once to f32. A double holds it unless z is a float far smaller
/// than an i32: what is lost then must not look like a tie.
static float subtractToF32(double q, double z) {
  double difference = q - z, part = difference - q;
  double lost = (q - (difference - part)) - (z + part);
  bool isEven = (llvm::bit_cast<uint64_t>(difference) & 1) == 0;
  if (isEven && std::isfinite(lost) && lost != 0)
    difference = std::nextafter(difference, lost > 0 ? HUGE_VAL : -HUGE_VAL);
  return static_cast<float>(difference);
}

OpFoldResult DequantizeOp::fold(FoldAdaptor adaptor) {
  Conversion conversion;
  conversion.input = adaptor.getInput();
  conversion.scale = adaptor.getScale();
  conversion.zeroPoint = adaptor.getZeroPoint();
  conversion.parameters = (getScale() ? 1 : 0) + (getZeroPoint() ? 1 : 0);
  conversion.block = getResolvedBlock();
  conversion.inputUnsigned = getInputUnsigned();
  conversion.inputValue = getInput();
  conversion.resultType = getResult().getType();
  auto to = cast<FloatType>(getResult().getType().getElementType());
  return foldConversion(conversion, [&](double q, double s, double z) {
    if (to.isF64())
      return (q - z) * s;
    float product = subtractToF32(q, z) * static_cast<float>(s);
    return roundToFloat(product, to, RoundingMode::NearestEven, false);
  });
}

namespace {

/// dequantize x => cast x, without scale and zero point. Not where an i32 is
/// rounded to f32 first and then again.
struct BareDequantizeToCast : OpRewritePattern<DequantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(DequantizeOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getScale() || op.getZeroPoint())
      return rewriter.notifyMatchFailure(op, "has a scale or zero point");
    if (op.getInput().getType().getElementTypeBitWidth() == 32 &&
        op.getResult().getType().getElementTypeBitWidth() < 32)
      return rewriter.notifyMatchFailure(op, "rounds twice");
    rewriter.replaceOpWithNewOp<CastOp>(
        op, op.getResult().getType(), op.getInput(), RoundingMode::NearestEven,
        /*saturate=*/false, /*input_unsigned=*/op.getInputUnsigned(),
        /*result_unsigned=*/false);
    return success();
  }
};

} // namespace

void DequantizeOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                               MLIRContext *context) {
  patterns.add<BareDequantizeToCast, DropZeroPoint<DequantizeOp>,
               DropScale<DequantizeOp>>(context);
}
