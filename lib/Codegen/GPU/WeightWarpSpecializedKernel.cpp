//===- WeightWarpSpecializedKernel.cpp - Weights for wgmma ----------------===//
#include "Skeletons.h"
#include "SplitSum.h"
#include "TensorEpilogue.h"
#include "WarpRoles.h"
#include "WeightGroupProduct.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

/// Columns of the result of a group of warps.
static constexpr int64_t kGroupColumns = 64;

static int64_t consumersOf(GpuScheduleAttr schedule) {
  return schedule.getBlockN() / kGroupColumns;
}

static int64_t threadsOf(GpuScheduleAttr schedule) {
  return WarpRoles::threads(consumersOf(schedule));
}

/// Panels of activations, rows of tables that vary along K, and the result.
/// Weights are contiguous and need no map.
static KernelArguments::Boxes boxesOf(TensorCoreMatmulOp op) {
  SmemTile smem = getActivationTile(op).smem();
  KernelArguments::Boxes boxes = {
      KernelArguments::Box{smem.panelBytes() / 2, smem.rows, 128},
      std::nullopt};
  for (Value table : {op.getRhsScale(), op.getRhsZeroPoint()})
    if (table && op.getGroup())
      boxes.push_back(KernelArguments::Box{op.getSchedule().getBlockN(), 1, 0});
  boxes.resize(op.getNumOperands() - 1);
  boxes.push_back(TensorEpilogue::box(op));
  return boxes;
}

namespace {
/// Where things lie in shared memory, in bytes; the first three in a stage.
struct Places {
  int64_t weights, scale, zeroPoint, stage, used, epilogue, barriers, flag, end;

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
    barriers = epilogue + consumersOf(schedule) * TensorEpilogue::bytes(op);
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
        places(places), steps(b, schedule, arguments.size("K")) {}

private:
  WeightGroupProduct::Stage stageAt(Value stage);
  RingPlace loadTile(const Tile &tile, RingPlace place) override;
  void loadTable(int64_t operand, Value target, Value column, Value k,
                 Value barrier);
  void buildConsumer() override;
  std::pair<RingPlace, Value> multiplyTile(WeightGroupProduct &product,
                                           RingPlace place);

  Places places;
  StepRange steps;
};
} // namespace

WeightGroupProduct::Stage KernelRoles::stageAt(Value stage) {
  Value start = b.offset(shared, b.mul(stage, places.stage));
  auto at = [&](int64_t offset) { return b.offset(start, b.constant(offset)); };
  return {start, at(places.weights), at(places.scale), at(places.zeroPoint)};
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

/// A row for each segment of the stage.
void KernelRoles::loadTable(int64_t operand, Value target, Value column,
                            Value k, Value barrier) {
  Segments segments(op);
  int64_t rowBytes = GroupTable::bytes(op, operand) / segments.count;
  for (int64_t i = 0; i < segments.count; ++i)
    loadBox(operand, b.offset(target, b.constant(i * rowBytes)), column,
            b.div(b.add(k, i * segments.size), segments.group), barrier);
}

RingPlace KernelRoles::loadTile(const Tile &tile, RingPlace place) {
  WeightTile weights(op);
  Value origin = b.offset(arguments.matrix(b, KernelArguments::kRhs, batch),
                          weights.origin(b, tile.column, steps.count));
  auto loop = scf::ForOp::create(b, steps.begin, steps.end, b.constant(1),
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
  loadPanels(KernelArguments::kLhs, getActivationTile(op), stage.lhs, tile.row,
             k, barrier);
  if (op.getRhsScale())
    loadTable(arguments.rhsScale(), stage.scale, tile.column, k, barrier);
  if (op.getRhsZeroPoint() && op.getGroup())
    loadTable(arguments.rhsZeroPoint(), stage.zeroPoint, tile.column, k,
              barrier);
  RingPlace next = ring.next(b, here);
  scf::YieldOp::create(b, ValueRange{next.stage, next.parity});
  return {loop.getResult(0), loop.getResult(1)};
}

//===----------------------------------------------------------------------===//
// Multiplying
//===----------------------------------------------------------------------===//

/// The sum over all steps along K. While one group of warps decodes or waits
/// for its products, those of the other are under way.
std::pair<RingPlace, Value>
KernelRoles::multiplyTile(WeightGroupProduct &product, RingPlace place) {
  auto loop = scf::ForOp::create(
      b, steps.begin, steps.end, b.constant(1),
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
      b.add(b.mul(group, TensorEpilogue::bytes(op)), places.epilogue);
  // The block's barrier is number 0.
  TensorEpilogue epilogue(b, op, arguments,
                          StoreTeam(b, lane, warp, b.add(group, 1)),
                          b.offset(shared, buffer), batch);
  auto store = [&](const Tile &tile, ArrayRef<Value> sums) {
    epilogue.storeColumns(b, sums, tile.row, b.add(tile.column, groupColumn));
  };
  int64_t threads = consumers * kGroupThreads;
  SplitSum split(
      b, op, arguments, b.add(thread, -kGroupThreads), threads,
      b.offset(shared, b.constant(places.flag)),
      [&](KernelBuilder &b) { b.namedBarrier(consumers + 1, threads); });
  forEachTile(ring.consumerStart(b), [&](const Tile &tile, RingPlace place) {
    WeightGroupProduct product(b, op, lane, warpColumn,
                               scale ? &*scale : nullptr,
                               zeroPoint ? &*zeroPoint : nullptr);
    if (op.getRhsZeroPoint() && !zeroPoint)
      product.readZeroPoints(
          b, arguments.matrix(b, arguments.rhsZeroPoint(), batch), tile.column,
          arguments.size("N"));
    auto [end, sum] = multiplyTile(product, place);
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

static void buildWeightWarpSpecialized(KernelBuilder &b, TensorCoreMatmulOp op,
                                       const KernelArguments &arguments,
                                       Value shared) {
  KernelRoles(b, op, arguments, shared, Places(op)).build();
}

const Skeleton mixp::kWeightWarpSpecialized = {
    boxesOf, threadsOf, sharedBytesOf,
    /*isPersistent=*/true, buildWeightWarpSpecialized};
