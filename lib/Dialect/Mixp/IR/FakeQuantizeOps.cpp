//===- FakeQuantizeOps.cpp - Rounding felt in training --------------------===//
#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

/// The parameters of either op: they are the same.
template <typename OpT> static Blocked blocked(OpT op) {
  return {op.getInput().getType(), op.getScale(), op.getZeroPoint(),
          op.getBlock()};
}

template <typename OpT> static LogicalResult verifyFakeQuantization(OpT op) {
  if (failed(verifyBlocked(op, blocked(op)))) // C1
    return failure();
  Type storage = op.getStorage();
  if (failed(verifyStorage(op, storage))) // C2
    return failure();
  bool isInteger = isa<IntegerType>(storage);
  if (op.getZeroPoint() && !isInteger) // C3
    return op.emitOpError() << "expected integer storage beside 'zero_point' "
                               "but got "
                            << storage << "; a float format has no zero point";
  if (failed(verifyScaleConstant(op, op.getScale(), "scale"))) // C4
    return failure();
  if (!isInteger)
    return success();
  return verifyZeroPointConstant(op, op.getZeroPoint(), "zero_point",
                                 storageRange(storage, /*flag=*/false));
}

LogicalResult FakeQuantizeOp::verify() { return verifyFakeQuantization(*this); }
LogicalResult FakeQuantizeGradOp::verify() {
  return verifyFakeQuantization(*this);
}

SmallVector<int64_t> FakeQuantizeOp::getResolvedBlock() {
  return resolvedBlock(blocked(*this));
}
SmallVector<int64_t> FakeQuantizeGradOp::getResolvedBlock() {
  return resolvedBlock(blocked(*this));
}

LogicalResult
FakeQuantizeOp::reifyResultShapes(OpBuilder &builder,
                                  ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

LogicalResult
FakeQuantizeGradOp::reifyResultShapes(OpBuilder &builder,
                                      ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}
