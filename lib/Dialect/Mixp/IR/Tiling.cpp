//===- Tiling.cpp - Tiles of operands and of their scales -----------------===//
#include "Tiling.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include <numeric>

using namespace mlir;
using namespace mixp;

//===----------------------------------------------------------------------===//
// What is known of offsets and sizes
//===----------------------------------------------------------------------===//

/// The largest number known to divide `expr` of `operands`.
static int64_t knownDivisor(AffineExpr expr, ArrayRef<Value> dims,
                            ArrayRef<Value> symbols) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return std::abs(constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return mixp::knownDivisor(dims[dim.getPosition()]);
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return mixp::knownDivisor(symbols[symbol.getPosition()]);
  auto binary = cast<AffineBinaryOpExpr>(expr);
  int64_t lhs = knownDivisor(binary.getLHS(), dims, symbols);
  int64_t rhs = knownDivisor(binary.getRHS(), dims, symbols);
  int64_t product;
  switch (expr.getKind()) {
  case AffineExprKind::Add:
  case AffineExprKind::Mod:
    return std::gcd(lhs, rhs);
  case AffineExprKind::Mul:
    return llvm::MulOverflow(lhs, rhs, product) ? 1 : product;
  default:
    return 1;
  }
}

/// The same for a loop's induction variable: it starts at a multiple and steps
/// by one.
static int64_t knownDivisorOfArgument(BlockArgument argument) {
  auto loop =
      dyn_cast_or_null<LoopLikeOpInterface>(argument.getOwner()->getParentOp());
  if (!loop)
    return 1;
  auto variables = loop.getLoopInductionVars();
  auto lowerBounds = loop.getLoopLowerBounds();
  auto steps = loop.getLoopSteps();
  if (!variables || !lowerBounds || !steps)
    return 1;
  for (auto [variable, lowerBound, step] :
       llvm::zip(*variables, *lowerBounds, *steps))
    if (variable == argument)
      return std::gcd(knownDivisor(lowerBound), knownDivisor(step));
  return 1;
}

int64_t mixp::knownDivisor(OpFoldResult value) {
  if (std::optional<int64_t> constant = getConstantIntValue(value))
    return std::abs(*constant);
  auto dynamic = dyn_cast<Value>(value);
  if (auto argument = dyn_cast<BlockArgument>(dynamic))
    return knownDivisorOfArgument(argument);
  auto apply = dynamic.getDefiningOp<affine::AffineApplyOp>();
  if (!apply)
    return 1;
  AffineMap map = apply.getAffineMap();
  SmallVector<Value> operands(apply.getMapOperands());
  return ::knownDivisor(map.getResult(0),
                        ArrayRef(operands).take_front(map.getNumDims()),
                        ArrayRef(operands).drop_front(map.getNumDims()));
}

std::optional<int64_t> mixp::knownUpperBound(OpFoldResult size) {
  if (std::optional<int64_t> constant = getConstantIntValue(size))
    return constant;
  auto min = cast<Value>(size).getDefiningOp<affine::AffineMinOp>();
  if (!min)
    return std::nullopt;
  std::optional<int64_t> bound;
  for (AffineExpr expr : min.getAffineMap().getResults())
    if (auto constant = dyn_cast<AffineConstantExpr>(expr))
      bound =
          std::min(bound.value_or(constant.getValue()), constant.getValue());
  return bound;
}

bool mixp::coversDim(const Tile &tile, Value tensor, int64_t dim) {
  if (!isZeroInteger(tile.offsets[dim]))
    return false;
  int64_t size = cast<RankedTensorType>(tensor.getType()).getDimSize(dim);
  if (!ShapedType::isDynamic(size))
    return getConstantIntValue(tile.sizes[dim]) == size;
  auto dynamic = dyn_cast<Value>(tile.sizes[dim]);
  auto dimOp = dynamic ? dynamic.getDefiningOp<tensor::DimOp>() : nullptr;
  return dimOp && dimOp.getSource() == tensor &&
         dimOp.getConstantIndex() == dim;
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

Value mixp::sliceTensor(OpBuilder &builder, Location loc, Value tensor,
                        const Tile &tile) {
  SmallVector<OpFoldResult> strides(tile.offsets.size(),
                                    builder.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(builder, loc, tensor, tile.offsets,
                                        tile.sizes, strides);
}

SmallVector<int64_t> mixp::writtenBlock(RankedTensorType operand,
                                        ArrayRef<int64_t> resolved) {
  SmallVector<int64_t> written;
  for (auto [dim, block] : llvm::zip(operand.getShape(), resolved)) {
    bool whole = ShapedType::isDynamic(block) ||
                 (!ShapedType::isDynamic(dim) && block >= dim);
    written.push_back(whole ? 0 : block);
  }
  return written;
}

FailureOr<Tile> mixp::blockedTile(OpBuilder &builder, Location loc,
                                  ArrayRef<int64_t> writtenBlock,
                                  const Tile &tile) {
  Tile result;
  AffineExpr d0 = builder.getAffineDimExpr(0);
  for (auto [block, offset, size] :
       llvm::zip_equal(writtenBlock, tile.offsets, tile.sizes)) {
    if (block == 0) {
      result.offsets.push_back(builder.getIndexAttr(0));
      result.sizes.push_back(builder.getIndexAttr(1));
      continue;
    }
    int64_t divisor = knownDivisor(offset);
    std::optional<int64_t> bound = knownUpperBound(size);
    bool startsBlock = divisor % block == 0;
    bool insideBlock =
        divisor != 0 && block % divisor == 0 && bound && *bound <= divisor;
    if (!startsBlock && !insideBlock)
      return failure();
    result.offsets.push_back(affine::makeComposedFoldedAffineApply(
        builder, loc, d0.floorDiv(block), {offset}));
    result.sizes.push_back(insideBlock
                               ? OpFoldResult(builder.getIndexAttr(1))
                               : affine::makeComposedFoldedAffineApply(
                                     builder, loc, d0.ceilDiv(block), {size}));
  }
  return result;
}
