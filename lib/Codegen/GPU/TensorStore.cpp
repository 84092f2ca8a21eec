//===- TensorStore.cpp - Results by the memory accelerator ----------------===//
// A bulk copy reads shared memory by the async proxy, which sees what lanes
// have written after a proxy fence of theirs. Copies complete in groups of the
// thread that issues them: always the team's first.
#include "TensorStore.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"

using namespace mlir;
using namespace mixp;

SmemTile TensorStore::tile(TensorCoreMatmulOp op, const Shape &shape) {
  return {kRows, shape.columns * op.getOutsType().getElementTypeBitWidth() / 8};
}

KernelArguments::Box TensorStore::box(TensorCoreMatmulOp op,
                                      const Shape &shape) {
  int64_t panel = tile(op, shape).panelBytes();
  return {panel * 8 / op.getOutsType().getElementTypeBitWidth(), kRows, panel};
}

Value TensorStore::address(KernelBuilder &b, int64_t turn) const {
  return b.offset(shared, b.constant(turn % shape.buffers * layout.bytes()));
}

Value TensorStore::begin(KernelBuilder &b, int64_t turn) const {
  // The copies of the other tiles may be under way. Where turns do not fill
  // whole rounds, the first of a round follows another of the same tile.
  int64_t pending = shape.buffers - 1;
  if (turn == 0 && shape.turns % shape.buffers != 0)
    pending = 0;
  b.ifThen(b.equal(team.member, 0), [&] {
    NVVM::CpAsyncBulkWaitGroupOp::create(b, b.getI32IntegerAttr(pending),
                                         /*read=*/b.getUnitAttr());
  });
  team.synchronize(b);
  return address(b, turn);
}

void TensorStore::end(KernelBuilder &b, int64_t turn, Value row,
                      Value column) const {
  NVVM::FenceProxyOp::create(
      b, NVVM::ProxyKind::async_shared,
      NVVM::SharedSpaceAttr::get(b.getContext(),
                                 NVVM::SharedSpace::shared_cta));
  team.synchronize(b);
  b.ifThen(b.equal(team.member, 0), [&] {
    int64_t panelColumns = layout.panelBytes() / elementBytes;
    for (int64_t i = 0; i < layout.rowBytes / layout.panelBytes(); ++i) {
      SmallVector<Value> coordinates = {b.add(column, i * panelColumns), row};
      if (batch)
        coordinates.push_back(batch);
      NVVM::CpAsyncBulkTensorSharedCTAToGlobalOp::create(
          b, arguments.tensorMap(arguments.outs()),
          b.offset(address(b, turn), b.constant(i * layout.panelSize())),
          coordinates, Value(), NVVM::TMAStoreMode::TILE, Value());
    }
    NVVM::CpAsyncBulkCommitGroupOp::create(b);
  });
}

void TensorStore::drain(KernelBuilder &b) const {
  b.ifThen(b.equal(team.member, 0), [&] {
    NVVM::CpAsyncBulkWaitGroupOp::create(b, b.getI32IntegerAttr(0),
                                         /*read=*/UnitAttr());
  });
}
