//===- ConvolutionProduct.cpp - The mixp.conv of a convolution ------------===//
#include "ConvolutionProduct.h"
#include "ContractionProduct.h"
#include "MatrixForm.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

static RankedTensorType getArrangedType(Value tensor,
                                        const Arrangement &arrangement) {
  auto type = cast<RankedTensorType>(tensor.getType());
  return getMatrixType(
      type.clone(applyPermutation(type.getShape(), arrangement.permutation)),
      arrangement.groups);
}

static Value permute(OpBuilder &b, Location loc, Value tensor,
                     ArrayRef<int64_t> permutation) {
  SmallVector<OpFoldResult> sizes =
      applyPermutation(tensor::getMixedSizes(b, loc, tensor), permutation);
  Value empty = tensor::EmptyOp::create(b, loc, sizes,
                                        getElementTypeOrSelf(tensor.getType()));
  return linalg::TransposeOp::create(b, loc, tensor, empty, permutation)
      ->getResult(0);
}

static Value arrange(OpBuilder &b, Location loc, Value tensor,
                     const Arrangement &arrangement) {
  if (arrangement.isPermuted())
    tensor = permute(b, loc, tensor, arrangement.permutation);
  return toMatrix(b, loc, tensor, arrangement.groups);
}

/// The reverse, for the result of what `outs` was arranged for.
static Value arrangeBack(OpBuilder &b, Location loc, Value result, Value outs,
                         const Arrangement &arrangement) {
  Value like = outs;
  if (arrangement.isPermuted())
    like = permute(b, loc, outs, arrangement.permutation);
  Value ungrouped = fromMatrix(b, loc, result, like, arrangement.groups);
  if (!arrangement.isPermuted())
    return ungrouped;
  return permute(b, loc, ungrouped,
                 invertPermutationVector(arrangement.permutation));
}

/// The convolution, zero points aside, in no block yet.
static ConvOp createDetached(linalg::LinalgOp op, Value input, Value filter,
                             Value outs, const ContractionBody &body,
                             const ConvolutionLayout &layout, int64_t groups) {
  OpBuilder builder(op.getContext());
  OperationState state(op.getLoc(), ConvOp::getOperationName());
  ConvOp::build(builder, state, input, filter, outs,
                layout.channelsFirst ? ConvLayout::NchwFchw
                                     : ConvLayout::NhwcFhwc,
                layout.strides, layout.dilations, {}, {}, groups);
  auto conv = cast<ConvOp>(Operation::create(state));
  conv.setInputUnsigned(body.lhs.source.reading == Reading::Unsigned);
  conv.setFilterUnsigned(body.rhs.source.reading == Reading::Unsigned);
  return conv;
}

/// Whether mixp.conv takes operands of these types.
static LogicalResult verifyTypes(linalg::LinalgOp op,
                                 const ContractionBody &body,
                                 const ConvolutionLayout &layout,
                                 int64_t groups, std::string &reason) {
  // Nothing may be built in the function before this is known.
  Block operands;
  auto add = [&](Value tensor, const Arrangement &arrangement) -> Value {
    return operands.addArgument(getArrangedType(tensor, arrangement),
                                op.getLoc());
  };
  ConvOp conv = createDetached(op, add(body.lhs.source.value, layout.input),
                               add(body.rhs.source.value, layout.filter),
                               add(op.getDpsInits()[0], layout.outs), body,
                               layout, groups);
  LogicalResult result = verifyQuietly(conv, reason);
  conv->destroy();
  return result;
}

static void addZeroPoints(OpBuilder &b, ConvOp conv,
                          const ContractionBody &body) {
  int64_t rank = conv.getOuts().getType().getRank();
  SmallVector<int64_t> whole(rank, 0);
  Location loc = conv.getLoc();
  if (Value zero = buildZeroPoint(b, loc, body.lhs.zeroPoint, rank)) {
    conv.getInputZeroPointMutable().assign(zero);
    conv.setInputBlock(whole);
  }
  if (Value zero = buildZeroPoint(b, loc, body.rhs.zeroPoint, rank)) {
    conv.getFilterZeroPointMutable().assign(zero);
    conv.setFilterBlock(whole);
  }
}

LogicalResult mixp::buildConvolution(RewriterBase &rewriter,
                                     linalg::LinalgOp op,
                                     const ContractionBody &body,
                                     const ConvolutionLayout &layout,
                                     std::string &reason) {
  int64_t groups = 1;
  if (layout.groupLoop >= 0) {
    groups = op.getStaticLoopRanges()[layout.groupLoop];
    if (ShapedType::isDynamic(groups) || groups < 1) {
      reason = "expected a static number of groups of at least 1";
      return failure();
    }
  }
  if (failed(verifyTypes(op, body, layout, groups, reason)))
    return failure();
  Location loc = op.getLoc();
  Value outs = op.getDpsInits()[0];
  ConvOp conv = createDetached(
      op, arrange(rewriter, loc, body.lhs.source.value, layout.input),
      arrange(rewriter, loc, body.rhs.source.value, layout.filter),
      arrange(rewriter, loc, outs, layout.outs), body, layout, groups);
  addZeroPoints(rewriter, conv, body);
  rewriter.insert(conv);
  rewriter.replaceOp(
      op, arrangeBack(rewriter, loc, conv.getResult(), outs, layout.outs));
  return success();
}
