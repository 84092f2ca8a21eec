//===- WarpProduct.cpp - A warp's share of a block's product --------------===//
#include "WarpProduct.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mixp;

std::array<OperandTile, 2> mixp::getOperandTiles(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  auto bytes = [](Type operand) { return storedBits(operand) / 8; };
  return {OperandTile{/*isLhs=*/true, op.isLhsContiguousAlongK(),
                      bytes(schedule.getCore().getLhs()), schedule.getBlockM(),
                      schedule.getBlockK()},
          OperandTile{/*isLhs=*/false, op.isRhsContiguousAlongK(),
                      bytes(schedule.getCore().getRhs()), schedule.getBlockN(),
                      schedule.getBlockK()}};
}

WarpProduct::WarpProduct(KernelBuilder &b, TensorCoreMatmulOp op, Value warp,
                         Value lane)
    : schedule(op.getSchedule()), atom(schedule.getCore()),
      lhsTile(getOperandTiles(op)[0]), rhsTile(getOperandTiles(op)[1]) {
  int64_t across = schedule.getBlockN() / schedule.getWarpN();
  firstRow = b.mul(b.div(warp, across), schedule.getWarpM());
  firstColumn = b.mul(b.rem(warp, across), schedule.getWarpN());
  lhsOffset = lhsTile.laneOffset(b, lane, firstRow);
  rhsOffset = rhsTile.laneOffset(b, lane, firstColumn);
}

SmallVector<Value> WarpProduct::zeros(KernelBuilder &b) const {
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(atom.registerType()));
  int64_t atoms = rowTiles() * schedule.getWarpN() / MmaAtom::kN;
  return SmallVector<Value>(atoms * atom.registers(), zero);
}

void WarpProduct::multiply(KernelBuilder &b, Value lhs, Value rhs,
                           MutableArrayRef<Value> accumulators) const {
  auto load = [&](const OperandTile &tile, Value stage, Value offset,
                  int64_t width, int64_t kIndex) {
    SmallVector<Value> registers;
    for (int64_t step = 0; step < width; step += 16)
      for (Value loaded : tile.loadFragment(b, stage, offset, step, kIndex))
        registers.push_back(atom.round(b, loaded));
    return registers;
  };
  int64_t columnTiles = schedule.getWarpN() / MmaAtom::kN;
  for (int64_t k = 0; k < schedule.getBlockK() / atom.k(); ++k) {
    SmallVector<Value> rows =
        load(lhsTile, lhs, lhsOffset, schedule.getWarpM(), k);
    SmallVector<Value> columns =
        load(rhsTile, rhs, rhsOffset, schedule.getWarpN(), k);
    for (int64_t i = 0; i < rowTiles(); ++i)
      for (int64_t j = 0; j < columnTiles; ++j)
        atom.emit(b,
                  ArrayRef(rows).slice(i * MmaAtom::kLhsRegisters,
                                       MmaAtom::kLhsRegisters),
                  ArrayRef(columns).slice(j * MmaAtom::kRhsRegisters,
                                          MmaAtom::kRhsRegisters),
                  accumulators.slice((i * columnTiles + j) * atom.registers(),
                                     atom.registers()));
  }
}

void WarpProduct::accumulate(KernelBuilder &b, Value lhs, Value rhs,
                             MutableArrayRef<Value> accumulators) const {
  if (!schedule.isPromoted())
    return multiply(b, lhs, rhs, accumulators);
  SmallVector<Value> parts = zeros(b);
  multiply(b, lhs, rhs, parts);
  for (auto [sum, part] : llvm::zip_equal(accumulators, parts))
    sum = arith::AddFOp::create(b, sum, part);
}
