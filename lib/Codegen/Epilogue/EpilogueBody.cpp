//===- EpilogueBody.cpp - Epilogues on vectors ----------------------------===//
#include "Epilogue/EpilogueBody.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

bool mixp::isVectorizableInEpilogue(Operation *op) {
  if (op->getNumRegions() != 0 || op->getNumResults() != 1)
    return false;
  return isa<arith::ConstantOp>(op) ||
         OpTrait::hasElementwiseMappableTraits(op);
}

/// Clones a scalar op on vectors of `lanes`.
static void cloneOnVectors(ImplicitLocOpBuilder &b, Operation *op,
                           IRMapping &mapping, int64_t lanes) {
  auto vectorOf = [&](Type type) { return VectorType::get({lanes}, type); };
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    auto type = vectorOf(constant.getType());
    mapping.map(constant.getResult(),
                arith::ConstantOp::create(
                    b, DenseElementsAttr::get(type, constant.getValue())));
    return;
  }
  SmallVector<Value> operands;
  for (Value operand : op->getOperands()) {
    Value mapped = mapping.lookupOrNull(operand);
    if (!mapped) { // a scalar from outside of the epilogue
      mapped =
          vector::BroadcastOp::create(b, vectorOf(operand.getType()), operand);
      mapping.map(operand, mapped);
    }
    operands.push_back(mapped);
  }
  OperationState state(b.getLoc(), op->getName(), operands,
                       vectorOf(op->getResult(0).getType()), op->getAttrs());
  mapping.map(op->getResult(0), b.create(state)->getResult(0));
}

Value mixp::cloneEpilogue(ImplicitLocOpBuilder &b, Block &block,
                          IRMapping &mapping, int64_t lanes) {
  for (Operation &inner : block.without_terminator())
    cloneOnVectors(b, &inner, mapping, lanes);
  Value value = cast<YieldOp>(block.getTerminator()).getValue();
  if (Value stored = mapping.lookupOrNull(value))
    return stored;
  return vector::BroadcastOp::create(
      b, VectorType::get({lanes}, value.getType()), value);
}
