//===- ExportObservations.cpp - Records as results ------------------------===//
#include "CarryOut.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Observations.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include <limits>

using namespace mlir;
using namespace mixp;

namespace mixp {
#define GEN_PASS_DEF_EXPORTOBSERVATIONSPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

/// An element as the f32 that observations are about.
static Value toF32(OpBuilder &builder, Location loc, Value x) {
  Type f32 = builder.getF32Type();
  if (x.getType() == f32)
    return x;
  if (x.getType().isF64())
    return arith::TruncFOp::create(builder, loc, f32, x);
  return arith::ExtFOp::create(builder, loc, f32, x);
}

static RankedTensorType typeOf(Value tensor) {
  return cast<RankedTensorType>(tensor.getType());
}

Value mixp::createExtremum(OpBuilder &builder, Location loc, Value tensor,
                           bool isMax) {
  float identity = std::numeric_limits<float>::infinity();
  Value start = arith::ConstantOp::create(
      builder, loc, builder.getF32FloatAttr(isMax ? -identity : identity));
  Value empty = tensor::EmptyOp::create(builder, loc, ArrayRef<int64_t>{},
                                        builder.getF32Type());
  Value init = linalg::FillOp::create(builder, loc, start, empty).getResult(0);
  int64_t rank = typeOf(tensor).getRank();
  AffineMap maps[] = {builder.getMultiDimIdentityMap(rank),
                      AffineMap::get(rank, 0, builder.getContext())};
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::reduction);
  auto reduction = linalg::GenericOp::create(
      builder, loc, init.getType(), tensor, init, maps, iterators,
      [isMax](OpBuilder &nested, Location loc, ValueRange args) {
        Value x = toF32(nested, loc, args[0]);
        Value next =
            isMax ? Value(arith::MaximumFOp::create(nested, loc, x, args[1]))
                  : Value(arith::MinimumFOp::create(nested, loc, x, args[1]));
        linalg::YieldOp::create(nested, loc, next);
      });
  return reduction.getResult(0);
}

/// The part of the range that each element lies in, -1 for NaN, as i32.
static Value createParts(OpBuilder &builder, Location loc, Value tensor,
                         int64_t bins, float lo, float hi) {
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, tensor),
      builder.getI32Type());
  int64_t rank = typeOf(tensor).getRank();
  AffineMap identity = builder.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  float perUnit = static_cast<float>(bins) / (hi - lo);
  auto body = [&](OpBuilder &nested, Location loc, ValueRange args) {
    ImplicitLocOpBuilder b(loc, nested);
    auto constant = [&](float value) -> Value {
      return arith::ConstantOp::create(b, b.getF32FloatAttr(value));
    };
    Value x = toF32(b, loc, args[0]);
    Value part = arith::MulFOp::create(
        b, arith::SubFOp::create(b, x, constant(lo)), constant(perUnit));
    part = math::FloorOp::create(b, part);
    // A comparison with NaN is false: it takes the first part here.
    Value first = constant(0), last = constant(static_cast<float>(bins - 1));
    Value above =
        arith::CmpFOp::create(b, arith::CmpFPredicate::OGT, part, first);
    part = arith::SelectOp::create(b, above, part, first);
    Value below =
        arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, part, last);
    part = arith::SelectOp::create(b, below, part, last);
    Value index = arith::FPToSIOp::create(b, b.getI32Type(), part);
    Value isNaN = arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, x, x);
    Value none = arith::ConstantOp::create(b, b.getI32IntegerAttr(-1));
    linalg::YieldOp::create(
        b, Value(arith::SelectOp::create(b, isNaN, none, index)));
  };
  return linalg::GenericOp::create(builder, loc, empty.getType(), tensor, empty,
                                   ArrayRef<AffineMap>{identity, identity},
                                   iterators, body)
      .getResult(0);
}

/// How often each of `bins` numbers is in `parts`: a loop over the elements
/// that adds 1 where each belongs. It counts in place once there are memrefs.
static Value createCounts(OpBuilder &builder, Location loc, Value parts,
                          int64_t bins) {
  ImplicitLocOpBuilder b(loc, builder);
  Value zero = arith::ConstantOp::create(b, b.getI32IntegerAttr(0));
  Value empty =
      tensor::EmptyOp::create(b, ArrayRef<int64_t>{bins}, b.getI32Type());
  Value init = linalg::FillOp::create(b, zero, empty).getResult(0);
  Value first = arith::ConstantIndexOp::create(b, 0);
  Value step = arith::ConstantIndexOp::create(b, 1);
  int64_t rank = typeOf(parts).getRank();
  SmallVector<Value> lower(rank, first), upper, steps(rank, step);
  for (OpFoldResult size : tensor::getMixedSizes(b, loc, parts))
    upper.push_back(getValueOrCreateConstantIndexOp(b, loc, size));
  auto addOne = [&](OpBuilder &nested, Location loc, ValueRange indices,
                    ValueRange counts) -> scf::ValueVector {
    ImplicitLocOpBuilder b(loc, nested);
    Value part = tensor::ExtractOp::create(b, parts, indices);
    // NaN has no part: it adds 0 to the first.
    Value isPart =
        arith::CmpIOp::create(b, arith::CmpIPredicate::sge, part, zero);
    Value one = arith::ExtUIOp::create(b, b.getI32Type(), isPart);
    Value index = arith::IndexCastOp::create(
        b, b.getIndexType(), Value(arith::MaxSIOp::create(b, part, zero)));
    Value count = tensor::ExtractOp::create(b, counts.front(), index);
    count = arith::AddIOp::create(b, count, one);
    return {tensor::InsertOp::create(b, count, counts.front(), index)};
  };
  return scf::buildLoopNest(b, loc, lower, upper, steps, init, addOne)
      .results.front();
}

namespace {

/// Appends results to one function.
class Exporter {
public:
  explicit Exporter(func::FuncOp function) : function(function) {}

  void exportObservation(ObserveOp op) {
    OpBuilder builder(op->getBlock()->getTerminator());
    Location loc = op.getLoc();
    for (bool isMax : {false, true})
      append(op, isMax ? "max" : "min",
             createExtremum(builder, loc, op.getInput(), isMax),
             isMax ? Accumulation::Max : Accumulation::Min);
    if (op.getBins()) {
      auto range = *op.getRange();
      Value parts = createParts(builder, loc, op.getInput(), *op.getBins(),
                                range[0], range[1]);
      append(op, "histogram", createCounts(builder, loc, parts, *op.getBins()),
             Accumulation::Sum);
    }
    op.replaceAllUsesWith(op.getInput());
    op.erase();
  }

private:
  void append(ObserveOp op, StringRef what, Value record, Accumulation kind) {
    record = carryOut(record, kind);
    Builder builder(op.getContext());
    NamedAttrList entry;
    entry.append("label", op.getLabelAttr());
    entry.append("what", builder.getStringAttr(what));
    if (what == "histogram")
      entry.append("over", op.getRangeAttr());
    auto attributes = builder.getDictionaryAttr(builder.getNamedAttr(
        kObservationAttrName, entry.getDictionary(op.getContext())));
    (void)function.insertResult(function.getNumResults(), record.getType(),
                                attributes);
    Operation *terminator = function.getBody().back().getTerminator();
    terminator->insertOperands(terminator->getNumOperands(), record);
  }

  func::FuncOp function;
};

struct ExportObservations
    : mixp::impl::ExportObservationsPassBase<ExportObservations> {
  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (!function.isExternal() && failed(exportFrom(function)))
        return signalPassFailure();
  }

private:
  static LogicalResult exportFrom(func::FuncOp function) {
    SmallVector<ObserveOp> ops;
    function.walk([&](ObserveOp op) { ops.push_back(op); });
    for (ObserveOp op : ops) {
      if (!function.isPublic())
        return op.emitOpError()
               << "cannot be exported from private function '"
               << function.getName() << "': run --inline first";
      if (Operation *barrier = findBarrier(op))
        return op.emitOpError()
               << "cannot be exported from inside of '" << barrier->getName()
               << "': expected it at the top of a function of one block, or "
                  "there below scf.for and scf.if";
    }
    Exporter exporter(function);
    for (ObserveOp op : ops)
      exporter.exportObservation(op);
    return success();
  }
};

} // namespace
