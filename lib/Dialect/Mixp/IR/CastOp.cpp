//===- CastOp.cpp - Rounding and saturation ------------------------------===//
#include "Constraints.h"
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
