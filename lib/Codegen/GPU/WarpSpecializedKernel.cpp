//===- WarpSpecializedKernel.cpp - TMA, barriers and wgmma ----------------===//
#include "Skeletons.h"
#include "SplitSum.h"
#include "TensorEpilogue.h"
#include "WarpProduct.h"
#include "WarpRoles.h"
#include "WarpgroupProduct.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

/// Barrier 0 is that of the whole block.
static constexpr int64_t kConsumerBarrier = 1;

static int64_t consumersOf(GpuScheduleAttr schedule) {
  return schedule.getBlockM() / schedule.getWarpM();
}

static int64_t threadsOf(GpuScheduleAttr schedule) {
  return WarpRoles::threads(consumersOf(schedule));
}

static KernelArguments::Boxes boxesOf(TensorCoreMatmulOp op) {
  KernelArguments::Boxes boxes;
  for (const OperandTile &tile : getOperandTiles(op)) {
    SmemTile smem = tile.smem();
    boxes.push_back(KernelArguments::Box{smem.panelBytes() / tile.elementBytes,
                                         smem.rows, smem.panelBytes()});
  }
  boxes.resize(op.getNumOperands() - 1);
  boxes.push_back(TensorEpilogue::box(op));
  return boxes;
}

namespace {
/// Where things lie in shared memory, in bytes.
struct Places {
  int64_t lhsStage, rhsStage, rhs, epilogue, epilogueWarp, barriers, flag, end;

  explicit Places(TensorCoreMatmulOp op) {
    GpuScheduleAttr schedule = op.getSchedule();
    auto tiles = getOperandTiles(op);
    lhsStage = tiles[0].smem().bytes();
    rhsStage = tiles[1].smem().bytes();
    rhs = schedule.getStages() * lhsStage;
    epilogue = rhs + schedule.getStages() * rhsStage;
    epilogueWarp = TensorEpilogue::bytes(op);
    barriers = epilogue +
               consumersOf(schedule) * WarpRoles::kWarpsPerGroup * epilogueWarp;
    flag = barriers + StageRing::bytes(schedule.getStages());
    end = flag + 16;
  }
};

/// Writes the kernel's two roles.
class KernelRoles final : public WarpRoles {
public:
  KernelRoles(KernelBuilder &b, TensorCoreMatmulOp op,
              const KernelArguments &arguments, Value shared,
              const Places &places)
      : WarpRoles(b, op, arguments, shared, consumersOf(op.getSchedule()),
                  places.barriers),
        places(places), steps(b, schedule, arguments.size("K")), product(op) {}

private:
  RingPlace loadTile(const Tile &tile, RingPlace place) override;
  void buildConsumer() override;
  std::pair<RingPlace, Value> multiplyTile(RingPlace place);
  Value stageAddress(int64_t operand, Value stage);

  Places places;
  StepRange steps;
  WarpgroupProduct product;
};
} // namespace

Value KernelRoles::stageAddress(int64_t operand, Value stage) {
  bool isLhs = operand == KernelArguments::kLhs;
  Value begin = b.mul(stage, isLhs ? places.lhsStage : places.rhsStage);
  return b.offset(shared, isLhs ? begin : b.add(begin, places.rhs));
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

RingPlace KernelRoles::loadTile(const Tile &tile, RingPlace place) {
  auto loop = scf::ForOp::create(b, steps.begin, steps.end, b.constant(1),
                                 ValueRange{place.stage, place.parity});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  RingPlace here = {loop.getRegionIterArgs()[0], loop.getRegionIterArgs()[1]};
  ring.waitEmpty(b, here);
  Value barrier = ring.expect(b, here, places.lhsStage + places.rhsStage);
  Value k = b.mul(loop.getInductionVar(), schedule.getBlockK());
  auto tiles = getOperandTiles(op);
  loadPanels(KernelArguments::kLhs, tiles[0],
             stageAddress(KernelArguments::kLhs, here.stage), tile.row, k,
             barrier);
  loadPanels(KernelArguments::kRhs, tiles[1],
             stageAddress(KernelArguments::kRhs, here.stage), tile.column, k,
             barrier);
  RingPlace next = ring.next(b, here);
  scf::YieldOp::create(b, ValueRange{next.stage, next.parity});
  return {loop.getResult(0), loop.getResult(1)};
}

//===----------------------------------------------------------------------===//
// Multiplying
//===----------------------------------------------------------------------===//

/// The sum over all steps along K. An accumulator that keeps few bits holds the
/// sum of one stage only, which is added to a sum of f32. While one group of
/// warps waits for its products, those of the other are under way.
std::pair<RingPlace, Value> KernelRoles::multiplyTile(RingPlace place) {
  auto loop = scf::ForOp::create(
      b, steps.begin, steps.end, b.constant(1),
      ValueRange{place.stage, place.parity, product.zeros(b)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  RingPlace here = {loop.getRegionIterArgs()[0], loop.getRegionIterArgs()[1]};
  Value sum = loop.getRegionIterArgs()[2];
  bool isPromoted = schedule.isPromoted();
  ring.waitFull(b, here);
  Value product = this->product.multiply(
      b, stageAddress(KernelArguments::kLhs, here.stage),
      stageAddress(KernelArguments::kRhs, here.stage), group,
      isPromoted ? this->product.zeros(b) : sum, isPromoted);
  b.ifThen(b.equal(lane, 0), [&] { ring.release(b, here.stage); });
  if (isPromoted)
    product = this->product.add(b, sum, product);
  RingPlace next = ring.next(b, here);
  scf::YieldOp::create(b, ValueRange{next.stage, next.parity, product});
  return {{loop.getResult(0), loop.getResult(1)}, loop.getResult(2)};
}

void KernelRoles::buildConsumer() {
  Value warp = b.rem(b.div(thread, 32), kWarpsPerGroup);
  Value buffer = b.add(
      b.mul(b.add(b.mul(group, kWarpsPerGroup), warp), places.epilogueWarp),
      places.epilogue);
  TensorEpilogue epilogue(b, op, arguments, lane, b.offset(shared, buffer),
                          batch);
  auto store = [&](const Tile &tile, ArrayRef<Value> sums) {
    Value first = b.add(tile.row, b.mul(group, schedule.getWarpM()));
    epilogue.storeRows(b, sums, b.add(first, b.mul(warp, 16)), tile.column);
  };
  int64_t threads = consumers * kGroupThreads;
  SplitSum split(
      b, op, arguments, b.add(thread, -kGroupThreads), threads,
      b.offset(shared, b.constant(places.flag)),
      [&](KernelBuilder &b) { b.namedBarrier(kConsumerBarrier, threads); });
  forEachTile(ring.consumerStart(b), [&](const Tile &tile, RingPlace place) {
    auto [end, sum] = multiplyTile(place);
    SmallVector<Value> sums = product.unpack(b, sum);
    if (schedule.getSplitK() == 1)
      store(tile, sums);
    else
      split.finish(b, tile.index, sums,
                   [&](ArrayRef<Value> whole) { store(tile, whole); });
    return end;
  });
  epilogue.drain(b);
}

static int64_t sharedBytesOf(TensorCoreMatmulOp op) { return Places(op).end; }

static void buildWarpSpecialized(KernelBuilder &b, TensorCoreMatmulOp op,
                                 const KernelArguments &arguments,
                                 Value shared) {
  KernelRoles(b, op, arguments, shared, Places(op)).build();
}

const Skeleton mixp::kWarpSpecialized = {boxesOf, threadsOf, sharedBytesOf,
                                         /*isPersistent=*/true,
                                         buildWarpSpecialized};
