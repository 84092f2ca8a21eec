//===- TilingInterfaceConversions.cpp - Tile conversions ------------------===//
#include "ResultTiling.h"
#include "Tiling.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/TilingInterface.h"

using namespace mlir;
using namespace mixp;

/// The tile of a conversion whose operands are `numInputs` of the result's
/// shape, then scale and zero point if there are any; `block` is resolved.
static FailureOr<TilingResult> tileConversion(Operation *op, OpBuilder &builder,
                                              ArrayRef<int64_t> block,
                                              const Tile &tile,
                                              unsigned numInputs) {
  Location loc = op->getLoc();
  auto inputType = cast<RankedTensorType>(op->getOperand(0).getType());
  SmallVector<int64_t> written = writtenBlock(inputType, block);
  Tile parameterTile;
  if (op->getNumOperands() > numInputs) {
    // Without elements there may be no scale to slice.
    if (llvm::is_contained(inputType.getShape(), 0))
      return failure();
    FailureOr<Tile> found = blockedTile(builder, loc, written, tile);
    if (failed(found))
      return failure();
    parameterTile = *found;
  }
  SmallVector<Value> operands;
  SmallVector<Operation *> slices;
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    operands.push_back(sliceTensor(builder, loc, operand,
                                   i < numInputs ? tile : parameterTile));
    slices.push_back(operands.back().getDefiningOp());
  }
  auto tiledInput = cast<RankedTensorType>(operands.front().getType());
  auto resultType = cast<RankedTensorType>(op->getResult(0).getType());
  Operation *tiled = clone(
      builder, op, tiledInput.clone(resultType.getElementType()), operands);
  if (op->getNumOperands() > numInputs)
    tiled->setAttr("block", builder.getDenseI64ArrayAttr(written));
  return TilingResult{{tiled}, {tiled->getResult(0)}, slices};
}

/// The tile of a cast: its slice of the input, and where that lies, since that
/// is what stochastic rounding depends on.
static TilingResult tileCast(CastOp op, OpBuilder &builder, const Tile &tile) {
  Location loc = op.getLoc();
  Value input = sliceTensor(builder, loc, op.getInput(), tile);
  auto inputType = cast<RankedTensorType>(input.getType());
  SmallVector<Value> origin, within;
  if (op.getRounding() == RoundingMode::Stochastic) {
    AffineExpr sum = builder.getAffineDimExpr(0) + builder.getAffineDimExpr(1);
    SmallVector<OpFoldResult> offsets = tile.offsets;
    for (auto [offset, base] : llvm::zip(offsets, op.getOrigin()))
      offset = affine::makeComposedFoldedAffineApply(
          builder, loc, sum, {OpFoldResult(base), offset});
    origin = getValueOrCreateConstantIndexOp(builder, loc, offsets);
    within = op.getWithin();
    if (within.empty())
      within = getValueOrCreateConstantIndexOp(
          builder, loc, tensor::getMixedSizes(builder, loc, op.getInput()));
  }
  SmallVector<Value> operands = {input};
  llvm::append_range(operands, op->getOperands().drop_front());
  auto tiled = cast<CastOp>(clone(
      builder, op, inputType.clone(op.getType().getElementType()), operands));
  tiled.getOriginMutable().assign(origin);
  tiled.getWithinMutable().assign(within);
  return {{tiled}, {tiled.getResult()}, {input.getDefiningOp()}};
}

namespace {

/// Every element on its own: one parallel loop per dim, and the tile of the
/// loops is that of the input and of the result.
template <typename OpT>
struct ConversionTiling : ResultTiling<ConversionTiling<OpT>, OpT> {
  SmallVector<utils::IteratorType> getLoopIteratorTypes(Operation *op) const {
    int64_t rank = cast<OpT>(op).getInput().getType().getRank();
    return SmallVector<utils::IteratorType>(rank,
                                            utils::IteratorType::parallel);
  }

  SmallVector<Range> getIterationDomain(Operation *op,
                                        OpBuilder &builder) const {
    SmallVector<Range> domain;
    for (OpFoldResult size :
         tensor::getMixedSizes(builder, op->getLoc(), cast<OpT>(op).getInput()))
      domain.push_back(
          {builder.getIndexAttr(0), size, builder.getIndexAttr(1)});
    return domain;
  }

  FailureOr<TilingResult>
  getTiledImplementation(Operation *op, OpBuilder &builder,
                         ArrayRef<OpFoldResult> offsets,
                         ArrayRef<OpFoldResult> sizes) const {
    Tile tile{SmallVector<OpFoldResult>(offsets),
              SmallVector<OpFoldResult>(sizes)};
    if constexpr (std::is_same_v<OpT, CastOp>)
      return tileCast(cast<CastOp>(op), builder, tile);
    else
      return tileConversion(op, builder, cast<OpT>(op).getResolvedBlock(), tile,
                            std::is_same_v<OpT, FakeQuantizeGradOp> ? 2 : 1);
  }

  FailureOr<TilingResult>
  generateResultTileValue(Operation *op, OpBuilder &builder, unsigned,
                          ArrayRef<OpFoldResult> offsets,
                          ArrayRef<OpFoldResult> sizes) const {
    return getTiledImplementation(op, builder, offsets, sizes);
  }

  /// A tile of the input is one of the loops; tiles of scales are not.
  LogicalResult getIterationDomainTileFromOperandTiles(
      Operation *, OpBuilder &, ArrayRef<unsigned> operandNumbers,
      ArrayRef<SmallVector<OpFoldResult>> allOffsets,
      ArrayRef<SmallVector<OpFoldResult>> allSizes,
      SmallVectorImpl<OpFoldResult> &domainOffsets,
      SmallVectorImpl<OpFoldResult> &domainSizes) const {
    if (operandNumbers.size() != 1 || operandNumbers.front() != 0)
      return failure();
    domainOffsets = allOffsets.front();
    domainSizes = allSizes.front();
    return success();
  }

  FailureOr<TilingResult> getTiledImplementationFromOperandTiles(
      Operation *op, OpBuilder &builder, ArrayRef<unsigned> operandNumbers,
      ArrayRef<SmallVector<OpFoldResult>> allOffsets,
      ArrayRef<SmallVector<OpFoldResult>> allSizes) const {
    if (operandNumbers.size() != 1 || operandNumbers.front() != 0)
      return failure();
    return getTiledImplementation(op, builder, allOffsets.front(),
                                  allSizes.front());
  }
};

} // namespace

void mixp::attachConversionTiling(MLIRContext &context) {
  CastOp::attachInterface<ConversionTiling<CastOp>>(context);
  QuantizeOp::attachInterface<ConversionTiling<QuantizeOp>>(context);
  DequantizeOp::attachInterface<ConversionTiling<DequantizeOp>>(context);
  RequantizeOp::attachInterface<ConversionTiling<RequantizeOp>>(context);
  FakeQuantizeOp::attachInterface<ConversionTiling<FakeQuantizeOp>>(context);
  FakeQuantizeGradOp::attachInterface<ConversionTiling<FakeQuantizeGradOp>>(
      context);
}
