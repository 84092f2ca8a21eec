//===- CarryOut.cpp - Records that leave control flow ---------------------===//
#include "CarryOut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include <limits>

using namespace mlir;
using namespace mixp;

Operation *mixp::findBarrier(Operation *op) {
  Operation *parent = op->getParentOp();
  while (isa<scf::ForOp, scf::IfOp>(parent))
    parent = parent->getParentOp();
  auto function = dyn_cast<func::FuncOp>(parent);
  bool isOneBlock = function && llvm::hasSingleElement(function.getBody());
  return isOneBlock ? nullptr : parent;
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

static RankedTensorType typeOf(Value record) {
  return cast<RankedTensorType>(record.getType());
}

/// The record of no execution.
static Value createIdentity(OpBuilder &b, Location loc, RankedTensorType type,
                            Accumulation kind) {
  Type element = type.getElementType();
  double infinity = std::numeric_limits<double>::infinity();
  TypedAttr value =
      kind == Accumulation::Sum
          ? b.getZeroAttr(element)
          : b.getFloatAttr(element,
                           kind == Accumulation::Min ? infinity : -infinity);
  Value start = arith::ConstantOp::create(b, loc, value);
  Value empty = tensor::EmptyOp::create(b, loc, type.getShape(), element);
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

/// `body` of the elements of `input` and `init`, written over `init`.
static Value
mapElements(OpBuilder &b, Location loc, Value input, Value init,
            function_ref<Value(OpBuilder &, Location, ValueRange)> body) {
  int64_t rank = typeOf(input).getRank();
  AffineMap identity = b.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, init.getType(), input, init,
             ArrayRef<AffineMap>{identity, identity}, iterators,
             [&](OpBuilder &nested, Location loc, ValueRange args) {
               linalg::YieldOp::create(nested, loc, body(nested, loc, args));
             })
      .getResult(0);
}

/// A sum in 64 bits.
static Value widen(OpBuilder &b, Location loc, Value record) {
  Type narrow = typeOf(record).getElementType();
  bool isFloat = isa<FloatType>(narrow);
  Type wide = isFloat ? Type(b.getF64Type()) : Type(b.getI64Type());
  if (narrow == wide)
    return record;
  Value empty =
      tensor::EmptyOp::create(b, loc, typeOf(record).getShape(), wide);
  return mapElements(b, loc, record, empty,
                     [&](OpBuilder &b, Location loc, ValueRange in) -> Value {
                       if (isFloat)
                         return arith::ExtFOp::create(b, loc, wide, in[0]);
                       return arith::ExtSIOp::create(b, loc, wide, in[0]);
                     });
}

//===----------------------------------------------------------------------===//
// Loops and branches
//===----------------------------------------------------------------------===//

/// scf.for -> scf.for with the accumulated record as its last result. The body
/// stays the block that it is, so that builders and iter_args that a caller
/// holds stay valid (LoopLikeOpInterface::replaceWithAdditionalYields makes a
/// new block, whose arguments are other values).
static Value carryOutOfLoop(RewriterBase &rewriter, scf::ForOp loop,
                            Value record, Accumulation kind) {
  rewriter.setInsertionPoint(loop);
  Location loc = record.getLoc();
  SmallVector<Value> inits(loop.getInitArgs());
  inits.push_back(createIdentity(rewriter, loc, typeOf(record), kind));
  auto carrying = scf::ForOp::create(
      rewriter, loop.getLoc(), loop.getLowerBound(), loop.getUpperBound(),
      loop.getStep(), inits, /*bodyBuilder=*/nullptr, loop.getUnsignedCmp());
  carrying->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  carrying.getRegion().takeBody(loop.getRegion());
  Value before = carrying.getBody()->addArgument(record.getType(), loc);
  Operation *yield = carrying.getBody()->getTerminator();
  rewriter.setInsertionPoint(yield);
  Value after =
      mapElements(rewriter, loc, record, before,
                  [&](OpBuilder &b, Location loc, ValueRange args) {
                    return combineElements(b, loc, args[0], args[1], kind);
                  });
  yield->insertOperands(yield->getNumOperands(), after);
  rewriter.replaceOp(loop, carrying.getResults().drop_back());
  return carrying.getResults().back();
}

/// scf.if -> scf.if with the record, or that of no execution, as its last
/// result.
static Value carryOutOfBranch(RewriterBase &rewriter, scf::IfOp branch,
                              Value record, Accumulation kind) {
  rewriter.setInsertionPoint(branch);
  SmallVector<Type> types(branch.getResultTypes());
  types.push_back(record.getType());
  auto carrying =
      scf::IfOp::create(rewriter, branch.getLoc(), types, branch.getCondition(),
                        /*addThenBlock=*/false, /*addElseBlock=*/false);
  carrying->setDiscardableAttrs(branch->getDiscardableAttrDictionary());
  for (auto [from, to] :
       llvm::zip_equal(branch->getRegions(), carrying->getRegions())) {
    to.takeBody(from);
    if (to.empty()) { // the else that an scf.if without results may leave out
      rewriter.createBlock(&to);
      scf::YieldOp::create(rewriter, branch.getLoc());
    }
    Operation *yield = to.front().getTerminator();
    rewriter.setInsertionPoint(yield);
    Value yielded =
        record.getParentBlock() == &to.front()
            ? record
            : createIdentity(rewriter, record.getLoc(), typeOf(record), kind);
    yield->insertOperands(yield->getNumOperands(), yielded);
  }
  rewriter.replaceOp(branch, carrying.getResults().drop_back());
  return carrying.getResults().back();
}

Value mixp::carryOut(Value record, Accumulation kind) {
  IRRewriter rewriter(record.getContext());
  auto getParent = [&] { return record.getParentBlock()->getParentOp(); };
  if (kind == Accumulation::Sum && !isa<func::FuncOp>(getParent())) {
    rewriter.setInsertionPointAfterValue(record);
    record = widen(rewriter, record.getLoc(), record);
  }
  while (true) {
    if (auto loop = dyn_cast<scf::ForOp>(getParent()))
      record = carryOutOfLoop(rewriter, loop, record, kind);
    else if (auto branch = dyn_cast<scf::IfOp>(getParent()))
      record = carryOutOfBranch(rewriter, branch, record, kind);
    else
      return record;
  }
}
