//===- MatmulOp.cpp - Matrix products -------------------------------------===//
#include "ContractionConstraints.h"
#include "MatmulSides.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

void MatmulOp::build(OpBuilder &builder, OperationState &state, Value lhs,
                     Value rhs, Value outs) {
  state.addOperands({lhs, rhs, outs});
  Properties &properties = state.getOrAddProperties<Properties>();
  properties.operandSegmentSizes = {1, 1, 0, 0, 0, 0, 0, 0, 1};
  state.addTypes(outs.getType());
}

//===----------------------------------------------------------------------===//
// Which dim is which
//===----------------------------------------------------------------------===//

int64_t MatmulOp::getLhsReductionDim() {
  return getLhs().getType().getRank() - (getTransposeLhs() ? 2 : 1);
}
int64_t MatmulOp::getLhsParallelDim() {
  return getLhs().getType().getRank() - (getTransposeLhs() ? 1 : 2);
}
int64_t MatmulOp::getRhsReductionDim() {
  return getRhs().getType().getRank() - (getTransposeRhs() ? 1 : 2);
}
int64_t MatmulOp::getRhsParallelDim() {
  return getRhs().getType().getRank() - (getTransposeRhs() ? 2 : 1);
}

bool MatmulOp::isLhsUnsigned() {
  return isUnsignedElement(getLhs().getType().getElementType(),
                           getLhsUnsigned());
}
bool MatmulOp::isRhsUnsigned() {
  return isUnsignedElement(getRhs().getType().getElementType(),
                           getRhsUnsigned());
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

Blocked mixp::blockedLhs(MatmulOp op) {
  return {op.getLhs().getType(),
          op.getLhsScale(),
          op.getLhsZeroPoint(),
          op.getLhsBlock(),
          "lhs_scale",
          "lhs_zero_point",
          "lhs_block"};
}
Blocked mixp::blockedRhs(MatmulOp op) {
  return {op.getRhs().getType(),
          op.getRhsScale(),
          op.getRhsZeroPoint(),
          op.getRhsBlock(),
          "rhs_scale",
          "rhs_zero_point",
          "rhs_block"};
}

SmallVector<int64_t> MatmulOp::getResolvedLhsBlock() {
  return resolvedBlock(blockedLhs(*this));
}
SmallVector<int64_t> MatmulOp::getResolvedRhsBlock() {
  return resolvedBlock(blockedRhs(*this));
}

/// Whether `block` covers the whole dim `reduction` of `operand`.
static bool coversDim(RankedTensorType operand, ArrayRef<int64_t> block,
                      int64_t reduction) {
  if (block.empty())
    return true;
  int64_t size = operand.getDimSize(reduction);
  return ShapedType::isDynamic(size) ? ShapedType::isDynamic(block[reduction])
                                     : block[reduction] >= size;
}

bool MatmulOp::isLhsConstantAlongK() {
  return coversDim(getLhs().getType(), getResolvedLhsBlock(),
                   getLhsReductionDim());
}
bool MatmulOp::isRhsConstantAlongK() {
  return coversDim(getRhs().getType(), getResolvedRhsBlock(),
                   getRhsReductionDim());
}

bool MatmulOp::hasIntegerOperands() {
  return isa<IntegerType>(getLhs().getType().getElementType()) &&
         isa<IntegerType>(getRhs().getType().getElementType());
}

bool MatmulOp::hasF64() {
  return getLhs().getType().getElementType().isF64() ||
         getRhs().getType().getElementType().isF64() ||
         getOuts().getType().getElementType().isF64();
}

bool MatmulOp::isExact() {
  if (!hasIntegerOperands() || isFloatTensor(getLhsZeroPoint()) ||
      isFloatTensor(getRhsZeroPoint()))
    return false;
  // Integer zero points may vary along K: the sum stays exact.
  return (!getLhsScale() || isLhsConstantAlongK()) &&
         (!getRhsScale() || isRhsConstantAlongK());
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

LogicalResult MatmulOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                         ValueRange operands,
                                         DictionaryAttr attributes,
                                         OpaqueProperties properties,
                                         RegionRange regions,
                                         SmallVectorImpl<Type> &types) {
  Adaptor op(operands, attributes, properties, regions);
  types.push_back(op.getOuts().getType());
  return success();
}

LogicalResult MatmulOp::reifyResultShapes(OpBuilder &builder,
                                          ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getOuts()));
  return success();
}
