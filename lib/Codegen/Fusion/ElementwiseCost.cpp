//===- ElementwiseCost.cpp - What fusing elementwise ops costs ------------===//
#include "ElementwiseCost.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

bool mixp::isCheap(linalg::GenericOp op) {
  constexpr int kMostOps = 4;
  int count = 0;
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (isa<arith::ConstantOp>(inner))
      continue;
    if (!isa<arith::ArithDialect>(inner.getDialect()) ||
        isa<arith::DivFOp, arith::RemFOp, arith::DivSIOp, arith::DivUIOp,
            arith::RemSIOp, arith::RemUIOp, arith::CeilDivSIOp,
            arith::CeilDivUIOp, arith::FloorDivSIOp>(inner))
      return false;
    ++count;
  }
  return count <= kMostOps;
}

bool mixp::isRepeated(linalg::GenericOp op, OpOperand *operand) {
  AffineMap map = op.getMatchingIndexingMap(operand);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  for (auto [dim, size] : llvm::enumerate(sizes))
    if (size != 1 && !map.isFunctionOfDim(dim))
      return true;
  return false;
}

/// The value before its form was changed.
static Value skipReshapes(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
      value = expand.getSrc();
    else if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
      value = collapse.getSrc();
    else if (auto transpose = dyn_cast<linalg::TransposeOp>(op))
      value = transpose.getInput();
    else
      break;
  }
  return value;
}

namespace {
/// What a value is made of by reshapes and elementwise ops.
struct Sources {
  bool product = false, reduction = false;
};
} // namespace

static Sources findSources(Value value, int depth) {
  Operation *op = skipReshapes(value).getDefiningOp();
  if (isa_and_present<PackedMatmulOp, TensorCoreMatmulOp>(op))
    return {.product = true};
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  if (!generic || depth == 0)
    return {};
  if (generic.getNumReductionLoops() > 0)
    return {.reduction = true};
  Sources all;
  for (Value input : generic.getDpsInputs()) {
    Sources sources = findSources(input, depth - 1);
    all.product |= sources.product;
    all.reduction |= sources.reduction;
  }
  return all;
}

bool mixp::followsProduct(Value value) {
  constexpr int kMostOps = 5;
  Sources sources = findSources(value, kMostOps);
  return sources.product && !sources.reduction;
}

int64_t mixp::countLargeInputs(linalg::GenericOp op) {
  return llvm::count_if(op.getDpsInputOperands(), [&](OpOperand *operand) {
    return !isRepeated(op, operand);
  });
}
