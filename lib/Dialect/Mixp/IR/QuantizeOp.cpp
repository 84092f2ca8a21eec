//===- QuantizeOp.cpp - Real values to narrow formats --------------------===//
#include "Constraints.h"
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
