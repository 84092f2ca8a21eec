//===- WarpRoles.cpp - One thread loads, groups of warps multiply ---------===//
#include "WarpRoles.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mixp;

WarpRoles::WarpRoles(KernelBuilder &b, TensorCoreMatmulOp op,
                     const KernelArguments &arguments, Value shared,
                     int64_t consumers, int64_t barriers)
    : b(b), op(op), schedule(op.getSchedule()), arguments(arguments),
      shared(shared), thread(b.threadIndex()), consumers(consumers),
      ring(b.offset(shared, b.constant(barriers)), schedule.getStages(),
           consumers * kWarpsPerGroup),
      order(b, schedule, arguments.size("M"), arguments.size("N")) {
  if (op.isBatched())
    batch = b.batchIndex();
}

void WarpRoles::forEachTile(
    RingPlace start, function_ref<RingPlace(const Tile &, RingPlace)> body) {
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

void WarpRoles::loadBox(int64_t operand, Value target, Value x, Value y,
                        Value barrier) {
  SmallVector<Value> coordinates = {x, y};
  if (batch)
    coordinates.push_back(batch);
  NVVM::CpAsyncBulkTensorGlobalToSharedClusterOp::create(
      b, target, arguments.tensorMap(operand), coordinates, barrier,
      ValueRange(), Value(), Value(), NVVM::TMALoadMode::TILE,
      /*isCTAOnly=*/true, NVVM::CTAGroupKindAttr(), Value());
}

void WarpRoles::loadPanels(int64_t operand, const OperandTile &tile,
                           Value target, Value first, Value k, Value barrier) {
  SmemTile smem = tile.smem();
  int64_t panelElements = smem.panelBytes() / tile.elementBytes;
  bool alongK = tile.isContiguousAlongK;
  for (int64_t i = 0; i < smem.rowBytes / smem.panelBytes(); ++i) {
    Value along = b.add(alongK ? k : first, i * panelElements);
    Value panel = b.offset(target, b.constant(i * smem.panelSize()));
    loadBox(operand, panel, along, alongK ? first : k, barrier);
  }
}

void WarpRoles::build() {
  b.ifThen(b.equal(thread, 0), [&] { ring.initialize(b); });
  b.barrier();
  lane = b.rem(thread, 32);
  Value role = b.div(thread, kGroupThreads);
  // Registers of a multiprocessor, 65536, shared out: the loader needs few.
  bool movesRegisters = consumers == 2;
  auto branch = scf::IfOp::create(b, b.equal(role, 0), /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  if (movesRegisters)
    NVVM::SetMaxRegisterOp::create(b, 40, NVVM::SetMaxRegisterAction::decrease);
  b.ifThen(b.equal(thread, 0), [&] {
    forEachTile(ring.loaderStart(b), [&](const Tile &tile, RingPlace place) {
      return loadTile(tile, place);
    });
  });
  b.setInsertionPointToStart(branch.elseBlock());
  if (movesRegisters)
    NVVM::SetMaxRegisterOp::create(b, 232,
                                   NVVM::SetMaxRegisterAction::increase);
  group = b.add(role, -1);
  buildConsumer();
}
