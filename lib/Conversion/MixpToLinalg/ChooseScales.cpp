//===- ChooseScales.cpp - Lowers mixp.choose_scales -----------------------===//
#include "ChosenScale.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

namespace {
/// The input with every dim that several blocks share split in two, and what
/// its loops do.
struct BlockedInput {
  Value tensor;
  SmallVector<utils::IteratorType> iterators;
  /// For each dim of the op's input: the loop over its blocks, or -1 if one
  /// block covers it.
  SmallVector<int> blockLoops;
};
} // namespace

/// Pads `input` with 0, which never widens a range, up to whole blocks.
static Value padToBlocks(OpBuilder &builder, Location loc, Value input,
                         ArrayRef<int64_t> blocks) {
  auto type = cast<RankedTensorType>(input.getType());
  SmallVector<OpFoldResult> low(type.getRank(), builder.getIndexAttr(0));
  SmallVector<OpFoldResult> high = low;
  SmallVector<int64_t> shape(type.getShape());
  AffineExpr d0 = builder.getAffineDimExpr(0);
  for (auto [i, block] : llvm::enumerate(blocks)) {
    if (block == 0 || (!type.isDynamicDim(i) && shape[i] % block == 0))
      continue;
    OpFoldResult dim = tensor::getMixedSize(builder, loc, input, i);
    high[i] = affine::makeComposedFoldedAffineApply(
        builder, loc, d0.ceilDiv(block) * block - d0, {dim});
    if (!type.isDynamicDim(i))
      shape[i] = llvm::divideCeilSigned(shape[i], block) * block;
  }
  if (llvm::all_of(high, isZeroInteger))
    return input;
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getFloatAttr(type.getElementType(), 0.0));
  return tensor::PadOp::create(builder, loc, type.clone(shape), input, low,
                               high, zero);
}

/// Splits every dim `D` with a block `b` into `D/b x b`. `blocks` holds 0 for
/// the dims that stay.
static Value splitBlocks(OpBuilder &builder, Location loc, Value input,
                         ArrayRef<int64_t> blocks) {
  auto type = cast<RankedTensorType>(input.getType());
  SmallVector<ReassociationIndices> groups;
  SmallVector<OpFoldResult> sizes;
  AffineExpr d0 = builder.getAffineDimExpr(0);
  for (auto [i, block] : llvm::enumerate(blocks)) {
    OpFoldResult dim = tensor::getMixedSize(builder, loc, input, i);
    int64_t next = sizes.size();
    if (block == 0) {
      groups.push_back({next});
      sizes.push_back(dim);
      continue;
    }
    groups.push_back({next, next + 1});
    sizes.push_back(affine::makeComposedFoldedAffineApply(
        builder, loc, d0.floorDiv(block), {dim}));
    sizes.push_back(builder.getIndexAttr(block));
  }
  if (sizes.size() == blocks.size())
    return input;
  SmallVector<int64_t> shape;
  std::tie(shape, std::ignore) = decomposeMixedValues(sizes);
  return tensor::ExpandShapeOp::create(builder, loc, type.clone(shape), input,
                                       groups, sizes);
}

static BlockedInput blockInput(OpBuilder &builder, ChooseScalesOp op) {
  BlockedInput result;
  SmallVector<int64_t> split;
  auto type = op.getInput().getType();
  for (auto [dim, block] : llvm::zip_equal(type.getShape(), op.getBlock())) {
    bool isWhole = block == 0 || (!ShapedType::isDynamic(dim) && block >= dim);
    result.blockLoops.push_back(isWhole ? -1 : result.iterators.size());
    result.iterators.push_back(isWhole ? utils::IteratorType::reduction
                                       : utils::IteratorType::parallel);
    bool isSplit = !isWhole && block != 1;
    if (isSplit)
      result.iterators.push_back(utils::IteratorType::reduction);
    split.push_back(isSplit ? block : 0);
  }
  Location loc = op.getLoc();
  Value padded = padToBlocks(builder, loc, op.getInput(), split);
  result.tensor = splitBlocks(builder, loc, padded, split);
  return result;
}

/// max(0, x) (or max |x|) of a float as an integer that orders likewise: the
/// bits of floats >= 0 do, and integer maxima vectorize where float ones, which
/// must mind NaN and -0, do not. NaN gives 0.
static Value rangeKey(ImplicitLocOpBuilder &b, Value value, bool isAbsolute) {
  unsigned width = value.getType().getIntOrFloatBitWidth();
  Type type = b.getIntegerType(width);
  APInt infinity =
      APFloat::getInf(cast<FloatType>(value.getType()).getFloatSemantics())
          .bitcastToAPInt();
  Value bits = arith::BitcastOp::create(b, type, value);
  Value magnitude = arith::AndIOp::create(
      b, bits,
      constantInt(b, type, APInt::getSignedMaxValue(width).getSExtValue()));
  Value isNaN =
      arith::CmpIOp::create(b, arith::CmpIPredicate::sgt, magnitude,
                            constantInt(b, type, infinity.getSExtValue()));
  return arith::SelectOp::create(b, isNaN, constantInt(b, type, 0),
                                 isAbsolute ? magnitude : bits);
}

namespace {
/// What a block is reduced to.
enum class RangeEnd { Absolute, Upper, NegatedLower };
} // namespace

/// The key of one end of each block's range: a tensor with a dim per loop over
/// blocks.
static Value buildRangeReduction(OpBuilder &builder, Location loc,
                                 const BlockedInput &input, RangeEnd end) {
  unsigned rank = input.iterators.size();
  SmallVector<OpFoldResult> sizes;
  SmallVector<AffineExpr> exprs;
  for (auto [i, iterator] : llvm::enumerate(input.iterators)) {
    if (iterator != utils::IteratorType::parallel)
      continue;
    sizes.push_back(tensor::getMixedSize(builder, loc, input.tensor, i));
    exprs.push_back(builder.getAffineDimExpr(i));
  }
  FloatType type = rangeType(getElementTypeOrSelf(input.tensor.getType()));
  Type keyType = builder.getIntegerType(type.getWidth());
  Value empty = tensor::EmptyOp::create(builder, loc, sizes, keyType);
  Value zero = arith::ConstantOp::create(builder, loc,
                                         builder.getIntegerAttr(keyType, 0));
  Value init = linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
  AffineMap maps[] = {builder.getMultiDimIdentityMap(rank),
                      AffineMap::get(rank, 0, exprs, builder.getContext())};
  auto body = [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
    ImplicitLocOpBuilder b(nestedLoc, nested);
    Value value = toFloat(b, args[0], false, type);
    if (end == RangeEnd::NegatedLower)
      value = arith::NegFOp::create(b, value);
    Value key = rangeKey(b, value, end == RangeEnd::Absolute);
    Value result = arith::MaxSIOp::create(b, args[1], key);
    linalg::YieldOp::create(b, result);
  };
  return linalg::GenericOp::create(builder, loc, init.getType(), input.tensor,
                                   init, maps, input.iterators, body)
      .getResult(0);
}

/// The keys of both ends, or of the one of a symmetric range. Each has its own
/// loop: LLVM does not vectorize one that reduces to two places in memory.
static SmallVector<Value> buildRangeReductions(OpBuilder &builder,
                                               ChooseScalesOp op,
                                               const BlockedInput &input) {
  auto reduce = [&](RangeEnd end) {
    return buildRangeReduction(builder, op.getLoc(), input, end);
  };
  if (op.getRange() == RangeKind::Symmetric)
    return {reduce(RangeEnd::Absolute)};
  return {reduce(RangeEnd::Upper), reduce(RangeEnd::NegatedLower)};
}

/// Results of the op's shape from the reduced keys.
static SmallVector<Value> buildScales(OpBuilder &builder, ChooseScalesOp op,
                                      ValueRange keys,
                                      ArrayRef<int> blockLoops) {
  Location loc = op.getLoc();
  unsigned rank = blockLoops.size();
  SmallVector<OpFoldResult> sizes;
  SmallVector<AffineExpr> exprs;
  for (auto [i, loop] : llvm::enumerate(blockLoops)) {
    if (loop < 0) {
      sizes.push_back(builder.getIndexAttr(1));
      continue;
    }
    sizes.push_back(tensor::getMixedSize(builder, loc, keys[0], exprs.size()));
    exprs.push_back(builder.getAffineDimExpr(i));
  }
  SmallVector<AffineMap> maps(
      keys.size(), AffineMap::get(rank, 0, exprs, builder.getContext()));
  SmallVector<Value> inits;
  for (Value result : op.getResults()) {
    maps.push_back(builder.getMultiDimIdentityMap(rank));
    inits.push_back(tensor::EmptyOp::create(
        builder, loc, sizes, getElementTypeOrSelf(result.getType())));
  }
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, loc, TypeRange(inits), keys, inits, maps, iterators,
      [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
        ImplicitLocOpBuilder b(nestedLoc, nested);
        linalg::YieldOp::create(
            b, chooseScales(b, op, args.take_front(keys.size())));
      });
  return llvm::to_vector_of<Value>(generic.getResults());
}

namespace {
/// mixp.choose_scales -> a reduction to each block's range, then its scale
struct ChooseScalesPattern : OpRewritePattern<ChooseScalesOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ChooseScalesOp op,
                                PatternRewriter &rewriter) const override {
    BlockedInput input = blockInput(rewriter, op);
    SmallVector<Value> keys = buildRangeReductions(rewriter, op, input);
    SmallVector<Value> results =
        buildScales(rewriter, op, keys, input.blockLoops);
    for (auto [result, type] : llvm::zip_equal(results, op.getResultTypes())) {
      if (result.getType() != type)
        result = tensor::CastOp::create(rewriter, op.getLoc(), type, result);
    }
    rewriter.replaceOp(op, results);
    return success();
  }
};
} // namespace

void mixp::populateChooseScalesPattern(RewritePatternSet &patterns) {
  patterns.add<ChooseScalesPattern>(patterns.getContext());
}
