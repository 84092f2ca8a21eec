//===- EpilogueBuilder.cpp - The tile's last step -------------------------===//
#include "EpilogueBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mixp;

bool mixp::isVectorizableInEpilogue(Operation *op) {
  if (op->getNumRegions() != 0 || op->getNumResults() != 1)
    return false;
  return isa<arith::ConstantOp>(op) ||
         OpTrait::hasElementwiseMappableTraits(op);
}

/// The values of one epilogue operand for a vector of outs.
static Value loadOperand(ImplicitLocOpBuilder &b, Value operand, AffineMap map,
                         ValueRange indices, Value mask, int64_t lanes) {
  auto type = cast<MemRefType>(operand.getType());
  auto vector = VectorType::get({lanes}, type.getElementType());
  unsigned columnDim = map.getNumDims() - 1;
  SmallVector<Value> position;
  for (AffineExpr expr : map.getResults()) {
    if (auto dim = dyn_cast<AffineDimExpr>(expr))
      position.push_back(indices[dim.getPosition()]);
    else
      position.push_back(arith::ConstantIndexOp::create(b, 0));
  }
  bool alongColumns = map.getNumResults() != 0 &&
                      map.getResults().back() == b.getAffineDimExpr(columnDim);
  if (!alongColumns) {
    Value scalar = memref::LoadOp::create(b, operand, position);
    return vector::BroadcastOp::create(b, vector, scalar);
  }
  if (!mask)
    return vector::LoadOp::create(b, vector, operand, position);
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(vector));
  return vector::MaskedLoadOp::create(b, vector, operand, position, mask, zero);
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

void mixp::buildEpilogue(ImplicitLocOpBuilder &b, PackedMatmulOp op,
                         Value accumulator, ValueRange indices, Value mask) {
  int64_t lanes = cast<VectorType>(accumulator.getType()).getNumElements();
  Block &block = op.getEpilogue().front();
  IRMapping mapping;
  mapping.map(block.getArgument(0), accumulator);
  auto maps = op.getEpilogueMaps().getAsValueRange<AffineMapAttr>();
  for (auto [argument, operand, map] : llvm::zip(
           block.getArguments().drop_front(), op.getEpilogueOperands(), maps))
    if (!argument.use_empty())
      mapping.map(argument, loadOperand(b, operand, map, indices, mask, lanes));
  for (Operation &inner : block.without_terminator())
    cloneOnVectors(b, &inner, mapping, lanes);
  Value value = cast<YieldOp>(block.getTerminator()).getValue();
  Value stored = mapping.lookupOrNull(value);
  if (!stored)
    stored = vector::BroadcastOp::create(
        b, VectorType::get({lanes}, value.getType()), value);
  if (mask)
    vector::MaskedStoreOp::create(b, op.getOuts(), indices, mask, stored);
  else
    vector::StoreOp::create(b, stored, op.getOuts(), indices);
}
