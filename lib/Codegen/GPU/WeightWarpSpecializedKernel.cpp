//===- WeightWarpSpecializedKernel.cpp - Weights for wgmma ----------------===//
#include "Skeletons.h"
#include "StageRing.h"
#include "TileOrder.h"
#include "WarpEpilogue.h"
#include "WeightGroupProduct.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

static constexpr int64_t kWarpsPerGroup = 4, kGroupThreads = 128;
/// Columns of the result of a group of warps.
static constexpr int64_t kGroupColumns = 64;

static int64_t consumersOf(GpuScheduleAttr schedule) {
  return schedule.getBlockN() / kGroupColumns;
}

/// A loading group, and the consumers.
static int64_t threadsOf(GpuScheduleAttr schedule) {
  return kGroupThreads * (1 + consumersOf(schedule));
}

/// Panels of activations, and rows of tables that vary along K. Weights are
/// contiguous and need no map.
static KernelArguments::Boxes boxesOf(TensorCoreMatmulOp op) {
  SmemTile smem = getActivationTile(op).smem();
  KernelArguments::Boxes boxes = {
      KernelArguments::Box{smem.panelBytes() / 2, smem.rows, 128},
      std::nullopt};
  for (Value table : {op.getRhsScale(), op.getRhsZeroPoint()})
    if (table && op.getGroup())
      boxes.push_back(KernelArguments::Box{op.getSchedule().getBlockN(), 1, 0});
  return boxes;
}

namespace {
/// Where things lie in shared memory, in bytes; the first three in a stage.
struct Places {
  int64_t weights, scale, zeroPoint, stage, used, epilogue, barriers, end;

  explicit Places(TensorCoreMatmulOp op) {
    GpuScheduleAttr schedule = op.getSchedule();
    auto tableBytes = [&](Value table, int64_t operand) {
      return table && op.getGroup() ? GroupTable::bytes(op, operand) : 0;
    };
    weights = getActivationTile(op).smem().bytes();
    scale = weights + WeightTile(op).bytes();
    zeroPoint = scale + tableBytes(op.getRhsScale(), 2);
    used = zeroPoint +
           tableBytes(op.getRhsZeroPoint(), op.getFirstEpilogueOperand() - 1);
    stage = llvm::alignTo(used, 1024);
    epilogue = schedule.getStages() * stage;
    barriers = epilogue + consumersOf(schedule) * WarpEpilogue::kGroupBytes;
    end = barriers + StageRing::bytes(schedule.getStages());
  }
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
        steps(b.ceilDiv(arguments.size("K"), schedule.getBlockK())) {
    if (op.isBatched())
      batch = b.batchIndex();
  }

  void build();

private:
  /// A loop over this block's tiles that carries a place in the ring. `body`
  /// returns where the ring is after the tile.
  void
  forEachTile(RingPlace start,
              function_ref<RingPlace(Value row, Value column, RingPlace)> body);
  WeightGroupProduct::Stage stageAt(Value stage);
  void buildLoader();
  RingPlace loadTile(Value row, Value column, RingPlace place);
  void loadBox(int64_t operand, Value target, Value x, Value y, Value barrier);
  void loadActivations(Value target, Value row, Value k, Value barrier);
  void loadTable(int64_t operand, Value target, Value column, Value k,
                 Value barrier);
  void buildConsumer();
  std::pair<RingPlace, Value> multiplyTile(WeightGroupProduct &product,
                                           RingPlace place);

  KernelBuilder &b;
  TensorCoreMatmulOp op;
  GpuScheduleAttr schedule;
  const KernelArguments &arguments;
  Value shared;
  Places places;
  Value thread;
  StageRing ring;
  TileOrder order;
  Value steps, batch, group, lane;
};
} // namespace

void KernelRoles::forEachTile(
    RingPlace start, function_ref<RingPlace(Value, Value, RingPlace)> body) {
  auto loop =
      scf::ForOp::create(b, b.blockIndex(), order.count(), b.blockCount(),
                         ValueRange{start.stage, start.parity});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  auto [row, column] = order.origin(b, loop.getInductionVar());
  RingPlace end = body(
      row, column, {loop.getRegionIterArgs()[0], loop.getRegionIterArgs()[1]});
  scf::YieldOp::create(b, ValueRange{end.stage, end.parity});
}

WeightGroupProduct::Stage KernelRoles::stageAt(Value stage) {
  Value start = b.offset(shared, b.mul(stage, places.stage));
  auto at = [&](int64_t offset) { return b.offset(start, b.constant(offset)); };
  return {start, at(places.weights), at(places.scale), at(places.zeroPoint)};
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

void KernelRoles::loadBox(int64_t operand, Value target, Value x, Value y,
                          Value barrier) {
  SmallVector<Value> coordinates = {x, y};
  if (batch)
    coordinates.push_back(batch);
  NVVM::CpAsyncBulkTensorGlobalToSharedClusterOp::create(
      b, target, arguments.tensorMap(operand), coordinates, barrier,
      ValueRange(), Value(), Value(), NVVM::TMALoadMode::TILE,
      /*isCTAOnly=*/true, NVVM::CTAGroupKindAttr(), Value());
}

/// One box for each panel.
void KernelRoles::loadActivations(Value target, Value row, Value k,
                                  Value barrier) {
  OperandTile tile = getActivationTile(op);
  SmemTile smem = tile.smem();
  int64_t panelElements = smem.panelBytes() / tile.elementBytes;
  for (int64_t i = 0; i < smem.rowBytes / smem.panelBytes(); ++i) {
    Value along = b.add(tile.isContiguousAlongK ? k : row, i * panelElements);
    loadBox(KernelArguments::kLhs,
            b.offset(target, b.constant(i * smem.panelSize())), along,
            tile.isContiguousAlongK ? row : k, barrier);
  }
}

/// A row for each segment of the stage.
void KernelRoles::loadTable(int64_t operand, Value target, Value column,
                            Value k, Value barrier) {
  Segments segments(op);
  int64_t rowBytes = GroupTable::bytes(op, operand) / segments.count;
  for (int64_t i = 0; i < segments.count; ++i)
    loadBox(operand, b.offset(target, b.constant(i * rowBytes)), column,
            b.div(b.add(k, i * segments.size), segments.group), barrier);
}

RingPlace KernelRoles::loadTile(Value row, Value column, RingPlace place) {
  WeightTile weights(op);
  Value origin = b.offset(arguments.matrix(b, KernelArguments::kRhs, batch),
                          weights.origin(b, column, steps));
  auto loop = scf::ForOp::create(b, b.constant(0), steps, b.constant(1),
                                 ValueRange{place.stage, place.parity});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  RingPlace here = {loop.getRegionIterArgs()[0], loop.getRegionIterArgs()[1]};
  ring.waitEmpty(b, here);
  Value barrier = ring.expect(b, here, places.used);
  WeightGroupProduct::Stage stage = stageAt(here.stage);
  Value step = loop.getInductionVar();
  Value k = b.mul(step, schedule.getBlockK());
  Value offset = b.createOrFold<arith::MulIOp>(b.widen(step),
                                               b.constant64(weights.bytes()));
  NVVM::CpAsyncBulkGlobalToSharedClusterOp::create(
      b, stage.weights, b.offset(origin, offset), barrier,
      b.constant(weights.bytes()), Value(), Value());
  loadActivations(stage.lhs, row, k, barrier);
  if (op.getRhsScale())
    loadTable(arguments.rhsScale(), stage.scale, column, k, barrier);
  if (op.getRhsZeroPoint() && op.getGroup())
    loadTable(arguments.rhsZeroPoint(), stage.zeroPoint, column, k, barrier);
  RingPlace next = ring.next(b, here);
  scf::YieldOp::create(b, ValueRange{next.stage, next.parity});
  return {loop.getResult(0), loop.getResult(1)};
}

void KernelRoles::buildLoader() {
  b.ifThen(b.equal(thread, 0), [&] {
    forEachTile(ring.loaderStart(b),
                [&](Value row, Value column, RingPlace place) {
                  return loadTile(row, column, place);
                });
  });
}

//===----------------------------------------------------------------------===//
// Multiplying
//===----------------------------------------------------------------------===//

/// The sum over all steps along K. While one group of warps decodes or waits
/// for its products, those of the other are under way.
std::pair<RingPlace, Value>
KernelRoles::multiplyTile(WeightGroupProduct &product, RingPlace place) {
  auto loop = scf::ForOp::create(
      b, b.constant(0), steps, b.constant(1),
      ValueRange{place.stage, place.parity, product.zeros(b)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  RingPlace here = {loop.getRegionIterArgs()[0], loop.getRegionIterArgs()[1]};
  ring.waitFull(b, here);
  Value sum =
      product.accumulate(b, stageAt(here.stage), loop.getRegionIterArgs()[2]);
  // Lanes read their weights themselves, at different times.
  b.warpBarrier();
  b.ifThen(b.equal(lane, 0), [&] { ring.release(b, here.stage); });
  RingPlace next = ring.next(b, here);
  scf::YieldOp::create(b, ValueRange{next.stage, next.parity, sum});
  return {{loop.getResult(0), loop.getResult(1)}, loop.getResult(2)};
}

void KernelRoles::buildConsumer() {
  Value warp = b.rem(b.div(thread, 32), kWarpsPerGroup);
  Value groupColumn = b.mul(group, kGroupColumns);
  Value warpColumn = b.add(groupColumn, b.mul(warp, 16));
  auto makeTable = [&](Value operand, int64_t index) {
    std::optional<GroupTable> table;
    if (operand && op.getGroup())
      table.emplace(b, op, arguments, index, kGroupThreads, thread, batch,
                    groupColumn);
    return table;
  };
  auto scale = makeTable(op.getRhsScale(), arguments.rhsScale());
  auto zeroPoint = makeTable(op.getRhsZeroPoint(), arguments.rhsZeroPoint());
  Value buffer =
      b.add(b.mul(group, WarpEpilogue::kGroupBytes), places.epilogue);
  WarpEpilogue epilogue(b, op, arguments, lane, b.offset(shared, buffer),
                        batch);
  // The block's barrier is number 0.
  epilogue.shareWithGroup(b, warp, b.add(group, 1));
  forEachTile(
      ring.consumerStart(b), [&](Value row, Value column, RingPlace place) {
        WeightGroupProduct product(b, op, lane, warpColumn,
                                   scale ? &*scale : nullptr,
                                   zeroPoint ? &*zeroPoint : nullptr);
        if (op.getRhsZeroPoint() && !zeroPoint)
          product.readZeroPoints(
              b, arguments.matrix(b, arguments.rhsZeroPoint(), batch), column,
              arguments.size("N"));
        auto [end, sum] = multiplyTile(product, place);
        epilogue.storeColumns(b, product.unpack(b, sum), /*columnTiles=*/1, row,
                              b.add(column, groupColumn));
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

static void buildWeightWarpSpecialized(KernelBuilder &b, TensorCoreMatmulOp op,
                                       const KernelArguments &arguments,
                                       Value shared) {
  KernelRoles(b, op, arguments, shared).build();
}

const Skeleton mixp::kWeightWarpSpecialized = {
    boxesOf, threadsOf, sharedBytesOf,
    /*isPersistent=*/true, buildWeightWarpSpecialized};
