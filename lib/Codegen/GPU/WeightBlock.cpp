//===- WeightBlock.cpp - What weight-only kernels share -------------------===//
#include "WeightBlock.h"
#include "TileOrder.h"
#include "WarpEpilogue.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

/// Warps that have different tiles of the result.
static int64_t tileWarps(GpuScheduleAttr schedule) {
  return schedule.getBlockM() / schedule.getWarpM() * schedule.getBlockN() /
         schedule.getWarpN();
}

int64_t WeightBlock::threads(GpuScheduleAttr schedule) {
  return 32 * tileWarps(schedule) * schedule.getWarpsK();
}

namespace {
/// Bytes of shared memory from the start of a stage, and of sums of shares of K
/// and the epilogue, which take the place of the stages; of the flag that tells
/// threads whether their block is the last of a tile.
struct Places {
  int64_t weights, scale, zeroPoint, stage;
  int64_t warpSums, epilogueWarp, epilogue, flag, end;

  explicit Places(TensorCoreMatmulOp op) {
    GpuScheduleAttr schedule = op.getSchedule();
    auto tableBytes = [&](Value table, int64_t operand) {
      return table && op.getGroup() ? GroupTable::bytes(op, operand) : 0;
    };
    weights = getActivationTile(op).smem().bytes();
    scale = weights + WeightTile(op).bytes();
    zeroPoint = scale + tableBytes(op.getRhsScale(), 2);
    stage = zeroPoint +
            tableBytes(op.getRhsZeroPoint(), op.getFirstEpilogueOperand() - 1);
    // Tiles with a swizzle begin at multiples of 1024.
    stage = llvm::alignTo(stage, 1024);
    warpSums = schedule.getWarpM() * schedule.getWarpN() * 4;
    epilogueWarp = WarpEpilogue::bytesPerWarp(schedule.getWarpN());
    epilogue = (schedule.getWarpsK() - 1) * tileWarps(schedule) * warpSums;
    flag = std::max(schedule.getStages() * stage,
                    epilogue + tileWarps(schedule) * epilogueWarp);
    end = flag + (schedule.getSplitK() == 1 ? 0 : 16);
  }
};
} // namespace

int64_t WeightBlock::sharedBytes(TensorCoreMatmulOp op) {
  return Places(op).end;
}

WeightBlock::WeightBlock(KernelBuilder &b, TensorCoreMatmulOp op,
                         const KernelArguments &arguments, Value shared)
    : op(op), arguments(arguments), schedule(op.getSchedule()), shared(shared) {
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
  int64_t count = threads(schedule);
  lhs.emplace(b, getActivationTile(op), count, thread,
              arguments.matrix(b, KernelArguments::kLhs, batch), blockRow,
              arguments.pitch(KernelArguments::kLhs), m, k);
  WeightTile weightTile(op);
  weights.emplace(weightTile.bytes(), count, thread);
  weightOrigin = b.offset(arguments.matrix(b, KernelArguments::kRhs, batch),
                          weightTile.origin(b, blockColumn, range->count));
  auto makeTable = [&](Value operand, int64_t index,
                       std::optional<GroupTable> &table) {
    if (operand && op.getGroup())
      table.emplace(b, op, arguments, index, count, thread, batch, blockColumn);
    return table ? &*table : nullptr;
  };
  const GroupTable *scales =
      makeTable(op.getRhsScale(), arguments.rhsScale(), scale);
  const GroupTable *zeroPoints =
      makeTable(op.getRhsZeroPoint(), arguments.rhsZeroPoint(), zeroPoint);
  product.emplace(b, op, warpIndex, lane, scales, zeroPoints);
  if (op.getRhsZeroPoint() && !zeroPoints)
    product->readZeroPoints(
        b, arguments.matrix(b, arguments.rhsZeroPoint(), batch), blockColumn,
        n);
  accumulators = product->zeros(b);
}

WeightProduct::Stage WeightBlock::stageAt(KernelBuilder &b, Value stage) const {
  Places places(op);
  Value lhs = b.offset(shared, b.mul(stage, places.stage));
  auto at = [&](int64_t offset) { return b.offset(lhs, b.constant(offset)); };
  return {lhs, at(places.weights), at(places.scale), at(places.zeroPoint)};
}

/// Address of a step's weights.
Value WeightBlock::weightsOf(KernelBuilder &b, Value step) const {
  Value place = b.createOrFold<arith::MulIOp>(
      b.widen(step), b.constant64(WeightTile(op).bytes()));
  return b.offset(weightOrigin, place);
}

void WeightBlock::copyAsync(KernelBuilder &b, Value step, Value stage) {
  Value k = b.mul(step, schedule.getBlockK());
  WeightProduct::Stage buffers = stageAt(b, stage);
  weights->copyAsync(b, buffers.weights, weightsOf(b, step));
  lhs->copyAsync(b, buffers.lhs, k);
  if (scale)
    scale->copyAsync(b, buffers.scale, k);
  if (zeroPoint)
    zeroPoint->copyAsync(b, buffers.zeroPoint, k);
}

WeightBlock::Loaded WeightBlock::load(KernelBuilder &b, Value step) {
  Value k = b.mul(step, schedule.getBlockK());
  Loaded loaded = {
      lhs->load(b, k),
      weights->load(b, weightsOf(b, step), b.lessThan(step, range->end)),
      {},
      {}};
  if (scale)
    loaded.scale = scale->load(b, k);
  if (zeroPoint)
    loaded.zeroPoint = zeroPoint->load(b, k);
  return loaded;
}

void WeightBlock::store(KernelBuilder &b, Value stage, const Loaded &loaded) {
  WeightProduct::Stage buffers = stageAt(b, stage);
  lhs->store(b, buffers.lhs, loaded.lhs);
  weights->store(b, buffers.weights, loaded.weights);
  if (scale)
    scale->store(b, buffers.scale, loaded.scale);
  if (zeroPoint)
    zeroPoint->store(b, buffers.zeroPoint, loaded.zeroPoint);
}

Value WeightBlock::nextStage(KernelBuilder &b, Value stage) const {
  Value next = b.add(stage, 1);
  return b.select(b.equal(next, schedule.getStages()), b.constant(0), next);
}

void WeightBlock::accumulate(KernelBuilder &b, Value stage,
                             MutableArrayRef<Value> accumulators) const {
  product->accumulate(b, stageAt(b, stage), accumulators);
}

void WeightBlock::buildLoop(
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

/// Adds the sums of the warps with other shares of K to those of the first.
void WeightBlock::reduceShares(KernelBuilder &b) {
  Places places(op);
  int64_t tiles = tileWarps(schedule);
  Value lanePlace = b.mul(lane, 4);
  auto placeOf = [&](Value warp, int64_t i) {
    Value start = b.add(b.mul(warp, places.warpSums), lanePlace);
    return b.offset(shared, b.add(start, i * 128));
  };
  b.ifThen(b.lessThan(b.constant(tiles - 1), warpIndex), [&] {
    Value warp = b.add(warpIndex, -tiles);
    for (auto [i, value] : llvm::enumerate(accumulators))
      b.store(value, placeOf(warp, i), 4);
  });
  b.barrier();
  // All warps add, so that nothing diverges; only the first ones' sums count.
  Value first = b.rem(warpIndex, tiles);
  for (int64_t share = 0; share < schedule.getWarpsK() - 1; ++share)
    for (auto [i, value] : llvm::enumerate(accumulators)) {
      Value other =
          b.load(b.getF32Type(), placeOf(b.add(first, share * tiles), i), 4);
      value = arith::AddFOp::create(b, value, other);
    }
}

void WeightBlock::store(KernelBuilder &b, ArrayRef<Value> sums) {
  Places places(op);
  Value buffer = b.offset(
      shared, b.add(b.mul(warpIndex, places.epilogueWarp), places.epilogue));
  WarpEpilogue epilogue(b, op, arguments, lane, buffer, batch);
  epilogue.storeColumns(b, sums, product->columnTiles(),
                        b.add(blockRow, product->row()),
                        b.add(blockColumn, product->column()));
}

void WeightBlock::finish(KernelBuilder &b) {
  if (schedule.getWarpsK() > 1)
    reduceShares(b);
  int64_t warps = tileWarps(schedule);
  b.ifThen(b.lessThan(warpIndex, b.constant(warps)), [&] {
    if (schedule.getSplitK() == 1)
      return store(b, accumulators);
    // The other warps have nothing to add and are done. The block's barrier is
    // number 0.
    SplitSum split(b, op, arguments, thread, 32 * warps,
                   b.offset(shared, b.constant(Places(op).flag)),
                   [&](KernelBuilder &b) { b.namedBarrier(1, 32 * warps); });
    split.finish(b, tile, accumulators,
                 [&](ArrayRef<Value> whole) { store(b, whole); });
  });
}
