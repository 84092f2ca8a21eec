//===- WarpSpecializedKernel.cpp - TMA, barriers and wgmma ----------------===//
#include "Skeletons.h"
#include "SplitSum.h"
#include "StageRing.h"
#include "TileOrder.h"
#include "WarpEpilogue.h"
#include "WarpProduct.h"
#include "WarpgroupProduct.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

static constexpr int64_t kWarpsPerGroup = 4, kGroupThreads = 128;
/// Barrier 0 is that of the whole block.
static constexpr int64_t kConsumerBarrier = 1;

static int64_t consumersOf(GpuScheduleAttr schedule) {
  return schedule.getBlockM() / schedule.getWarpM();
}

/// A loading group, and the consumers.
static int64_t threadsOf(GpuScheduleAttr schedule) {
  return kGroupThreads * (1 + consumersOf(schedule));
}

static KernelArguments::Boxes boxesOf(TensorCoreMatmulOp op) {
  KernelArguments::Boxes boxes;
  for (const OperandTile &tile : getOperandTiles(op)) {
    SmemTile smem = tile.smem();
    boxes.push_back(KernelArguments::Box{smem.panelBytes() / tile.elementBytes,
                                         smem.rows, smem.panelBytes()});
  }
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
    epilogueWarp = WarpEpilogue::bytesPerWarp(schedule.getBlockN());
    barriers = epilogue + consumersOf(schedule) * kWarpsPerGroup * epilogueWarp;
    flag = barriers + StageRing::bytes(schedule.getStages());
    end = flag + 16;
  }
};

/// A tile of the result: its first row and column, and its number among those
/// of all batches.
struct Tile {
  Value row, column, index;
};

/// Writes the kernel's two roles.
class KernelRoles {
public:
  KernelRoles(KernelBuilder &b, TensorCoreMatmulOp op,
              const KernelArguments &arguments, Value shared)
      : b(b), op(op), schedule(op.getSchedule()), arguments(arguments),
        shared(shared), places(op), thread(b.threadIndex()),
        ring(b.offset(shared, b.constant(places.barriers)),
             schedule.getStages(), consumersOf(schedule) * kWarpsPerGroup),
        order(b, schedule, arguments.size("M"), arguments.size("N")),
        steps(b, schedule, arguments.size("K")), product(op) {
    if (op.isBatched())
      batch = b.batchIndex();
  }

  void build();

private:
  /// A loop over this block's tiles that carries a place in the ring. `body`
  /// returns where the ring is after the tile.
  void forEachTile(RingPlace start,
                   function_ref<RingPlace(Tile, RingPlace)> body);
  void buildLoader();
  RingPlace loadTile(Value row, Value column, RingPlace place);
  void load(int64_t operand, Value stageStart, Value first, Value k,
            Value barrier);
  void buildConsumer();
  std::pair<RingPlace, Value> multiplyTile(RingPlace place);
  bool isPromoted() { return schedule.isPromoted(); }
  Value stageAddress(int64_t operand, Value stage);

  KernelBuilder &b;
  TensorCoreMatmulOp op;
  GpuScheduleAttr schedule;
  const KernelArguments &arguments;
  Value shared;
  Places places;
  Value thread;
  StageRing ring;
  TileOrder order;
  StepRange steps;
  WarpgroupProduct product;
  Value batch, group, lane;
};
} // namespace

void KernelRoles::forEachTile(RingPlace start,
                              function_ref<RingPlace(Tile, RingPlace)> body) {
  auto loop =
      scf::ForOp::create(b, b.blockIndex(), order.count(), b.blockCount(),
                         ValueRange{start.stage, start.parity});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value index = loop.getInductionVar();
  auto [row, column] = order.origin(b, index);
  if (batch)
    index = b.add(index, b.mul(batch, order.count()));
  RingPlace end = body({row, column, index}, {loop.getRegionIterArgs()[0],
                                              loop.getRegionIterArgs()[1]});
  scf::YieldOp::create(b, ValueRange{end.stage, end.parity});
}

Value KernelRoles::stageAddress(int64_t operand, Value stage) {
  bool isLhs = operand == KernelArguments::kLhs;
  Value begin = b.mul(stage, isLhs ? places.lhsStage : places.rhsStage);
  return b.offset(shared, isLhs ? begin : b.add(begin, places.rhs));
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

/// One box for each panel of the tile.
void KernelRoles::load(int64_t operand, Value stageStart, Value first, Value k,
                       Value barrier) {
  OperandTile tile = getOperandTiles(op)[operand];
  SmemTile smem = tile.smem();
  int64_t panelElements = smem.panelBytes() / tile.elementBytes;
  for (int64_t i = 0; i < smem.rowBytes / smem.panelBytes(); ++i) {
    Value column = tile.isContiguousAlongK ? k : first;
    SmallVector<Value> coordinates = {b.add(column, i * panelElements),
                                      tile.isContiguousAlongK ? first : k};
    if (batch)
      coordinates.push_back(batch);
    Value target = b.offset(stageStart, b.constant(i * smem.panelSize()));
    NVVM::CpAsyncBulkTensorGlobalToSharedClusterOp::create(
        b, target, arguments.tensorMap(operand), coordinates, barrier,
        ValueRange(), Value(), Value(), NVVM::TMALoadMode::TILE,
        /*isCTAOnly=*/true, NVVM::CTAGroupKindAttr(), Value());
  }
}

RingPlace KernelRoles::loadTile(Value row, Value column, RingPlace place) {
  auto loop = scf::ForOp::create(b, steps.begin, steps.end, b.constant(1),
                                 ValueRange{place.stage, place.parity});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  RingPlace here = {loop.getRegionIterArgs()[0], loop.getRegionIterArgs()[1]};
  ring.waitEmpty(b, here);
  Value barrier = ring.expect(b, here, places.lhsStage + places.rhsStage);
  Value k = b.mul(loop.getInductionVar(), schedule.getBlockK());
  load(KernelArguments::kLhs, stageAddress(KernelArguments::kLhs, here.stage),
       row, k, barrier);
  load(KernelArguments::kRhs, stageAddress(KernelArguments::kRhs, here.stage),
       column, k, barrier);
  RingPlace next = ring.next(b, here);
  scf::YieldOp::create(b, ValueRange{next.stage, next.parity});
  return {loop.getResult(0), loop.getResult(1)};
}

void KernelRoles::buildLoader() {
  b.ifThen(b.equal(thread, 0), [&] {
    forEachTile(ring.loaderStart(b), [&](Tile tile, RingPlace place) {
      return loadTile(tile.row, tile.column, place);
    });
  });
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
  ring.waitFull(b, here);
  Value product = this->product.multiply(
      b, stageAddress(KernelArguments::kLhs, here.stage),
      stageAddress(KernelArguments::kRhs, here.stage), group,
      isPromoted() ? this->product.zeros(b) : sum, isPromoted());
  b.ifThen(b.equal(lane, 0), [&] { ring.release(b, here.stage); });
  if (isPromoted())
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
  WarpEpilogue epilogue(b, op, arguments, lane, b.offset(shared, buffer),
                        batch);
  auto store = [&](Tile tile, ArrayRef<Value> sums) {
    Value first = b.add(tile.row, b.mul(group, schedule.getWarpM()));
    epilogue.storeRows(b, sums, b.add(first, b.mul(warp, 16)), tile.column);
  };
  int64_t consumers = consumersOf(schedule) * kGroupThreads;
  SplitSum split(
      b, op, arguments, b.add(thread, -kGroupThreads), consumers,
      b.offset(shared, b.constant(places.flag)),
      [&](KernelBuilder &b) { b.namedBarrier(kConsumerBarrier, consumers); });
  forEachTile(ring.consumerStart(b), [&](Tile tile, RingPlace place) {
    auto [end, sum] = multiplyTile(place);
    SmallVector<Value> sums = product.unpack(b, sum);
    if (schedule.getSplitK() == 1)
      store(tile, sums);
    else
      split.finish(b, tile.index, sums,
                   [&](ArrayRef<Value> whole) { store(tile, whole); });
    return end;
  });
}

void KernelRoles::build() {
  b.ifThen(b.equal(thread, 0), [&] { ring.initialize(b); });
  b.barrier();
  lane = b.rem(thread, 32);
  Value role = b.div(thread, kGroupThreads);
  // Registers of a multiprocessor, 65536, shared out: the loader needs few.
  bool movesRegisters = consumersOf(schedule) == 2;
  auto branch = scf::IfOp::create(b, b.equal(role, 0), /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  if (movesRegisters)
    NVVM::SetMaxRegisterOp::create(b, 40, NVVM::SetMaxRegisterAction::decrease);
  buildLoader();
  b.setInsertionPointToStart(branch.elseBlock());
  if (movesRegisters)
    NVVM::SetMaxRegisterOp::create(b, 232,
                                   NVVM::SetMaxRegisterAction::increase);
  group = b.add(role, -1);
  buildConsumer();
}

static int64_t sharedBytesOf(TensorCoreMatmulOp op) { return Places(op).end; }

static void buildWarpSpecialized(KernelBuilder &b, TensorCoreMatmulOp op,
                                 const KernelArguments &arguments,
                                 Value shared) {
  KernelRoles(b, op, arguments, shared).build();
}

const Skeleton mixp::kWarpSpecialized = {boxesOf, threadsOf, sharedBytesOf,
                                         /*isPersistent=*/true,
                                         buildWarpSpecialized};
