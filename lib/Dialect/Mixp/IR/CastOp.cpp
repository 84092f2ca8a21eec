//===- CastOp.cpp - Rounding and saturation ------------------------------===//
#include "ConstantFolding.h"
#include "Constraints.h"
#include "SoftRounding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

bool CastOp::isInputUnsigned() {
  return isUnsignedElement(getInput().getType().getElementType(),
                           getInputUnsigned());
}

bool CastOp::isResultUnsigned() {
  return isUnsignedElement(getResult().getType().getElementType(),
                           getResultUnsigned());
}

void CastOp::build(OpBuilder &builder, OperationState &state, Type result,
                   Value input, RoundingMode rounding, bool saturate,
                   bool inputUnsigned, bool resultUnsigned) {
  build(builder, state, result, input, rounding, /*seed=*/{}, /*origin=*/{},
        /*within=*/{}, saturate, inputUnsigned, resultUnsigned);
}

LogicalResult CastOp::verify() {
  RankedTensorType input = getInput().getType();
  RankedTensorType result = getResult().getType();
  if (failed(verifySameShape(*this, input, result))) // C1
    return failure();
  if (isa<FloatType>(input.getElementType()) &&
      isa<IntegerType>(result.getElementType()) && !getSaturate()) // C2
    return emitOpError() << "expected 'saturate' on a cast from "
                         << input.getElementType() << " to "
                         << result.getElementType()
                         << ": there is no other meaning; add it";
  if (failed(verifyUnsignedFlag(*this, getInputUnsigned(), input,
                                "input_unsigned")) ||
      failed(verifyUnsignedFlag(*this, getResultUnsigned(), result,
                                "result_unsigned"))) // C3
    return failure();
  return success();
}

LogicalResult CastOp::reifyResultShapes(OpBuilder &builder,
                                        ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folding and canonicalization
//===----------------------------------------------------------------------===//

/// Whether the result holds every value of the input, so that no flag matters.
static bool isExact(Type from, bool fromUnsigned, Type to, bool toUnsigned) {
  auto fromFloat = dyn_cast<FloatType>(from), toFloat = dyn_cast<FloatType>(to);
  if (fromFloat && toFloat)
    return from == to || to.isF32();
  if (fromFloat)
    return false;
  StorageRange range = storageRange(from, fromUnsigned);
  if (toFloat)
    return llvm::APFloat::semanticsPrecision(toFloat.getFloatSemantics()) >=
           from.getIntOrFloatBitWidth();
  StorageRange target = storageRange(to, toUnsigned);
  return target.contains(range.min) && target.contains(range.max);
}

OpFoldResult CastOp::fold(FoldAdaptor adaptor) {
  Type from = getInput().getType().getElementType();
  Type to = getResult().getType().getElementType();
  // cast x : T -> T => x, but for infinities that saturate.
  if (from == to && isInputUnsigned() == isResultUnsigned() &&
      (isa<IntegerType>(from) || !getSaturate()))
    return getInput();
  Conversion conversion;
  conversion.input = adaptor.getInput();
  conversion.inputUnsigned = getInputUnsigned();
  conversion.inputValue = getInput();
  conversion.resultType = getResult().getType();
  return foldConversion(conversion, [&](double x, double, double) {
    if (auto type = dyn_cast<FloatType>(to))
      return roundToFloat(x, type, getRounding(), getSaturate());
    StorageRange range = storageRange(to, getResultUnsigned());
    // Without saturation the input is an integer, and writing it truncates.
    return getSaturate()
               ? clampToRange(roundToInteger(x, getRounding()), range, 0)
               : x;
  });
}

namespace {

/// cast(cast x) => cast x, where the first cast loses nothing.
struct CastOfWideningCast : OpRewritePattern<CastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(CastOp op,
                                PatternRewriter &rewriter) const override {
    auto first = op.getInput().getDefiningOp<CastOp>();
    if (!first)
      return rewriter.notifyMatchFailure(op, "input is not a cast");
    Type from = first.getInput().getType().getElementType();
    Type to = first.getResult().getType().getElementType();
    // An infinity would saturate in the first cast only.
    bool saturates = first.getSaturate() && isa<FloatType>(from);
    if (saturates ||
        !isExact(from, first.isInputUnsigned(), to, first.isResultUnsigned()))
      return rewriter.notifyMatchFailure(op, "the first cast changes values");
    // The bits are read as the first cast wrote them, or not as a number.
    if (first.isResultUnsigned() != op.isInputUnsigned())
      return rewriter.notifyMatchFailure(op, "the casts disagree on the sign");
    rewriter.modifyOpInPlace(op, [&] {
      op.getInputMutable().assign(first.getInput());
      op.setInputUnsigned(first.getInputUnsigned());
    });
    return success();
  }
};

} // namespace

void CastOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                         MLIRContext *context) {
  patterns.add<CastOfWideningCast>(context);
}
