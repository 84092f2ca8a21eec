//===- AbsorbedSide.cpp - Operands that a contraction can absorb ----------===//
#include "AbsorbedSide.h"
#include "mixp/Dialect/Mixp/IR/StorageRange.h"
#include "mixp/Dialect/Mixp/Transforms/TableRange.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

SmallVector<int64_t> mixp::reducedDims(ContractionSide side) {
  if (auto matmul = dyn_cast<MatmulOp>(side.op))
    return {side.isLhs ? matmul.getLhsReductionDim()
                       : matmul.getRhsReductionDim()};
  return llvm::to_vector(
      llvm::seq<int64_t>(1, side.operand().getType().getRank()));
}

bool mixp::isPinnedContraction(Operation *op) {
  if (llvm::any_of(op->getOperandTypes(), [](Type type) {
        return getElementTypeOrSelf(type).isF64();
      }))
    return true;
  if (auto conv = dyn_cast<ConvOp>(op))
    return conv.getInputScale() || conv.getInputZeroPoint() ||
           conv.getFilterScale() || conv.getFilterZeroPoint();
  auto matmul = cast<MatmulOp>(op);
  return matmul.getLhsScale() || matmul.getLhsZeroPoint() ||
         matmul.getLhsMetadata() || matmul.getRhsScale() ||
         matmul.getRhsZeroPoint() || matmul.getRhsMetadata() ||
         matmul.getSchedule();
}

/// Whether blocks of a filter are one element of the window and channels that
/// they divide.
static bool isGrouped(ConvOp op, const Dequantized &value) {
  RankedTensorType type = value.values.getType();
  for (int64_t i = 0; i < op.getSpatialRank(); ++i) {
    int64_t dim = op.getSpatialDim(i);
    if (value.block[dim] != 1 && type.getDimSize(dim) != 1)
      return false;
  }
  int64_t channels = type.getDimSize(op.getChannelDim());
  int64_t block = value.block[op.getChannelDim()];
  return !ShapedType::isDynamic(channels) &&
         (block == 0 || channels % block == 0);
}

bool mixp::takesBlocks(ContractionSide side, const Dequantized &value) {
  auto conv = dyn_cast<ConvOp>(side.op);
  if (!conv || value.block.empty())
    return true;
  if (value.block[0] > 1)
    return false;
  bool isWhole = llvm::all_of(ArrayRef(value.block).drop_front(),
                              [](int64_t size) { return size == 0; });
  return isWhole || (!side.isLhs && isGrouped(conv, value));
}

bool mixp::canStorePadding(ContractionSide side, const Dequantized &value) {
  auto conv = dyn_cast<ConvOp>(side.op);
  if (!conv || !side.isLhs || !conv.isPadded() || !value.zeroPoint)
    return true;
  if (isa<FloatType>(value.zeroPoint.getType().getElementType()))
    return false;
  StorageRange range =
      storageRange(value.values.getType().getElementType(), value.isUnsigned);
  auto zeros = findZeroPointRange(value.zeroPoint);
  return zeros && zeros->min >= double(range.min) &&
         zeros->max <= double(range.max);
}

void mixp::assignStored(ContractionSide side, const Dequantized &value) {
  side.assign({value.values, value.scale, value.zeroPoint, value.block});
  bool isUnsigned = value.isSignlessUnsigned();
  if (auto conv = dyn_cast<ConvOp>(side.op)) {
    if (side.isLhs)
      conv.setInputUnsigned(isUnsigned);
    else
      conv.setFilterUnsigned(isUnsigned);
    return;
  }
  auto matmul = cast<MatmulOp>(side.op);
  if (side.isLhs)
    matmul.setLhsUnsigned(isUnsigned);
  else
    matmul.setRhsUnsigned(isUnsigned);
}
