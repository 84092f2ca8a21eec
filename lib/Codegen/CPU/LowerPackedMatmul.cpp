//===- LowerPackedMatmul.cpp - Packed products to loops and vectors -------===//
#include "MicroKernel.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mixp {
#define GEN_PASS_DEF_LOWERPACKEDMATMULPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// The loops around the register tiles of one packed_matmul: batch, blocks of
/// nc columns, blocks of mc rows, panels, register tiles. A panel of rhs stays
/// in the first-level cache over the rows of a block, the block of lhs in the
/// second-level cache over the panels.
class LoopNest {
public:
  LoopNest(ImplicitLocOpBuilder &b, PackedMatmulOp op,
           const KernelConfig &config)
      : b(b), op(op), config(config), kernel(b, op, config) {}

  void build();

private:
  using Body = function_ref<void(Value)>;
  void loop(Value first, Value end, Value step, Body body);
  void buildBatch(ValueRange batch);
  void buildTail(ValueRange batch, OpFoldResult rows, Value firstRow);
  void buildTailRows(ValueRange batch, int64_t rows, Value row);

  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, value);
  }
  Value toValue(OpFoldResult size) {
    return getValueOrCreateConstantIndexOp(b, b.getLoc(), size);
  }
  Value minimum(Value lhs, Value rhs) {
    return b.createOrFold<arith::MinSIOp>(lhs, rhs);
  }
  Value add(Value lhs, Value rhs) {
    return b.createOrFold<arith::AddIOp>(lhs, rhs);
  }

  ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  const KernelConfig &config;
  MicroKernel kernel;
  Value panels;
};
} // namespace

void LoopNest::loop(Value first, Value end, Value step, Body body) {
  auto forOp = scf::ForOp::create(b, first, end, step);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(forOp.getBody());
  body(forOp.getInductionVar());
}

void LoopNest::build() {
  kernel.prepare();
  panels = toValue(memrefSize(b, op.getRhs(), op.getRhsType().getRank() - 3));
  if (!op.isBatched())
    return buildBatch({});
  Value batches = toValue(memrefSize(b, op.getOuts(), 0));
  loop(index(0), batches, index(1), [&](Value batch) { buildBatch(batch); });
}

void LoopNest::buildBatch(ValueRange batch) {
  ScheduleAttr schedule = op.getSchedule();
  int64_t mr = schedule.getMr();
  OpFoldResult m = memrefSize(b, op.getOuts(), batch.size());
  Value rows = toValue(m);
  std::optional<int64_t> staticRows = getConstantIntValue(m);
  Value tail = staticRows ? index(*staticRows % mr)
                          : b.createOrFold<arith::RemUIOp>(rows, index(mr));
  Value whole = staticRows ? index(*staticRows - *staticRows % mr)
                           : b.createOrFold<arith::SubIOp>(rows, tail);
  Value nc = index(schedule.getNc() / config.nr);
  Value mc = index(schedule.getMc() / mr * mr);
  if (!staticRows || *staticRows >= mr)
    loop(index(0), panels, nc, [&](Value jc) {
      Value jEnd = minimum(add(jc, nc), panels);
      loop(index(0), whole, mc, [&](Value ic) {
        Value iEnd = minimum(add(ic, mc), whole);
        loop(jc, jEnd, index(1), [&](Value panel) {
          loop(ic, iEnd, index(mr),
               [&](Value row) { kernel.build(mr, batch, row, panel); });
        });
      });
    });
  if (staticRows)
    buildTail(batch, b.getIndexAttr(*staticRows % mr), whole);
  else
    buildTail(batch, tail, whole);
}

/// The rows after the last whole tile. Where their number is only known at run
/// time, one kernel for each power of two: few kernels, few passes over rhs.
void LoopNest::buildTail(ValueRange batch, OpFoldResult rows, Value firstRow) {
  if (std::optional<int64_t> count = getConstantIntValue(rows)) {
    if (*count > 0)
      buildTailRows(batch, *count, firstRow);
    return;
  }
  Value left = cast<Value>(rows), row = firstRow;
  int64_t largest = llvm::bit_floor(uint64_t(op.getSchedule().getMr() - 1));
  for (int64_t size = largest; size > 0; size /= 2) {
    Value bits = arith::AndIOp::create(b, left, index(size));
    Value has =
        arith::CmpIOp::create(b, arith::CmpIPredicate::ne, bits, index(0));
    auto choice = scf::IfOp::create(b, has, /*withElseRegion=*/false);
    {
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(choice.thenBlock());
      buildTailRows(batch, size, row);
    }
    row = add(row, bits);
  }
}

void LoopNest::buildTailRows(ValueRange batch, int64_t rows, Value row) {
  loop(index(0), panels, index(1),
       [&](Value panel) { kernel.build(rows, batch, row, panel); });
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

namespace {
struct LowerPackedMatmul
    : mixp::impl::LowerPackedMatmulPassBase<LowerPackedMatmul> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    SmallVector<PackedMatmulOp> ops;
    getOperation().walk([&](PackedMatmulOp op) { ops.push_back(op); });
    for (PackedMatmulOp op : ops) {
      if (!isa<MemRefType>(op.getOuts().getType())) {
        op.emitOpError() << "is still on tensors: bufferize first";
        return signalPassFailure();
      }
      ImplicitLocOpBuilder b(op.getLoc(), op);
      KernelConfig config(op, target);
      LoopNest(b, op, config).build();
      op.erase();
    }
  }
};
} // namespace
