//===- SplitSum.cpp - One tile by several blocks --------------------------===//
#include "SplitSum.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

/// The parts of a tile's sum.
static Value countParts(KernelBuilder &b, GpuScheduleAttr schedule) {
  return schedule.getSplitBlocks() ? b.splitCount()
                                   : b.constant(schedule.getSplitK());
}

StepRange::StepRange(KernelBuilder &b, GpuScheduleAttr schedule, Value k) {
  count = b.ceilDiv(k, schedule.getBlockK());
  begin = b.constant(0);
  end = count;
  if (schedule.getSplitK() == 1)
    return;
  Value parts = countParts(b, schedule);
  Value share = b.div(b.add(count, b.add(parts, -1)), parts);
  begin = b.min(b.mul(b.splitIndex(), share), count);
  end = b.min(b.add(begin, share), count);
}

SplitSum::SplitSum(KernelBuilder &b, TensorCoreMatmulOp op,
                   const KernelArguments &arguments, Value thread,
                   int64_t threads, Value flag,
                   std::function<void(KernelBuilder &)> barrier)
    : schedule(op.getSchedule()), arguments(arguments), thread(thread),
      flag(flag), parts(countParts(b, schedule)), threads(threads),
      barrier(std::move(barrier)) {}

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
  Value bytes = b.createOrFold<arith::AddIOp>(start, b.widen(inTile));
  Value first = b.offset(arguments.workspace(KernelArguments::kParts), bytes);
  // One address in registers for all quads.
  return b.offset(first, b.constant(quad * threads * 16));
}

void SplitSum::storePart(KernelBuilder &b, Value tile,
                         ArrayRef<Value> accumulators) const {
  auto quad = VectorType::get({4}, accumulators[0].getType());
  for (int64_t q = 0, e = accumulators.size() / 4; q < e; ++q) {
    Value part =
        vector::FromElementsOp::create(b, quad, accumulators.slice(4 * q, 4));
    b.store(part, partAddress(b, tile, b.splitIndex(), q), 16);
  }
}

Value SplitSum::isLast(KernelBuilder &b, Value before) const {
  return b.equal(b.sub(parts, before), 1);
}

/// Counts this block, by one thread, and stores in the flag how many came
/// before. The last one leaves 0 for the next launch. LLVM writes atomics of
/// PTX without an order, which is therefore that of fences: what the barrier
/// ordered before them goes along.
void SplitSum::count(KernelBuilder &b, Value tile) const {
  StringRef scope = "device";
  Value counter = b.offset(arguments.workspace(KernelArguments::kCounters),
                           b.mul(tile, kCounterBytes));
  LLVM::FenceOp::create(b, LLVM::AtomicOrdering::acq_rel, scope);
  Value before = LLVM::AtomicRMWOp::create(
      b, LLVM::AtomicBinOp::add, counter, b.constant(1),
      LLVM::AtomicOrdering::monotonic, scope);
  LLVM::FenceOp::create(b, LLVM::AtomicOrdering::acq_rel, scope);
  b.ifThen(isLast(b, before), [&] { b.store(b.constant(0), counter, 4); });
  b.store(before, flag, 4);
}

/// Whether this block, whose part is stored, is the last one of its tile; it
/// then sees all others' parts.
Value SplitSum::countBlock(KernelBuilder &b, Value tile) const {
  barrier(b);
  b.ifThen(b.equal(thread, 0), [&] { count(b, tile); });
  barrier(b);
  Value before = b.load(b.getI32Type(), flag, 4);
  // The flag is written again only after all have read it.
  barrier(b);
  return isLast(b, before);
}

/// One part after the other: loads of all at once would need more registers
/// than there are, and so would the last part, if its sums were put off until
/// they are stored, as LLVM does where it can unroll the loop.
SmallVector<Value> SplitSum::addParts(KernelBuilder &b, Value tile,
                                      Type element, int64_t count) const {
  auto quad = VectorType::get({4}, element);
  auto load = [&](Value split, int64_t q) {
    return b.load(quad, partAddress(b, tile, split, q), 16);
  };
  SmallVector<Value> first;
  for (int64_t q = 0; q < count / 4; ++q)
    first.push_back(load(b.constant(0), q));
  Value end =
      schedule.getSplitBlocks() ? parts : b.opaque(schedule.getSplitK());
  auto loop = scf::ForOp::create(b, b.constant(1), end, b.constant(1), first);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    SmallVector<Value> sums;
    for (auto [q, sum] : llvm::enumerate(loop.getRegionIterArgs())) {
      Value part = load(loop.getInductionVar(), q);
      sums.push_back(element.isInteger()
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

/// What the condition chooses.
static SmallVector<Value> choose(KernelBuilder &b, Value condition,
                                 function_ref<SmallVector<Value>()> then,
                                 function_ref<SmallVector<Value>()> otherwise) {
  auto branch = scf::IfOp::create(
      b, condition,
      [&](OpBuilder &, Location) { scf::YieldOp::create(b, then()); },
      [&](OpBuilder &, Location) { scf::YieldOp::create(b, otherwise()); });
  return SmallVector<Value>(branch.getResults());
}

SmallVector<Value> SplitSum::gather(KernelBuilder &b, Value tile,
                                    ArrayRef<Value> accumulators) const {
  Type element = accumulators[0].getType();
  SmallVector<Value> own(accumulators);
  return choose(
      b, b.equal(parts, 1),
      [&] {
        SmallVector<Value> sums = own;
        sums.push_back(arith::ConstantOp::create(b, b.getBoolAttr(true)));
        return sums;
      },
      [&] {
        storePart(b, tile, accumulators);
        Value last = countBlock(b, tile);
        SmallVector<Value> sums = choose(
            b, last, [&] { return addParts(b, tile, element, own.size()); },
            [&] { return own; });
        sums.push_back(last);
        return sums;
      });
}

void SplitSum::finish(KernelBuilder &b, Value tile,
                      ArrayRef<Value> accumulators,
                      function_ref<void(ArrayRef<Value>)> finish) {
  if (schedule.getSplitBlocks()) {
    // What follows is written once for both: it is most of the code.
    SmallVector<Value> sums = gather(b, tile, accumulators);
    b.ifThen(sums.back(), [&] { finish(ArrayRef(sums).drop_back()); });
    return;
  }
  storePart(b, tile, accumulators);
  b.ifThen(countBlock(b, tile), [&] {
    finish(addParts(b, tile, accumulators[0].getType(), accumulators.size()));
  });
}
