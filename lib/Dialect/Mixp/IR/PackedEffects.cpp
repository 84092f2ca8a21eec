//===- PackedEffects.cpp - What ops of code generation touch --------------===//
#include "PackedEffects.h"

using namespace mlir;
using namespace mixp;

void mixp::addPackedEffects(
    DestinationStyleOpInterface op,
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    if (op.isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
    else
      effects.emplace_back(MemoryEffects::Read::get(), &operand);
  }
}

LogicalResult mixp::verifyPackedResult(Operation *op, Value outs) {
  bool isTensor = isa<TensorType>(outs.getType());
  if (isTensor != (op->getNumResults() == 1))
    return op->emitOpError()
           << "expected one result for a tensor destination and none for a "
              "memref";
  if (isTensor && op->getResult(0).getType() != outs.getType())
    return op->emitOpError() << "expected a result of type " << outs.getType()
                             << " but got " << op->getResult(0).getType();
  return success();
}
