//===- EpilogueBuilder.cpp - The tile's last step -------------------------===//
#include "EpilogueBuilder.h"
#include "Epilogue/EpilogueBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mixp;

Value EpilogueBuilder::load(Value memref, ValueRange indices, int64_t lanes) {
  auto vector = VectorType::get(
      {lanes}, cast<MemRefType>(memref.getType()).getElementType());
  if (!mask)
    return vector::LoadOp::create(b, vector, memref, indices);
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(vector));
  return vector::MaskedLoadOp::create(b, vector, memref, indices, mask, zero);
}

/// The values of one epilogue operand for a vector of the product.
Value EpilogueBuilder::loadOperand(Value operand, AffineMap map,
                                   ValueRange indices, int64_t lanes) {
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
  if (alongColumns)
    return load(operand, position, lanes);
  Value scalar = memref::LoadOp::create(b, operand, position);
  auto vector = VectorType::get({lanes}, scalar.getType());
  return vector::BroadcastOp::create(b, vector, scalar);
}

void EpilogueBuilder::store(Value vector, ValueRange indices) {
  if (mask)
    vector::MaskedStoreOp::create(b, op.getOuts(), indices, mask, vector);
  else
    vector::StoreOp::create(b, vector, op.getOuts(), indices);
}

/// What all rows so far combine to, which starts at what outs holds.
Value EpilogueBuilder::loadSoFar(ValueRange indices, int64_t lanes) {
  if (combined)
    return combined;
  place.assign(indices.begin(), indices.end());
  place.erase(place.end() - 2); // m
  return load(op.getOuts(), place, lanes);
}

void EpilogueBuilder::add(Value accumulator, ValueRange indices) {
  int64_t lanes = cast<VectorType>(accumulator.getType()).getNumElements();
  Block &block = op.getEpilogue().front();
  IRMapping mapping;
  mapping.map(block.getArgument(0), accumulator);
  auto maps = op.getEpilogueMaps().getAsValueRange<AffineMapAttr>();
  for (auto [argument, operand, map] : llvm::zip(
           block.getArguments().drop_front(), op.getEpilogueOperands(), maps))
    if (!argument.use_empty())
      mapping.map(argument, loadOperand(operand, map, indices, lanes));
  if (!op.getCombineRows())
    return store(cloneEpilogue(b, block, mapping, lanes), indices);
  mapping.map(block.getArguments().back(), loadSoFar(indices, lanes));
  combined = cloneEpilogue(b, block, mapping, lanes);
}

void EpilogueBuilder::finish() {
  if (combined)
    store(combined, place);
}
