//===- LoopAccumulation.cpp - Records that leave loops --------------------===//
#include "LoopAccumulation.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include <limits>

using namespace mlir;
using namespace mixp;

bool mixp::isInLoopsOnly(Operation *op) {
  Operation *parent = op->getParentOp();
  while (isa<scf::ForOp>(parent))
    parent = parent->getParentOp();
  auto function = dyn_cast<func::FuncOp>(parent);
  return function && llvm::hasSingleElement(function.getBody());
}

/// What an accumulation starts with.
static TypedAttr getIdentity(OpBuilder &b, Type element, Accumulation kind) {
  if (kind == Accumulation::Sum)
    return b.getZeroAttr(element);
  double infinity = std::numeric_limits<double>::infinity();
  return b.getFloatAttr(element,
                        kind == Accumulation::Min ? infinity : -infinity);
}

static Value createIdentity(OpBuilder &b, Location loc, RankedTensorType type,
                            Accumulation kind) {
  Value start = arith::ConstantOp::create(
      b, loc, getIdentity(b, type.getElementType(), kind));
  Value empty =
      tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
  return linalg::FillOp::create(b, loc, start, empty).getResult(0);
}

/// One element of two records. NaN wins.
static Value combineElements(OpBuilder &b, Location loc, Value x, Value y,
                             Accumulation kind) {
  if (kind == Accumulation::Min)
    return arith::MinimumFOp::create(b, loc, x, y);
  if (kind == Accumulation::Max)
    return arith::MaximumFOp::create(b, loc, x, y);
  if (isa<FloatType>(x.getType()))
    return arith::AddFOp::create(b, loc, x, y);
  return arith::AddIOp::create(b, loc, x, y);
}

/// `sum` and `record`, element by element.
static Value combine(OpBuilder &b, Location loc, Value record, Value sum,
                     Accumulation kind) {
  int64_t rank = cast<RankedTensorType>(record.getType()).getRank();
  AffineMap identity = b.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, sum.getType(), record, sum,
             ArrayRef<AffineMap>{identity, identity}, iterators,
             [&](OpBuilder &nested, Location l, ValueRange args) {
               linalg::YieldOp::create(
                   nested, l,
                   combineElements(nested, l, args[0], args[1], kind));
             })
      .getResult(0);
}

Value mixp::carryOutOfLoops(Operation *op, Value record, Accumulation kind) {
  Location loc = op->getLoc();
  IRRewriter rewriter(op->getContext());
  while (auto loop = dyn_cast<scf::ForOp>(op->getParentOp())) {
    rewriter.setInsertionPoint(loop);
    Value start = createIdentity(
        rewriter, loc, cast<RankedTensorType>(record.getType()), kind);
    auto yield = [&](OpBuilder &b, Location l,
                     ArrayRef<BlockArgument> added) -> SmallVector<Value> {
      return {combine(b, l, record, added.front(), kind)};
    };
    // A loop of tensors can always be given more of them.
    auto carrying = cast<scf::ForOp>(
        *cast<LoopLikeOpInterface>(loop.getOperation())
             .replaceWithAdditionalYields(
                 rewriter, start, /*replaceInitOperandUsesInLoop=*/false,
                 yield));
    op = carrying;
    record = carrying->getResults().back();
  }
  return record;
}
