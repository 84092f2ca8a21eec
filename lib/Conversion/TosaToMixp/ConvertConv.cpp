//===- ConvertConv.cpp - TOSA's convolutions ------------------------------===//
#include "Parameters.h"
#include "Patterns.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;
using namespace mixp;

namespace {

/// tosa.conv2d, conv3d, depthwise_conv2d -> mixp.conv into zeros, and the bias
/// added to that
template <typename TosaOp> struct ConvertConv : OpRewritePattern<TosaOp> {
  using OpRewritePattern<TosaOp>::OpRewritePattern;
  static constexpr bool kIsDepthwise =
      std::is_same_v<TosaOp, tosa::DepthwiseConv2DOp>;

  LogicalResult matchAndRewrite(TosaOp op,
                                PatternRewriter &rewriter) const override {
    if (!isa<RankedTensorType>(op.getOutput().getType()) ||
        !llvm::all_of(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>))
      return keepTosa(op, rewriter, "expected ranked tensors");
    auto type = cast<RankedTensorType>(op.getOutput().getType());
    auto input = cast<RankedTensorType>(op.getInput().getType());
    auto weight = cast<RankedTensorType>(op.getWeight().getType());
    if (!isTosaOperand(input) || !isTosaOperand(weight))
      return keepTosa(op, rewriter, "mixp has no such operand type");
    bool isInteger = isa<IntegerType>(input.getElementType());
    if (!isTosaAccumulator(type.getElementType(), isInteger))
      return keepTosa(op, rewriter,
                      "mixp accumulates integers in i32, floats in f32");
    if (!isInteger && (!isZero(op.getInputZp()) || !isZero(op.getWeightZp())))
      return keepTosa(op, rewriter, "floats have no zero point");
    bool isStatic = !llvm::is_contained(type.getShape().drop_front(),
                                        ShapedType::kDynamic) &&
                    !llvm::is_contained(input.getShape().drop_front(),
                                        ShapedType::kDynamic) &&
                    weight.hasStaticShape();
    if (!isStatic)
      return keepTosa(op, rewriter,
                      "expected sizes that are static but for the batch");
    replace(op, type, isInteger, rewriter);
    return success();
  }

private:
  static void replace(TosaOp op, RankedTensorType type, bool isInteger,
                      PatternRewriter &rewriter) {
    Location loc = op.getLoc();
    bool hasBias = !isZero(op.getBias());
    // A narrower result is rounded once, after the bias.
    Type result = type.getElementType();
    if (hasBias && !isInteger)
      result = rewriter.getF32Type();
    Value zeros =
        buildZeros(rewriter, loc, type.clone(result),
                   tensor::getMixedSizes(rewriter, loc, op.getInput()));
    SmallVector<int64_t> ones(type.getRank(), 1), whole(type.getRank(), 0);
    Value inputZero, filterZero;
    if (isInteger) {
      inputZero = buildZeroPoint(rewriter, loc, op.getInputZp(), ones, false);
      filterZero = buildZeroPoint(rewriter, loc, op.getWeightZp(), ones, false);
    }
    auto conv = createConv(op, zeros, rewriter);
    if (inputZero) {
      conv.getInputZeroPointMutable().assign(inputZero);
      conv.setInputBlock(whole);
    }
    if (filterZero) {
      conv.getFilterZeroPointMutable().assign(filterZero);
      conv.setFilterBlock(whole);
    }
    rewriter.replaceOp(op, hasBias ? addBias(rewriter, conv, op.getBias(), type)
                                   : conv.getResult());
  }

  static ConvOp createConv(TosaOp op, Value zeros, PatternRewriter &rewriter) {
    // Before and after each dim in turn.
    SmallVector<int64_t> low, high;
    for (auto [i, size] : llvm::enumerate(op.getPad()))
      (i % 2 == 0 ? low : high).push_back(size);
    Value filter = op.getWeight();
    int64_t groups = 1;
    if constexpr (kIsDepthwise) {
      groups = cast<RankedTensorType>(filter.getType()).getDimSize(2);
      filter = moveOutputsFirst(rewriter, op.getLoc(), filter);
    }
    return ConvOp::create(rewriter, op.getLoc(), op.getInput(), filter, zeros,
                          ConvLayout::NhwcFhwc, op.getStride(),
                          op.getDilation(), low, high, groups);
  }

  /// A depthwise filter, H x W x C x M, as C * M x H x W x 1.
  static Value moveOutputsFirst(PatternRewriter &rewriter, Location loc,
                                Value filter) {
    auto type = cast<RankedTensorType>(filter.getType());
    SmallVector<int64_t> permutation = {2, 3, 0, 1};
    RankedTensorType moved =
        type.clone(applyPermutation(type.getShape(), permutation));
    Value empty = tensor::EmptyOp::create(rewriter, loc, moved.getShape(),
                                          moved.getElementType());
    Value transposed =
        linalg::TransposeOp::create(rewriter, loc, filter, empty, permutation)
            ->getResult(0);
    ReassociationIndices outputs = {0, 1}, height = {2}, width = {3};
    Value merged = tensor::CollapseShapeOp::create(
        rewriter, loc, transposed,
        ArrayRef<ReassociationIndices>{outputs, height, width});
    auto mergedType = cast<RankedTensorType>(merged.getType());
    SmallVector<int64_t> shape(mergedType.getShape());
    shape.push_back(1);
    ReassociationIndices first = {0}, second = {1}, last = {2, 3};
    return tensor::ExpandShapeOp::create(
        rewriter, loc, mergedType.clone(shape), merged,
        ArrayRef<ReassociationIndices>{first, second, last});
  }

  /// The sum with a bias of one element, or of one for each output channel.
  static Value addBias(PatternRewriter &rewriter, ConvOp conv, Value bias,
                       RankedTensorType type) {
    Location loc = conv.getLoc();
    int64_t rank = type.getRank();
    Value empty = tensor::EmptyOp::create(
        rewriter, loc, tensor::getMixedSizes(rewriter, loc, conv.getOuts()),
        type.getElementType());
    bool isOne = cast<RankedTensorType>(bias.getType()).getDimSize(0) == 1;
    AffineExpr channel = isOne ? rewriter.getAffineConstantExpr(0)
                               : rewriter.getAffineDimExpr(rank - 1);
    AffineMap identity = rewriter.getMultiDimIdentityMap(rank);
    AffineMap maps[] = {
        identity, AffineMap::get(rank, 0, {channel}, rewriter.getContext()),
        identity};
    SmallVector<utils::IteratorType> iterators(rank,
                                               utils::IteratorType::parallel);
    auto sum = linalg::GenericOp::create(
        rewriter, loc, empty.getType(), ValueRange{conv.getResult(), bias},
        empty, maps, iterators,
        [&](OpBuilder &b, Location l, ValueRange values) {
          linalg::YieldOp::create(
              b, l,
              addElements(b, l, values[0], values[1], type.getElementType()));
        });
    return sum.getResult(0);
  }

  /// The sum of an i32 or f32 and an element of the bias.
  static Value addElements(OpBuilder &b, Location loc, Value value, Value bias,
                           Type type) {
    if (value.getType().isInteger())
      return arith::AddIOp::create(b, loc, value, bias);
    if (bias.getType() != value.getType())
      bias = arith::ExtFOp::create(b, loc, value.getType(), bias);
    Value sum = arith::AddFOp::create(b, loc, value, bias);
    if (type == sum.getType())
      return sum;
    return arith::TruncFOp::create(b, loc, type, sum);
  }
};

} // namespace

void mixp::populateTosaConvPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertConv<tosa::Conv2DOp>, ConvertConv<tosa::Conv3DOp>,
               ConvertConv<tosa::DepthwiseConv2DOp>>(patterns.getContext());
}
