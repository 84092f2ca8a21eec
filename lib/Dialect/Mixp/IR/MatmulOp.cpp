//===- MatmulOp.cpp - Matrix products -------------------------------------===//
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

void MatmulOp::build(OpBuilder &builder, OperationState &state, Value lhs,
                     Value rhs, Value outs) {
  state.addOperands({lhs, rhs, outs});
  Properties &properties = state.getOrAddProperties<Properties>();
  properties.operandSegmentSizes = {1, 1, 0, 0, 0, 0, 1};
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
  return getLhsUnsigned() ||
         getLhs().getType().getElementType().isUnsignedInteger();
}
bool MatmulOp::isRhsUnsigned() {
  return getRhsUnsigned() ||
         getRhs().getType().getElementType().isUnsignedInteger();
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

/// The resolved block of one verified operand.
static SmallVector<int64_t>
resolvedBlock(RankedTensorType operand, Value scale, Value zeroPoint,
              std::optional<ArrayRef<int64_t>> block) {
  Value any = scale ? scale : zeroPoint;
  if (!any)
    return {};
  auto noError = [] { return InFlightDiagnostic(); };
  return resolveBlock(operand, cast<ShapedType>(any.getType()), block, "",
                      noError)
      .value_or(SmallVector<int64_t>());
}

SmallVector<int64_t> MatmulOp::getResolvedLhsBlock() {
  return resolvedBlock(getLhs().getType(), getLhsScale(), getLhsZeroPoint(),
                       getLhsBlock());
}
SmallVector<int64_t> MatmulOp::getResolvedRhsBlock() {
  return resolvedBlock(getRhs().getType(), getRhsScale(), getRhsZeroPoint(),
                       getRhsBlock());
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

bool MatmulOp::isExact() {
  auto isFloat = [](Value v) {
    return v && isa<FloatType>(getElementTypeOrSelf(v.getType()));
  };
  if (isFloat(getLhs()) || isFloat(getRhs()) || isFloat(getLhsZeroPoint()) ||
      isFloat(getRhsZeroPoint()))
    return false;
  return isLhsConstantAlongK() && isRhsConstantAlongK();
}

//===----------------------------------------------------------------------===//
// Verification
//===----------------------------------------------------------------------===//

LogicalResult MatmulOp::verify() {
  if (getOuts().getType() != getResult().getType())
    return emitOpError() << "expected a result of type " << getOuts().getType()
                         << " like outs but got " << getResult().getType();
  return success();
}

LogicalResult MatmulOp::reifyResultShapes(OpBuilder &builder,
                                          ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getOuts()));
  return success();
}
