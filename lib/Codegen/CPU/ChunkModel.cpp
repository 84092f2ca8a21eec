//===- ChunkModel.cpp - What one thread computes at a time ----------------===//
#include "ChunkModel.h"
#include "MmaKinds.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

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

/// Rows and columns of about `area` elements, within a block: near a square, in
/// which lhs and rhs are read again as little as they can be together.
static std::pair<int64_t, int64_t>
chooseShape(const Extents &size, int64_t area, ScheduleAttr schedule) {
  int64_t nr = schedule.getNr();
  int64_t mostRows = std::min(schedule.getMc(), size.m);
  int64_t mostColumns =
      std::min<int64_t>(schedule.getNc(), llvm::alignTo(size.n, nr));
  auto toColumns = [&](int64_t columns) {
    columns = llvm::alignTo(std::max<int64_t>(columns, 1), nr);
    return std::min(columns, mostColumns);
  };
  int64_t side = static_cast<int64_t>(std::sqrt(static_cast<double>(area)));
  int64_t rows = std::clamp<int64_t>(side, 1, mostRows);
  int64_t columns = toColumns(area / rows);
  rows = std::clamp<int64_t>(area / columns, 1, mostRows);
  // Chunks of equal height; of whole tiles where the rows are padded to those.
  rows = llvm::divideCeil(size.m, llvm::divideCeil(size.m, rows));
  if (isTile(schedule.getMma()))
    rows = llvm::alignTo(rows, schedule.getMr());
  return {rows, columns};
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
  auto [rows, columns] = chooseShape(size, wanted, schedule);
  choice.reasons.push_back(
      llvm::formatv("threads take {0} x {1} at a time", rows, columns));
  choice.schedule = ScheduleAttr::get(
      op.getContext(), schedule.getMma(), mr, nr, schedule.getUnroll(),
      schedule.getMc(), schedule.getNc(), schedule.getKc(),
      schedule.getPrefetch(), schedule.getPrefetchNext(), rows, columns);
}
