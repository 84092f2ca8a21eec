//===- TilingInterfaceMatmul.cpp - Tile matrix products -------------------===//
#include "ConstantFolding.h"
#include "Tiling.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/TilingInterface.h"

using namespace mlir;
using namespace mixp;

namespace {

/// One operand with its scale, zero point and metadata while it is tiled.
struct TiledSide {
  Value operand, scale, zeroPoint, metadata;
  SmallVector<int64_t> block;
  Tile tile;
};

} // namespace

/// The tile of an operand whose reduced and other dim are given, from a tile
/// of the loops ([batch,] M, N, K); `parallelLoop` is that of M or N.
static Tile operandTile(const Tile &loops, int64_t parallelDim,
                        int64_t reductionDim, int64_t parallelLoop) {
  int64_t rank = loops.offsets.size() - 1;
  Tile tile;
  tile.offsets.resize(rank);
  tile.sizes.resize(rank);
  auto put = [&](int64_t dim, int64_t loop) {
    tile.offsets[dim] = loops.offsets[loop];
    tile.sizes[dim] = loops.sizes[loop];
  };
  if (rank == 3)
    put(0, 0);
  put(parallelDim, parallelLoop);
  put(reductionDim, rank);
  return tile;
}

/// Slices scale and zero point of `side`, then its operand. Fails where the
/// tile and the blocks do not go together.
static LogicalResult sliceSide(OpBuilder &builder, Location loc,
                               TiledSide &side) {
  auto type = cast<RankedTensorType>(side.operand.getType());
  if (side.scale || side.zeroPoint) {
    side.block = writtenBlock(type, side.block);
    FailureOr<Tile> tile = blockedTile(builder, loc, side.block, side.tile);
    if (failed(tile) || llvm::is_contained(type.getShape(), 0))
      return failure();
    for (Value *parameter : {&side.scale, &side.zeroPoint})
      if (*parameter)
        *parameter = sliceTensor(builder, loc, *parameter, *tile);
  }
  side.operand = sliceTensor(builder, loc, side.operand, side.tile);
  if (side.metadata)
    side.metadata = sliceTensor(builder, loc, side.metadata, side.tile);
  return success();
}

/// A sparse operand is stored at half of K: the tile that has all of it.
static void takeWholeReduction(OpBuilder &builder, Location loc,
                               TiledSide &side, int64_t dim) {
  side.tile.offsets[dim] = builder.getIndexAttr(0);
  side.tile.sizes[dim] = tensor::getMixedSize(builder, loc, side.operand, dim);
}

/// Whether the i32 sum of `terms` products cannot wrap. Numbers of w and v bits
/// have a product of at most 2^(w + v) (unsigned ones), and 2^15 of those of
/// two 8-bit numbers stay below 2^31.
static bool cannotWrap(MatmulOp op, std::optional<int64_t> terms) {
  unsigned bits = op.getLhs().getType().getElementTypeBitWidth() +
                  op.getRhs().getType().getElementTypeBitWidth();
  if (!terms || bits > 30 || *terms > int64_t(1) << (31 - std::max(bits, 16u)))
    return false;
  auto fits = [](Value zeroPoint) {
    return !zeroPoint || isConstantOf(zeroPoint, 0);
  };
  return fits(op.getLhsZeroPoint()) && fits(op.getRhsZeroPoint());
}

/// Whether K may be split: the sum of one op is rounded once where its result
/// is narrow or its rule is exact but for the scales.
static bool canTileReduction(MatmulOp op) {
  Type type = op.getOuts().getType().getElementType();
  bool isNarrow = op.hasF64() ? !type.isF64() : !type.isF32();
  return type.isInteger(32) || (!isNarrow && !op.isExact());
}

/// The tile of `op` that `loops` is.
static FailureOr<TilingResult> tileMatmul(MatmulOp op, OpBuilder &builder,
                                          const Tile &loops) {
  Location loc = op.getLoc();
  int64_t rank = op.getOuts().getType().getRank();
  TiledSide lhs = {op.getLhs(),
                   op.getLhsScale(),
                   op.getLhsZeroPoint(),
                   op.getLhsMetadata(),
                   op.getResolvedLhsBlock(),
                   operandTile(loops, op.getLhsParallelDim(),
                               op.getLhsReductionDim(), rank - 2)};
  TiledSide rhs = {op.getRhs(),
                   op.getRhsScale(),
                   op.getRhsZeroPoint(),
                   op.getRhsMetadata(),
                   op.getResolvedRhsBlock(),
                   operandTile(loops, op.getRhsParallelDim(),
                               op.getRhsReductionDim(), rank - 1)};
  bool wholeReduction = (!lhs.metadata && coversDim(lhs.tile, op.getLhs(),
                                                    op.getLhsReductionDim())) ||
                        (!rhs.metadata && coversDim(rhs.tile, op.getRhs(),
                                                    op.getRhsReductionDim()));
  if (!wholeReduction && (op.isSparse() || !canTileReduction(op)))
    return failure();
  if (lhs.metadata)
    takeWholeReduction(builder, loc, lhs, op.getLhsReductionDim());
  if (rhs.metadata)
    takeWholeReduction(builder, loc, rhs, op.getRhsReductionDim());
  if (failed(sliceSide(builder, loc, lhs)) ||
      failed(sliceSide(builder, loc, rhs)))
    return failure();
  Tile outsTile = {
      SmallVector<OpFoldResult>(ArrayRef(loops.offsets).drop_back()),
      SmallVector<OpFoldResult>(ArrayRef(loops.sizes).drop_back())};
  Value outs = sliceTensor(builder, loc, op.getOuts(), outsTile);

  SmallVector<Value> operands;
  SmallVector<Operation *> slices;
  for (Value value :
       {lhs.operand, rhs.operand, lhs.scale, lhs.zeroPoint, rhs.scale,
        rhs.zeroPoint, lhs.metadata, rhs.metadata, outs}) {
    if (!value)
      continue;
    operands.push_back(value);
    slices.push_back(value.getDefiningOp());
  }
  auto tiled = cast<MatmulOp>(clone(builder, op, outs.getType(), operands));
  if (!lhs.block.empty())
    tiled.setLhsBlock(lhs.block);
  if (!rhs.block.empty())
    tiled.setRhsBlock(rhs.block);
  // A tile within one block of K follows the exact rule, which wraps.
  if (tiled.isExact() && !op.isExact() &&
      !cannotWrap(op, knownUpperBound(loops.sizes.back()))) {
    tiled->erase();
    return failure();
  }
  return TilingResult{{tiled}, {tiled.getResult()}, slices};
}

namespace {

/// [batch,] M and N are parallel loops, K the reduction.
struct MatmulTiling : TilingInterface::ExternalModel<MatmulTiling, MatmulOp> {
  SmallVector<utils::IteratorType> getLoopIteratorTypes(Operation *op) const {
    SmallVector<utils::IteratorType> types(
        cast<MatmulOp>(op).getOuts().getType().getRank(),
        utils::IteratorType::parallel);
    types.push_back(utils::IteratorType::reduction);
    return types;
  }

  SmallVector<Range> getIterationDomain(Operation *op,
                                        OpBuilder &builder) const {
    auto matmul = cast<MatmulOp>(op);
    SmallVector<OpFoldResult> sizes =
        tensor::getMixedSizes(builder, op->getLoc(), matmul.getOuts());
    sizes.push_back(reductionSize(matmul, builder));
    SmallVector<Range> domain;
    for (OpFoldResult size : sizes)
      domain.push_back(
          {builder.getIndexAttr(0), size, builder.getIndexAttr(1)});
    return domain;
  }

  FailureOr<TilingResult>
  getTiledImplementation(Operation *op, OpBuilder &builder,
                         ArrayRef<OpFoldResult> offsets,
                         ArrayRef<OpFoldResult> sizes) const {
    return tileMatmul(
        cast<MatmulOp>(op), builder,
        {SmallVector<OpFoldResult>(offsets), SmallVector<OpFoldResult>(sizes)});
  }

  LogicalResult getResultTilePosition(
      Operation *, OpBuilder &, unsigned, ArrayRef<OpFoldResult> offsets,
      ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
      SmallVector<OpFoldResult> &resultSizes) const {
    resultOffsets.assign(offsets.begin(), std::prev(offsets.end()));
    resultSizes.assign(sizes.begin(), std::prev(sizes.end()));
    return success();
  }

  /// A tile of the result needs all of K.
  LogicalResult getIterationDomainTileFromResultTile(
      Operation *op, OpBuilder &builder, unsigned,
      ArrayRef<OpFoldResult> offsets, ArrayRef<OpFoldResult> sizes,
      SmallVectorImpl<OpFoldResult> &domainOffsets,
      SmallVectorImpl<OpFoldResult> &domainSizes) const {
    domainOffsets.assign(offsets.begin(), offsets.end());
    domainOffsets.push_back(builder.getIndexAttr(0));
    domainSizes.assign(sizes.begin(), sizes.end());
    domainSizes.push_back(reductionSize(cast<MatmulOp>(op), builder));
    return success();
  }

  FailureOr<TilingResult>
  generateResultTileValue(Operation *op, OpBuilder &builder, unsigned number,
                          ArrayRef<OpFoldResult> offsets,
                          ArrayRef<OpFoldResult> sizes) const {
    Tile loops;
    if (failed(getIterationDomainTileFromResultTile(
            op, builder, number, offsets, sizes, loops.offsets, loops.sizes)))
      return failure();
    return tileMatmul(cast<MatmulOp>(op), builder, loops);
  }

private:
  /// K, from whichever dense operand knows it.
  static OpFoldResult reductionSize(MatmulOp op, OpBuilder &builder) {
    int64_t dim = op.getRhsReductionDim();
    if (op.getLhsMetadata())
      return tensor::getMixedSize(builder, op.getLoc(), op.getRhs(), dim);
    if (!op.getRhsMetadata() && !op.getRhs().getType().isDynamicDim(dim))
      return builder.getIndexAttr(op.getRhs().getType().getDimSize(dim));
    return tensor::getMixedSize(builder, op.getLoc(), op.getLhs(),
                                op.getLhsReductionDim());
  }
};

} // namespace

void mixp::attachMatmulTiling(MLIRContext &context) {
  MatmulOp::attachInterface<MatmulTiling>(context);
}
