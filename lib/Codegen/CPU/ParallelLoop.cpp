//===- ParallelLoop.cpp - Chunks of work for several threads --------------===//
#include "ParallelLoop.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

/// The loop inside of a parallel region. On i64, which needs no conversion.
static void buildSharedLoop(ImplicitLocOpBuilder &b, Value end,
                            function_ref<void(Value)> body) {
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(b, b.getI64IntegerAttr(value));
  };
  omp::LoopNestOperands bounds;
  bounds.loopLowerBounds = {constant(0)};
  bounds.loopUpperBounds = {end};
  bounds.loopSteps = {constant(1)};
  omp::WsloopOperands clauses;
  // The end of the region waits.
  clauses.nowait = b.getUnitAttr();
  // Cores are not equally fast, least of all where other processes run.
  clauses.scheduleKind = omp::ClauseScheduleKindAttr::get(
      b.getContext(), omp::ClauseScheduleKind::Dynamic);
  auto shared = omp::WsloopOp::create(b, clauses);
  b.createBlock(&shared.getRegion());
  auto loop = omp::LoopNestOp::create(b, bounds);
  b.createBlock(&loop.getRegion(), {}, {b.getI64Type()}, {b.getLoc()});
  body(arith::IndexCastOp::create(b, b.getIndexType(),
                                  loop.getRegion().getArgument(0)));
  omp::YieldOp::create(b, ValueRange());
}

void mixp::buildParallelLoop(ImplicitLocOpBuilder &b, int64_t threads,
                             OpFoldResult count,
                             function_ref<void(Value)> body) {
  OpBuilder::InsertionGuard guard(b);
  omp::ParallelOperands clauses;
  if (threads > 0)
    clauses.numThreads =
        arith::ConstantOp::create(b, b.getI32IntegerAttr(threads));
  Value iterations = getValueOrCreateConstantIndexOp(b, b.getLoc(), count);
  if (!getConstantIntValue(count))
    clauses.ifExpr =
        arith::CmpIOp::create(b, arith::CmpIPredicate::sgt, iterations,
                              arith::ConstantIndexOp::create(b, 1));
  Value end = arith::IndexCastOp::create(b, b.getI64Type(), iterations);
  auto parallel = omp::ParallelOp::create(b, clauses);
  b.createBlock(&parallel.getRegion());
  buildSharedLoop(b, end, body);
  b.setInsertionPointToEnd(&parallel.getRegion().front());
  omp::TerminatorOp::create(b);
}

ChunkedDim::ChunkedDim(ImplicitLocOpBuilder &b, OpFoldResult size,
                       int64_t chunk)
    : b(b), size(size), chunk(chunk), count(b.getIndexAttr(1)) {
  if (chunk == 0)
    return;
  if (std::optional<int64_t> value = getConstantIntValue(size)) {
    count = b.getIndexAttr(llvm::divideCeil(*value, chunk));
    return;
  }
  count = b.createOrFold<arith::CeilDivUIOp>(
      cast<Value>(size), arith::ConstantIndexOp::create(b, chunk));
}

void ChunkedDim::build(Value number, Body body) const {
  if (isConstantIntValue(count, 1))
    return body(b.getIndexAttr(0), size);
  Value width = arith::ConstantIndexOp::create(b, chunk);
  Value offset = arith::MulIOp::create(b, number, width);
  if (!getConstantIntValue(size)) {
    Value left = arith::SubIOp::create(b, cast<Value>(size), offset);
    return body(offset, arith::MinUIOp::create(b, left, width).getResult());
  }
  int64_t rest = *getConstantIntValue(size) % chunk;
  if (rest == 0)
    return body(offset, b.getIndexAttr(chunk));
  Value last =
      arith::ConstantIndexOp::create(b, *getConstantIntValue(count) - 1);
  Value isWhole =
      arith::CmpIOp::create(b, arith::CmpIPredicate::ne, number, last);
  auto choice = scf::IfOp::create(b, isWhole, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  body(offset, b.getIndexAttr(chunk));
  b.setInsertionPointToStart(choice.elseBlock());
  body(offset, b.getIndexAttr(rest));
}

Value mixp::sliceMemRef(ImplicitLocOpBuilder &b, Value memref,
                        ArrayRef<OpFoldResult> offsets,
                        ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> strides(offsets.size(), b.getIndexAttr(1));
  return memref::SubViewOp::create(b, memref, offsets, sizes, strides);
}
