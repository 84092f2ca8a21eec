//===- EpilogueBuilder.cpp - The tile's last step -------------------------===//
#include "EpilogueBuilder.h"
#include "Epilogue/EpilogueBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mixp;

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
  Value stored = cloneEpilogue(b, block, mapping, lanes);
  if (mask)
    vector::MaskedStoreOp::create(b, op.getOuts(), indices, mask, stored);
  else
    vector::StoreOp::create(b, stored, op.getOuts(), indices);
}
