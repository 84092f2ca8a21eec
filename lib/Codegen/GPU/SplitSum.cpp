//===- SplitSum.cpp - One tile by several blocks --------------------------===//
#include "SplitSum.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

StepRange::StepRange(KernelBuilder &b, GpuScheduleAttr schedule, Value k) {
  Value steps = b.ceilDiv(k, schedule.getBlockK());
  begin = b.constant(0);
  end = steps;
  if (schedule.getSplitK() == 1)
    return;
  Value share = b.ceilDiv(steps, schedule.getSplitK());
  begin = b.min(b.mul(b.splitIndex(), share), steps);
  end = b.min(b.add(begin, share), steps);
}

SplitSum::SplitSum(KernelBuilder &b, TensorCoreMatmulOp op,
                   const KernelArguments &arguments, Value thread,
                   int64_t threads, Value flag,
                   std::function<void(KernelBuilder &)> barrier)
    : schedule(op.getSchedule()), arguments(arguments), thread(thread),
      flag(flag), threads(threads), barrier(std::move(barrier)) {}

int64_t SplitSum::partBytes(GpuScheduleAttr schedule) {
  return schedule.getSplitK() * schedule.getBlockM() * schedule.getBlockN() * 4;
}

/// Four accumulators of each thread are 16 bytes, those of neighbours beside
/// each other.
Value SplitSum::partAddress(KernelBuilder &b, Value tile, Value split,
                            int64_t quad) const {
  Value start = b.createOrFold<arith::MulIOp>(
      b.widen(tile), b.constant64(partBytes(schedule)));
  int64_t one = schedule.getBlockM() * schedule.getBlockN() * 4;
  Value inTile = b.add(b.mul(split, one), b.mul(thread, 16));
  Value bytes = b.createOrFold<arith::AddIOp>(
      start, b.widen(b.add(inTile, quad * threads * 16)));
  return b.offset(arguments.workspace(KernelArguments::kParts), bytes);
}

/// Counts this block, whose parts other blocks can see by now.
Value SplitSum::isLast(KernelBuilder &b, Value tile) const {
  StringRef scope = "device";
  // This thread's parts, then those of all threads by the barrier.
  LLVM::FenceOp::create(b, LLVM::AtomicOrdering::acq_rel, scope);
  barrier(b);
  b.ifThen(b.equal(thread, 0), [&] {
    Value counter = b.offset(arguments.workspace(KernelArguments::kCounters),
                             b.mul(tile, kCounterBytes));
    Value before = LLVM::AtomicRMWOp::create(
        b, LLVM::AtomicBinOp::add, counter, b.constant(1),
        LLVM::AtomicOrdering::acq_rel, scope);
    b.store(before, flag, 4);
  });
  barrier(b);
  Value before = b.load(b.getI32Type(), flag, 4);
  // The flag is written again only after all have read it.
  barrier(b);
  LLVM::FenceOp::create(b, LLVM::AtomicOrdering::acq_rel, scope);
  return b.equal(before, schedule.getSplitK() - 1);
}

/// One part after the other: loads of all at once would need more registers
/// than there are.
SmallVector<Value> SplitSum::addParts(KernelBuilder &b, Value tile,
                                      VectorType quad, int64_t quads) const {
  auto load = [&](Value split, int64_t q) {
    return b.load(quad, partAddress(b, tile, split, q), 16);
  };
  SmallVector<Value> first;
  for (int64_t q = 0; q < quads; ++q)
    first.push_back(load(b.constant(0), q));
  auto loop = scf::ForOp::create(
      b, b.constant(1), b.constant(schedule.getSplitK()), b.constant(1), first);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    SmallVector<Value> sums;
    for (auto [q, sum] : llvm::enumerate(loop.getRegionIterArgs())) {
      Value part = load(loop.getInductionVar(), q);
      sums.push_back(quad.getElementType().isInteger()
                         ? Value(arith::AddIOp::create(b, sum, part))
                         : Value(arith::AddFOp::create(b, sum, part)));
    }
    scf::YieldOp::create(b, sums);
  }
  SmallVector<Value> accumulators;
  for (Value sum : loop.getResults())
    for (int64_t i = 0; i < 4; ++i)
      accumulators.push_back(vector::ExtractOp::create(b, sum, i));
  return accumulators;
}

void SplitSum::finish(KernelBuilder &b, Value tile,
                      ArrayRef<Value> accumulators,
                      function_ref<void(ArrayRef<Value>)> finish) {
  Type element = accumulators[0].getType();
  auto quad = VectorType::get({4}, element);
  int64_t quads = accumulators.size() / 4;
  for (int64_t q = 0; q < quads; ++q) {
    Value part =
        vector::FromElementsOp::create(b, quad, accumulators.slice(4 * q, 4));
    b.store(part, partAddress(b, tile, b.splitIndex(), q), 16);
  }
  b.ifThen(isLast(b, tile), [&] { finish(addParts(b, tile, quad, quads)); });
}
