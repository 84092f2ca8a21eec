//===- ExposedOps.cpp - Ops whose values a function returns ---------------===//
#include "mixp/Dialect/Mixp/Transforms/ExposedOps.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mixp;

/// A type whose elements an array on the host can have.
static bool isReturnable(Type type) {
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    type = tensor.getElementType();
  return type.isIntOrIndexOrFloat() &&
         (type.isIndex() || type.getIntOrFloatBitWidth() <= 64);
}

bool mixp::isCheckableOp(Operation *op) {
  bool computes = isa_and_nonnull<MixpDialect>(op->getDialect()) ||
                  (isa<linalg::LinalgOp>(op) && !isa<linalg::FillOp>(op)) ||
                  OpTrait::hasElementwiseMappableTraits(op);
  bool hasTensors =
      op->getNumResults() > 0 &&
      llvm::all_of(op->getResultTypes(), llvm::IsaPred<RankedTensorType>);
  return computes && hasTensors &&
         llvm::all_of(op->getResultTypes(), isReturnable) &&
         llvm::all_of(getReadValues(op), [](Value value) {
           return isReturnable(value.getType());
         });
}

bool mixp::isUnreadInit(Operation *op, Value value) {
  auto destination = dyn_cast<DestinationStyleOpInterface>(op);
  if (!destination || !value.getDefiningOp<tensor::EmptyOp>())
    return false;
  return llvm::any_of(destination.getDpsInits(),
                      [&](Value init) { return init == value; });
}

SmallVector<Value> mixp::getReadValues(Operation *op) {
  llvm::SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  return llvm::filter_to_vector(values, [&](Value value) {
    return !matchPattern(value, m_Constant()) && !isUnreadInit(op, value);
  });
}

llvm::DenseMap<Value, unsigned> mixp::getExposedValues(func::FuncOp function) {
  llvm::DenseMap<Value, unsigned> indices;
  Operation *ret = function.getBody().back().getTerminator();
  for (auto [i, value] : llvm::enumerate(ret->getOperands())) {
    if (!function.getResultAttr(i, kExposedResultAttrName))
      continue;
    // Back through what createReturnable of the pass put around the value.
    for (Operation *op = value.getDefiningOp();
         op && op->hasAttr(kExposedResultAttrName); op = value.getDefiningOp())
      value = op->getOperand(0);
    indices.try_emplace(value, i);
  }
  return indices;
}
