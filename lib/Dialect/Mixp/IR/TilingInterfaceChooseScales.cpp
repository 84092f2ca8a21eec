//===- TilingInterfaceChooseScales.cpp - Tiles of whole blocks ------------===//
#include "ResultTiling.h"
#include "Tiling.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/TilingInterface.h"

using namespace mlir;
using namespace mixp;

/// The elements of the input that a tile of scales is chosen from.
static Tile inputTile(OpBuilder &builder, ChooseScalesOp op, const Tile &tile) {
  Tile result;
  Location loc = op.getLoc();
  AffineExpr d0 = builder.getAffineDimExpr(0), d1 = builder.getAffineDimExpr(1),
             d2 = builder.getAffineDimExpr(2);
  for (auto [i, block] : llvm::enumerate(op.getBlock())) {
    OpFoldResult dim = tensor::getMixedSize(builder, loc, op.getInput(), i);
    if (block == 0) {
      result.offsets.push_back(builder.getIndexAttr(0));
      result.sizes.push_back(dim);
      continue;
    }
    result.offsets.push_back(affine::makeComposedFoldedAffineApply(
        builder, loc, d0 * block, {tile.offsets[i]}));
    if (block == 1) {
      result.sizes.push_back(tile.sizes[i]);
      continue;
    }
    // The last block may be partial.
    AffineMap size = AffineMap::get(3, 0, {d0 * block, d1 - d2 * block},
                                    builder.getContext());
    result.sizes.push_back(affine::makeComposedFoldedAffineMin(
        builder, loc, size, {tile.sizes[i], dim, tile.offsets[i]}));
  }
  return result;
}

namespace {

/// One parallel loop per dim of the scales: a tile is of whole blocks, and has
/// all results.
struct ChooseScalesTiling : ResultTiling<ChooseScalesTiling, ChooseScalesOp> {
  SmallVector<utils::IteratorType> getLoopIteratorTypes(Operation *op) const {
    int64_t rank = cast<ChooseScalesOp>(op).getInput().getType().getRank();
    return SmallVector<utils::IteratorType>(rank,
                                            utils::IteratorType::parallel);
  }

  SmallVector<Range> getIterationDomain(Operation *op,
                                        OpBuilder &builder) const {
    ReifiedRankedShapedTypeDims shapes;
    (void)cast<ChooseScalesOp>(op).reifyResultShapes(builder, shapes);
    SmallVector<Range> domain;
    for (OpFoldResult size : shapes.front())
      domain.push_back(
          {builder.getIndexAttr(0), size, builder.getIndexAttr(1)});
    return domain;
  }

  FailureOr<TilingResult>
  getTiledImplementation(Operation *operation, OpBuilder &builder,
                         ArrayRef<OpFoldResult> offsets,
                         ArrayRef<OpFoldResult> sizes) const {
    auto op = cast<ChooseScalesOp>(operation);
    Tile tile{SmallVector<OpFoldResult>(offsets),
              SmallVector<OpFoldResult>(sizes)};
    Value input = sliceTensor(builder, op.getLoc(), op.getInput(),
                              inputTile(builder, op, tile));
    SmallVector<int64_t> shape = scaleShape(
        cast<RankedTensorType>(input.getType()).getShape(), op.getBlock());
    SmallVector<Type> types;
    for (Type type : op->getResultTypes())
      types.push_back(cast<RankedTensorType>(type).clone(shape));
    Operation *tiled = clone(builder, op, types, input);
    // What is known of the tile's size may be lost in that of its input.
    SmallVector<int64_t> known;
    std::tie(known, std::ignore) = decomposeMixedValues(tile.sizes);
    SmallVector<Value> results;
    for (Value result : tiled->getResults()) {
      Type type = cast<RankedTensorType>(result.getType()).clone(known);
      if (type != result.getType())
        result = tensor::CastOp::create(builder, op.getLoc(), type, result);
      results.push_back(result);
    }
    return TilingResult{{tiled}, results, {input.getDefiningOp()}};
  }

  FailureOr<TilingResult>
  generateResultTileValue(Operation *op, OpBuilder &builder, unsigned number,
                          ArrayRef<OpFoldResult> offsets,
                          ArrayRef<OpFoldResult> sizes) const {
    FailureOr<TilingResult> tiled =
        getTiledImplementation(op, builder, offsets, sizes);
    if (succeeded(tiled))
      tiled->tiledValues = {tiled->tiledValues[number]};
    return tiled;
  }
};

} // namespace

void mixp::attachChooseScalesTiling(MLIRContext &context) {
  ChooseScalesOp::attachInterface<ChooseScalesTiling>(context);
}
