//===- ChooseScalesOp.cpp - Scales from the data -------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

LogicalResult ChooseScalesOp::verify() { return success(); }

LogicalResult
ChooseScalesOp::reifyResultShapes(OpBuilder &builder,
                                  ReifiedRankedShapedTypeDims &shapes) {
  SmallVector<OpFoldResult> dims;
  AffineExpr d0 = builder.getAffineDimExpr(0);
  for (auto [i, size] : llvm::enumerate(getBlock())) {
    if (size == 0) {
      dims.push_back(builder.getIndexAttr(1));
      continue;
    }
    OpFoldResult dim = tensor::getMixedSize(builder, getLoc(), getInput(), i);
    dims.push_back(affine::makeComposedFoldedAffineApply(
        builder, getLoc(), d0.ceilDiv(size), {dim}));
  }
  shapes.assign(getNumResults(), dims);
  return success();
}
