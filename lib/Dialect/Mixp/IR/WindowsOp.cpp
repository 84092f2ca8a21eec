//===- WindowsOp.cpp - What a convolution reads ---------------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

/// What the spatial size `i` of the input has beyond the first window.
static int64_t windowMargin(WindowsOp op, int64_t i) {
  return op.getDilations()[i] * (op.getTaps(i) - 1) + 1;
}

static LogicalResult verifySpatialDims(WindowsOp op, RankedTensorType input,
                                       RankedTensorType result) {
  for (int64_t i = 0; i < op.getSpatialRank(); ++i) {
    if (op.getTaps(i) < 1) // dynamic is negative
      return op.emitOpError()
             << "expected a static window of at least 1 in dim #"
             << op.getFirstTapDim() + i << " but got " << result; // C3
    int64_t size = input.getDimSize(1 + i);
    int64_t pixels = result.getDimSize(op.getFirstPixelDim() + i);
    if (ShapedType::isDynamic(size) || ShapedType::isDynamic(pixels))
      continue;
    int64_t room = size - windowMargin(op, i);
    int64_t expected = room < 0 ? 0 : room / op.getStrides()[i] + 1;
    if (pixels != expected) // C4
      return op.emitOpError()
             << "expected a result of " << expected << " in dim #"
             << op.getFirstPixelDim() + i << " but got " << pixels;
  }
  return success();
}

LogicalResult WindowsOp::verify() {
  RankedTensorType input = getInput().getType(), result = getType();
  int64_t spatial = getSpatialRank(), groups = getGroups();
  if (input.getElementType() != result.getElementType()) // C1
    return emitOpError() << "expected a result of " << input.getElementType()
                         << " but got " << result.getElementType();
  if (spatial < 1 || input.getRank() != spatial + 2 ||
      result.getRank() != getFirstTapDim() + spatial + 1) // C1
    return emitOpError() << "expected ranks " << spatial + 2 << " and "
                         << getFirstTapDim() + spatial + 1 << " for " << spatial
                         << " strides but got " << input.getRank() << " and "
                         << result.getRank();
  auto isPositive = [](int64_t value) { return value >= 1; };
  if (getDilations().size() != getStrides().size() ||
      !llvm::all_of(getStrides(), isPositive) ||
      !llvm::all_of(getDilations(), isPositive) || groups < 1) // C2
    return emitOpError() << "expected strides and dilations of at least 1 for "
                            "each spatial dim, and at least one group";
  int64_t channels = input.getShape().back(), own = result.getShape().back();
  bool agree = groups == 1 ? channels == own
                           : result.getDimSize(0) == groups && own >= 0 &&
                                 channels == groups * own;
  if (!agree ||
      input.getDimSize(0) != result.getDimSize(getFirstPixelDim() - 1)) // C3
    return emitOpError() << "expected the batch of the input, and its channels "
                            "in "
                         << groups << " groups, but got " << result;
  return verifySpatialDims(*this, input, result);
}

SmallVector<OpFoldResult> WindowsOp::sizesFor(OpBuilder &builder,
                                              ArrayRef<OpFoldResult> input) {
  SmallVector<OpFoldResult> sizes;
  for (int64_t size : getType().getShape())
    sizes.push_back(builder.getIndexAttr(size));
  sizes[getFirstPixelDim() - 1] = input.front();
  if (getGroups() == 1)
    sizes.back() = input.back();
  AffineExpr d = builder.getAffineDimExpr(0);
  for (int64_t i = 0; i < getSpatialRank(); ++i) {
    int64_t dim = getFirstPixelDim() + i;
    if (!getType().isDynamicDim(dim))
      continue;
    AffineExpr fit = (d - windowMargin(*this, i)).floorDiv(getStrides()[i]) + 1;
    AffineMap map = AffineMap::get(
        1, 0, {fit, builder.getAffineConstantExpr(0)}, builder.getContext());
    sizes[dim] = affine::makeComposedFoldedAffineMax(builder, getLoc(), map,
                                                     {input[1 + i]});
  }
  return sizes;
}

LogicalResult
WindowsOp::reifyResultShapes(OpBuilder &builder,
                             ReifiedRankedShapedTypeDims &shapes) {
  shapes = {
      sizesFor(builder, tensor::getMixedSizes(builder, getLoc(), getInput()))};
  return success();
}
