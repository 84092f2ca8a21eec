//===- DequantizeOp.cpp - Narrow values to real ones ---------------------===//
#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

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
