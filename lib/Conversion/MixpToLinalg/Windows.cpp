//===- Windows.cpp - Lowers mixp.windows ----------------------------------===//
#include "Patterns.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace mixp;

namespace {
/// The loops that write windows out: those of the result. Where neighbours of a
/// row of the window are neighbours in memory, that row with its channels is
/// one loop, which moves a run of elements.
class WindowLoops {
public:
  WindowLoops(OpBuilder &b, WindowsOp op);
  Value build();

private:
  Value mergeRuns(Value tensor);
  Value readElement(ImplicitLocOpBuilder &nb, Value source);
  Value weigh(ImplicitLocOpBuilder &nb, int64_t x, int64_t a, int64_t y,
              int64_t c);

  OpBuilder &b;
  WindowsOp op;
  Location loc;
  int64_t spatial, firstPixel, firstTap, channels;
  bool isRun;
  SmallVector<OpFoldResult> sizes;
};
} // namespace

WindowLoops::WindowLoops(OpBuilder &b, WindowsOp op)
    : b(b), op(op), loc(op.getLoc()), spatial(op.getSpatialRank()),
      firstPixel(op.getFirstPixelDim()), firstTap(op.getFirstTapDim()),
      channels(op.getType().getShape().back()),
      isRun(op.getGroups() == 1 && op.getDilations().back() == 1 &&
            !ShapedType::isDynamic(channels)) {
  sizes = op.sizesFor(b, tensor::getMixedSizes(b, loc, op.getInput()));
  if (isRun) {
    sizes.pop_back();
    sizes.back() = b.getIndexAttr(op.getTaps(spatial - 1) * channels);
  }
}

/// The last two dims as one.
Value WindowLoops::mergeRuns(Value tensor) {
  SmallVector<ReassociationIndices> merged;
  int64_t rank = cast<RankedTensorType>(tensor.getType()).getRank();
  for (int64_t i = 0; i + 1 < rank; ++i)
    merged.push_back({i});
  merged.back().push_back(rank - 1);
  return tensor::CollapseShapeOp::create(b, loc, tensor, merged);
}

/// loop x * a + loop y * c.
Value WindowLoops::weigh(ImplicitLocOpBuilder &nb, int64_t x, int64_t a,
                         int64_t y, int64_t c) {
  AffineExpr sum = nb.getAffineDimExpr(0) * a + nb.getAffineDimExpr(1) * c;
  SmallVector<OpFoldResult> loops = {
      linalg::IndexOp::create(nb, x).getResult(),
      linalg::IndexOp::create(nb, y).getResult()};
  return cast<Value>(
      affine::makeComposedFoldedAffineApply(nb, loc, sum, loops));
}

/// The element of the input that the loops stand at.
Value WindowLoops::readElement(ImplicitLocOpBuilder &nb, Value source) {
  ArrayRef<int64_t> strides = op.getStrides(), dilations = op.getDilations();
  auto loop = [&](int64_t i) -> Value {
    return linalg::IndexOp::create(nb, i);
  };
  SmallVector<Value> place = {loop(firstPixel - 1)};
  auto last = static_cast<int64_t>(sizes.size()) - 1;
  for (int64_t i = 0; i < spatial - (isRun ? 1 : 0); ++i)
    place.push_back(
        weigh(nb, firstPixel + i, strides[i], firstTap + i, dilations[i]));
  if (isRun)
    place.push_back(
        weigh(nb, firstTap - 1, strides.back() * channels, last, 1));
  else if (op.getGroups() != 1)
    place.push_back(weigh(nb, 0, channels, last, 1));
  else
    place.push_back(loop(last));
  return tensor::ExtractOp::create(nb, source, place);
}

/// Elements are read in the body, not as operands: elementwise ops must not be
/// fused into a loop that would repeat them for each window.
Value WindowLoops::build() {
  Value source = isRun ? mergeRuns(op.getInput()) : op.getInput();
  auto rank = static_cast<int64_t>(sizes.size());
  Value empty =
      tensor::EmptyOp::create(b, loc, sizes, op.getType().getElementType());
  AffineMap maps[] = {b.getMultiDimIdentityMap(rank)};
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  Value windows =
      linalg::GenericOp::create(
          b, loc, empty.getType(), ValueRange(), empty, maps, iterators,
          [&](OpBuilder &nested, Location l, ValueRange) {
            ImplicitLocOpBuilder nb(l, nested);
            linalg::YieldOp::create(nb, readElement(nb, source));
          })
          .getResult(0);
  if (!isRun)
    return windows;
  SmallVector<ReassociationIndices> split;
  for (int64_t i = 0; i < rank; ++i)
    split.push_back({i});
  split.back().push_back(rank);
  return tensor::ExpandShapeOp::create(
      b, loc, op.getType(), windows, split,
      op.sizesFor(b, tensor::getMixedSizes(b, loc, op.getInput())));
}

namespace {
/// mixp.windows -> linalg.generic that copies each element
struct WindowsPattern : OpRewritePattern<WindowsOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(WindowsOp op,
                                PatternRewriter &rewriter) const override {
    rewriter.replaceOp(op, WindowLoops(rewriter, op).build());
    return success();
  }
};
} // namespace

void mixp::populateWindowsPattern(RewritePatternSet &patterns) {
  patterns.add<WindowsPattern>(patterns.getContext());
}
