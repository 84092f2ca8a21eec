//===- RequantizeOp.cpp - Accumulators to narrow integers ----------------===//
#include "ConstantFolding.h"
#include "Constraints.h"
#include "NeutralOperands.h"
#include "SoftRounding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

bool RequantizeOp::isResultUnsigned() {
  return isUnsignedElement(getResult().getType().getElementType(),
                           getResultUnsigned());
}

static Blocked blocked(RequantizeOp op) {
  Value factor = op.getScale() ? op.getScale() : op.getMultiplier();
  return {op.getInput().getType(), factor, op.getZeroPoint(), op.getBlock(),
          op.getScale() ? "scale" : "multiplier"};
}

SmallVector<int64_t> RequantizeOp::getResolvedBlock() {
  return resolvedBlock(blocked(*this));
}

LogicalResult RequantizeOp::verify() {
  RankedTensorType input = getInput().getType();
  RankedTensorType result = getResult().getType();
  if (failed(verifySameShape(*this, input, result))) // C1
    return failure();
  bool isOnnx = getProfile() == RequantizeProfile::Onnx;
  if (isOnnx != static_cast<bool>(getScale()) ||
      isOnnx == static_cast<bool>(getMultiplier()) ||
      isOnnx == static_cast<bool>(getShift()))
    return emitOpError() << "expected "
                         << (isOnnx ? "'scale', and no 'multiplier' and "
                                      "'shift',"
                                    : "'multiplier' and 'shift', and no "
                                      "'scale',")
                         << " for the profile '" << stringifyEnum(getProfile())
                         << "'";
  if (failed(verifyBlocked(*this, blocked(*this)))) // C2, C3 by the types
    return failure();
  if (failed(verifyUnsignedFlag(*this, getResultUnsigned(), result,
                                "result_unsigned"))) // C4
    return failure();
  if (failed(verifyScaleConstant(*this, getScale(), "scale"))) // C5
    return failure();
  return verifyZeroPointConstant(
      *this, getZeroPoint(), "zero_point",
      storageRange(result.getElementType(), getResultUnsigned()));
}

LogicalResult
RequantizeOp::reifyResultShapes(OpBuilder &builder,
                                ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folding and canonicalization
//===----------------------------------------------------------------------===//

OpFoldResult RequantizeOp::fold(FoldAdaptor adaptor) {
  Conversion conversion;
  conversion.input = adaptor.getInput();
  conversion.scale = adaptor.getScale();
  conversion.zeroPoint = adaptor.getZeroPoint();
  conversion.parameters = getZeroPoint() ? 2 : 1;
  conversion.block = getResolvedBlock();
  conversion.inputValue = getInput();
  conversion.resultType = getResult().getType();
  StorageRange range =
      storageRange(getResult().getType().getElementType(), getResultUnsigned());
  return foldConversion(conversion, [&](double acc, double m, double z) {
    double product = static_cast<float>(acc) * static_cast<float>(m);
    z = clampToRange(z, range, 0);
    double rounded = roundToInteger(product, RoundingMode::NearestEven);
    return clampToRange(rounded + z, range, /*ifNaN=*/z);
  });
}

void RequantizeOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                               MLIRContext *context) {
  patterns.add<DropZeroPoint<RequantizeOp>>(context);
}
