//===- ContractionConstraints.cpp - What contractions share ---------------===//
#include "ContractionConstraints.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

LogicalResult mixp::verifyAccumulator(Operation *op, bool isInteger,
                                      RankedTensorType outs) {
  Type type = outs.getElementType();
  if (isa<IntegerType>(type) == isInteger)
    return success();
  if (isInteger)
    return op->emitOpError() << "expected outs of i32 for integer operands "
                                "without scales but got "
                             << type << "; add a scale or convert afterwards";
  return op->emitOpError()
         << "expected outs of a float type for float or scaled "
            "operands but got "
         << type;
}

LogicalResult mixp::verifyZeroPointOperand(Operation *op, const Blocked &side) {
  if (!side.zeroPoint)
    return success();
  Type type = side.operand.getElementType();
  if (!isa<IntegerType>(type))
    return op->emitOpError() << "expected '" << side.zeroPointName
                             << "' only on an integer operand but got " << type;
  if (isFloatTensor(side.zeroPoint) && !side.scale)
    return op->emitOpError()
           << "expected '" << side.scaleName << "' beside an f32 '"
           << side.zeroPointName << "'; use an i32 zero point or add a scale";
  return success();
}

LogicalResult mixp::verifyPrecision(Operation *op, OperandPrecision precision,
                                    Type lhs, Type rhs) {
  if (precision == OperandPrecision::Full || (lhs.isF32() && rhs.isF32()))
    return success();
  return op->emitOpError() << "expected precision " << stringifyEnum(precision)
                           << " only on f32 operands but got " << lhs << " and "
                           << rhs << "; remove it";
}

bool mixp::isFloatTensor(Value value) {
  return value && isa<FloatType>(getElementTypeOrSelf(value.getType()));
}
