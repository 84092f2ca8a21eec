//===- ChunkModel.cpp - What one thread computes at a time ----------------===//
#include "ChunkModel.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mixp;

namespace {
/// Clocks of a chunk that is long against taking it from a shared counter, and
/// of a product that is long against waking threads.
constexpr int64_t kChunkClocks = 20'000, kProductClocks = 50'000;
/// Chunks for each thread: a thread that gets half of a core for a while should
/// not leave the others waiting for long.
constexpr int64_t kChunksPerThread = 32;
/// Bytes of rhs per clock that all threads together read from memory.
constexpr int64_t kMemoryBytesPerClock = 16;
/// Where only the run knows.
constexpr int64_t kManyThreads = 16;

/// The product's extents; one that is dynamic counts as large.
struct Extents {
  int64_t batch, m, n, k;
};
} // namespace

static Extents getExtents(MatmulOp op) {
  constexpr int64_t kLarge = 1024;
  auto known = [](int64_t size) {
    return ShapedType::isDynamic(size) ? kLarge : std::max<int64_t>(size, 1);
  };
  RankedTensorType outs = op.getOuts().getType();
  int64_t rank = outs.getRank();
  return {rank == 3 ? known(outs.getDimSize(0)) : 1,
          known(outs.getDimSize(rank - 2)), known(outs.getDimSize(rank - 1)),
          known(op.getLhs().getType().getDimSize(op.getLhsReductionDim()))};
}

/// Clocks that one thread needs, bound by arithmetic or by reading rhs.
static int64_t estimateClocks(const Extents &size, int64_t opsPerClock,
                              int64_t rhsBits) {
  int64_t elements = size.n * size.k;
  return size.batch * std::max(2 * size.m * elements / opsPerClock,
                               elements * rhsBits / 8 / kMemoryBytesPerClock);
}

void mixp::chooseChunks(ScheduleChoice &choice, MatmulOp op, TargetAttr target,
                        int64_t threads) {
  ScheduleAttr schedule = choice.schedule;
  int64_t mr = schedule.getMr(), nr = schedule.getNr();
  Extents size = getExtents(op);
  int64_t clocks =
      estimateClocks(size, target.lookup(schedule.getMma()).getOpsPerClock(),
                     op.getRhs().getType().getElementTypeBitWidth());
  if (clocks < kProductClocks) {
    choice.reasons.push_back("too little work for several threads");
    return;
  }
  int64_t count = kChunksPerThread * (threads != 0 ? threads : kManyThreads);
  int64_t area = size.batch * size.m * size.n;
  int64_t least = std::max<int64_t>(area / (clocks / kChunkClocks + 1), 1);
  int64_t wanted = std::max(area / count, least);
  // A quarter of a block's columns: the block of lhs is read again for each.
  int64_t columns = llvm::alignTo(std::min(schedule.getNc() / 4, size.n), nr);
  int64_t rows = std::min(llvm::alignTo(size.m, mr),
                          static_cast<uint64_t>(schedule.getMc()));
  rows = std::clamp<int64_t>(llvm::divideCeil(wanted, columns), 1, rows);
  rows = llvm::alignTo(rows, mr);
  if (rows >= size.m) { // only columns to share
    rows = std::max<int64_t>(llvm::alignTo(size.m, mr), 1);
    columns = llvm::alignTo(std::max<int64_t>(wanted / size.m, 1), nr);
    columns = std::min<int64_t>(columns, llvm::alignTo(size.n, nr));
  }
  choice.reasons.push_back(
      llvm::formatv("threads take {0} x {1} at a time", rows, columns));
  choice.schedule = ScheduleAttr::get(
      op.getContext(), schedule.getMma(), mr, nr, schedule.getUnroll(),
      schedule.getMc(), schedule.getNc(), schedule.getKc(),
      schedule.getPrefetch(), schedule.getPrefetchNext(), rows, columns);
}
