//===- MatmulOp.cpp - Matrix products -------------------------------------===//
#include "Constraints.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"

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

static Blocked blockedLhs(MatmulOp op) {
  return {op.getLhs().getType(),
          op.getLhsScale(),
          op.getLhsZeroPoint(),
          op.getLhsBlock(),
          "lhs_scale",
          "lhs_zero_point",
          "lhs_block"};
}
static Blocked blockedRhs(MatmulOp op) {
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

bool MatmulOp::isExact() {
  auto isFloat = [](Value v) {
    return v && isa<FloatType>(getElementTypeOrSelf(v.getType()));
  };
  if (!hasIntegerOperands() || isFloat(getLhsZeroPoint()) ||
      isFloat(getRhsZeroPoint()))
    return false;
  // Integer zero points may vary along K: the sum stays exact.
  return (!getLhsScale() || isLhsConstantAlongK()) &&
         (!getRhsScale() || isRhsConstantAlongK());
}

//===----------------------------------------------------------------------===//
// Verification
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

/// C1: one dim of two operands, where both are known.
static LogicalResult verifyDim(MatmulOp op, StringRef dim, StringRef first,
                               int64_t firstSize, StringRef second,
                               int64_t secondSize) {
  if (ShapedType::isDynamic(firstSize) || ShapedType::isDynamic(secondSize) ||
      firstSize == secondSize)
    return success();
  return op.emitOpError() << "expected " << first << " and " << second
                          << " of the same " << dim << " but got " << firstSize
                          << " and " << secondSize;
}

/// C1: ranks, batch, M, N and K.
static LogicalResult verifyShapes(MatmulOp op) {
  RankedTensorType lhs = op.getLhs().getType(), rhs = op.getRhs().getType(),
                   outs = op.getOuts().getType();
  int64_t rank = lhs.getRank();
  if ((rank != 2 && rank != 3) || rhs.getRank() != rank ||
      outs.getRank() != rank)
    return op.emitOpError()
           << "expected lhs, rhs and outs of the same rank, 2 or 3, but got "
           << rank << ", " << rhs.getRank() << " and " << outs.getRank();
  if (op.isBatched() &&
      (failed(verifyDim(op, "batch size", "lhs", lhs.getDimSize(0), "rhs",
                        rhs.getDimSize(0))) ||
       failed(verifyDim(op, "batch size", "lhs", lhs.getDimSize(0), "outs",
                        outs.getDimSize(0))) ||
       failed(verifyDim(op, "batch size", "rhs", rhs.getDimSize(0), "outs",
                        outs.getDimSize(0)))))
    return failure();
  if (failed(verifyDim(op, "K", "lhs", lhs.getDimSize(op.getLhsReductionDim()),
                       "rhs", rhs.getDimSize(op.getRhsReductionDim()))) ||
      failed(verifyDim(op, "M", "lhs", lhs.getDimSize(op.getLhsParallelDim()),
                       "outs", outs.getDimSize(rank - 2))) ||
      failed(verifyDim(op, "N", "rhs", rhs.getDimSize(op.getRhsParallelDim()),
                       "outs", outs.getDimSize(rank - 1))))
    return failure();
  return success();
}

/// C3: what is accumulated in.
static LogicalResult verifyAccumulator(MatmulOp op) {
  Type type = op.getOuts().getType().getElementType();
  bool integer =
      op.hasIntegerOperands() && !op.getLhsScale() && !op.getRhsScale();
  if (isa<IntegerType>(type) == integer)
    return success();
  if (integer)
    return op.emitOpError() << "expected outs of i32 for integer operands "
                               "without scales but got "
                            << type << "; add a scale or convert afterwards";
  return op.emitOpError()
         << "expected outs of a float type for float or scaled "
            "operands but got "
         << type;
}

/// C4: the zero point of one operand.
static LogicalResult verifyZeroPoint(MatmulOp op, const Blocked &side) {
  if (!side.zeroPoint)
    return success();
  Type type = side.operand.getElementType();
  if (!isa<IntegerType>(type))
    return op.emitOpError() << "expected '" << side.zeroPointName
                            << "' only on an integer operand but got " << type;
  if (isa<FloatType>(getElementTypeOrSelf(side.zeroPoint.getType())) &&
      !side.scale)
    return op.emitOpError()
           << "expected '" << side.scaleName << "' beside an f32 '"
           << side.zeroPointName << "'; use an i32 zero point or add a scale";
  return success();
}

LogicalResult MatmulOp::verify() {
  if (failed(verifyShapes(*this))) // C1
    return failure();
  Blocked sides[] = {blockedLhs(*this), blockedRhs(*this)};
  for (const Blocked &side : sides) // C2
    if (failed(verifyBlocked(*this, side)))
      return failure();
  if (failed(verifyAccumulator(*this))) // C3
    return failure();
  for (const Blocked &side : sides) // C4
    if (failed(verifyZeroPoint(*this, side)))
      return failure();
  if (failed(verifyUnsignedFlag(*this, getLhsUnsigned(), getLhs().getType(),
                                "lhs_unsigned")) ||
      failed(verifyUnsignedFlag(*this, getRhsUnsigned(), getRhs().getType(),
                                "rhs_unsigned"))) // C5
    return failure();
  // C6 is verified by the interfaces.
  for (const Blocked &side : sides) // C7
    if (failed(verifyScaleConstant(*this, side.scale, side.scaleName)) ||
        failed(
            verifyZeroPointConstant(*this, side.zeroPoint, side.zeroPointName)))
      return failure();
  return success();
}

LogicalResult MatmulOp::reifyResultShapes(OpBuilder &builder,
                                          ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getOuts()));
  return success();
}
