//===- BlockProduct.cpp - What kernels of mma.sync share ------------------===//
#include "BlockProduct.h"
#include "TileOrder.h"

using namespace mlir;
using namespace mixp;

static int64_t warpsOf(GpuScheduleAttr schedule) {
  return schedule.getBlockM() / schedule.getWarpM() * schedule.getBlockN() /
         schedule.getWarpN();
}

int64_t BlockProduct::threads(GpuScheduleAttr schedule) {
  return 32 * warpsOf(schedule);
}

/// Of the flag that tells threads whether their block is the last of a tile.
static int64_t flagBytes(GpuScheduleAttr schedule) {
  return schedule.getSplitK() == 1 ? 0 : 16;
}

int64_t BlockProduct::sharedBytes(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  auto tiles = getOperandTiles(op);
  int64_t stages = schedule.getStages() *
                   (tiles[0].smem().bytes() + tiles[1].smem().bytes());
  // The epilogue takes the place of the stages.
  int64_t epilogue =
      warpsOf(schedule) * WarpEpilogue::bytesPerWarp(schedule.getWarpN());
  return std::max(stages, epilogue) + flagBytes(schedule);
}

BlockProduct::BlockProduct(KernelBuilder &b, TensorCoreMatmulOp op,
                           const KernelArguments &arguments, Value shared)
    : op(op), arguments(arguments), schedule(op.getSchedule()),
      tiles(getOperandTiles(op)), shared(shared) {
  thread = b.threadIndex();
  warpIndex = b.div(thread, 32);
  lane = b.rem(thread, 32);
  if (op.isBatched())
    batch = b.batchIndex();
  Value m = arguments.size("M"), n = arguments.size("N");
  Value k = arguments.size("K");
  TileOrder order(b, schedule, m, n);
  tile = b.blockIndex();
  std::tie(blockRow, blockColumn) = order.origin(b, tile);
  if (batch)
    tile = b.add(tile, b.mul(batch, order.count()));
  range.emplace(b, schedule, k);
  auto copy = [&](int64_t operand, Value first, Value size) {
    return TileCopy(b, tiles[operand], threads(schedule), thread,
                    arguments.matrix(b, operand, batch), first,
                    arguments.pitch(operand), size, k);
  };
  lhs.emplace(copy(KernelArguments::kLhs, blockRow, m));
  rhs.emplace(copy(KernelArguments::kRhs, blockColumn, n));
  product.emplace(b, op, warpIndex, lane);
  accumulators = product->zeros(b);
}

Value BlockProduct::depthOf(KernelBuilder &b, Value step) const {
  return b.mul(step, schedule.getBlockK());
}

Value BlockProduct::lhsStage(KernelBuilder &b, Value stage) const {
  return b.offset(shared, b.mul(stage, tiles[0].smem().bytes()));
}

Value BlockProduct::rhsStage(KernelBuilder &b, Value stage) const {
  int64_t begin = schedule.getStages() * tiles[0].smem().bytes();
  Value offset = b.add(b.mul(stage, tiles[1].smem().bytes()), begin);
  return b.offset(shared, offset);
}

Value BlockProduct::nextStage(KernelBuilder &b, Value stage) const {
  Value next = b.add(stage, 1);
  return b.select(b.equal(next, schedule.getStages()), b.constant(0), next);
}

void BlockProduct::buildLoop(
    KernelBuilder &b,
    function_ref<void(Value, Value, MutableArrayRef<Value>)> body) {
  SmallVector<Value> carried = {b.constant(0)};
  llvm::append_range(carried, accumulators);
  auto loop =
      scf::ForOp::create(b, range->begin, range->end, b.constant(1), carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value stage = loop.getRegionIterArgs()[0];
  SmallVector<Value> values(loop.getRegionIterArgs().drop_front());
  body(loop.getInductionVar(), stage, values);
  values.insert(values.begin(), nextStage(b, stage));
  scf::YieldOp::create(b, values);
  accumulators.assign(loop.getResults().begin() + 1, loop.getResults().end());
}

void BlockProduct::store(KernelBuilder &b, ArrayRef<Value> sums) {
  int64_t bytes = WarpEpilogue::bytesPerWarp(schedule.getWarpN());
  Value buffer = b.offset(shared, b.mul(warpIndex, bytes));
  WarpEpilogue epilogue(b, op, arguments, lane, buffer, batch);
  Value row = b.add(blockRow, product->row());
  Value column = b.add(blockColumn, product->column());
  int64_t count = sums.size() / product->rowTiles();
  for (int64_t i = 0; i < product->rowTiles(); ++i)
    epilogue.storeRows(b, sums.slice(i * count, count),
                       b.add(row, i * MmaAtom::kM), column);
}

void BlockProduct::finish(KernelBuilder &b) {
  SmallVector<Value> sums = unpackAccumulators(b, accumulators);
  if (schedule.getSplitK() == 1)
    return store(b, sums);
  Value flag =
      b.offset(shared, b.constant(sharedBytes(op) - flagBytes(schedule)));
  SplitSum split(b, op, arguments, thread, threads(schedule), flag,
                 [](KernelBuilder &b) { b.barrier(); });
  split.finish(b, tile, sums, [&](ArrayRef<Value> whole) { store(b, whole); });
}
