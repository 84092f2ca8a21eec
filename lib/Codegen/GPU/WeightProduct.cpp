//===- WeightProduct.cpp - A warp's product of decoded weights ------------===//
#include "WeightProduct.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace mixp;

OperandTile mixp::getActivationTile(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  return {/*isLhs=*/false, op.isLhsContiguousAlongK(),
          op.getLhsType().getElementTypeBitWidth() / 8, schedule.getBlockM(),
          schedule.getBlockK()};
}

WeightProduct::WeightProduct(KernelBuilder &b, TensorCoreMatmulOp op,
                             Value warp, Value lane, const GroupTable *scale,
                             const GroupTable *zeroPoint)
    : schedule(op.getSchedule()), atom(schedule.getCore()),
      lhsTile(getActivationTile(op)), weights(op), segments(op), scale(scale),
      zeroPoint(zeroPoint), shareK(schedule.getBlockK() / schedule.getWarpsK()),
      lane(lane) {
  int64_t across = schedule.getBlockN() / schedule.getWarpN();
  int64_t inTile = across * schedule.getBlockM() / schedule.getWarpM();
  kWarp = b.div(warp, inTile);
  Value place = b.rem(warp, inTile);
  firstRow = b.mul(b.div(place, across), schedule.getWarpM());
  firstColumn = b.mul(b.rem(place, across), schedule.getWarpN());
  // A share is whole panels of K, or whole rows that are stored along K.
  SmemTile smem = lhsTile.smem();
  int64_t shareBytes =
      lhsTile.isContiguousAlongK
          ? shareK * lhsTile.elementBytes / 128 * smem.panelSize()
          : shareK * smem.panelBytes();
  lhsOffset =
      b.add(lhsTile.laneOffset(b, lane, firstRow), b.mul(kWarp, shareBytes));
  weightPlace = b.add(weights.place(b, firstColumn, b.mul(kWarp, shareK)),
                      b.mul(lane, 16));
  fixedOffsets = prepareOffsets(b, [](Value) { return Value(); });
}

SmallVector<Value> WeightProduct::zeros(KernelBuilder &b) const {
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(atom.registerType()));
  return SmallVector<Value>(columnTiles() * rowTiles() * atom.registers(),
                            zero);
}

Value WeightProduct::columnOf(KernelBuilder &b, int64_t tile,
                              bool isUpper) const {
  Value first = b.add(firstColumn, b.div(lane, 4));
  return b.add(first, tile * MmaAtom::kM + (isUpper ? 8 : 0));
}

WeightProduct::Offsets
WeightProduct::prepareOffsets(KernelBuilder &b,
                              function_ref<Value(Value)> zeroPoint) const {
  Offsets offsets;
  for (int64_t i = 0; i < columnTiles(); ++i) {
    auto &pair = offsets.emplace_back();
    for (bool isUpper : {false, true})
      pair[isUpper] = weights.decoder.prepareOffset(
          b, zeroPoint(columnOf(b, i, isUpper)), isUpper);
  }
  return offsets;
}

void WeightProduct::readZeroPoints(KernelBuilder &b, Value row, Value first,
                                   Value width) {
  Value last = b.add(width, -1);
  Type element = schedule.getCore().getLhs();
  fixedOffsets = prepareOffsets(b, [&](Value column) {
    Value place = b.mul(b.min(b.add(first, column), last), 2);
    return b.load(element, b.offset(row, place), 2);
  });
}

Value WeightProduct::segmentOf(KernelBuilder &b, int64_t k) const {
  return b.add(b.mul(kWarp, shareK / segments.size), k / segments.size);
}

/// 16 elements of K.
void WeightProduct::multiplyTile(KernelBuilder &b, Value lhs, int64_t k,
                                 ArrayRef<SmallVector<Value>> words,
                                 const Offsets &offsets,
                                 MutableArrayRef<Value> sums) const {
  SmallVector<Value> rows;
  for (int64_t step = 0; step < schedule.getWarpM(); step += 16)
    llvm::append_range(rows,
                       lhsTile.loadFragment(b, lhs, lhsOffset, step, k / 16));
  int64_t perTile = weights.decoder.words();
  int64_t inUnit = k % weights.decoder.unitK() / 16 * perTile;
  for (int64_t i = 0; i < columnTiles(); ++i) {
    SmallVector<Value> decoded = weights.decoder.decode(
        b, ArrayRef(words[i]).slice(inUnit, perTile), offsets[i]);
    for (int64_t j = 0; j < rowTiles(); ++j)
      atom.emit(b, decoded,
                ArrayRef(rows).slice(j * MmaAtom::kRhsRegisters,
                                     MmaAtom::kRhsRegisters),
                sums.slice((i * rowTiles() + j) * atom.registers(),
                           atom.registers()));
  }
}

/// sums += scale * parts, the scale that of the segment in which k is.
void WeightProduct::addScaled(KernelBuilder &b, const Stage &stage, int64_t k,
                              ArrayRef<Value> parts,
                              MutableArrayRef<Value> sums) const {
  Value segment = segmentOf(b, k);
  int64_t perTile = rowTiles() * atom.registers();
  for (int64_t i = 0; i < columnTiles(); ++i)
    for (bool isUpper : {false, true}) {
      Value factor =
          scale->read(b, stage.scale, segment, columnOf(b, i, isUpper));
      if (!factor.getType().isF32())
        factor = arith::ExtFOp::create(b, b.getF32Type(), factor);
      for (int64_t j = 0; j < perTile; ++j)
        if ((j / 2 % 2 == 1) == isUpper) {
          int64_t place = i * perTile + j;
          sums[place] =
              LLVM::FMAOp::create(b, parts[place], factor, sums[place]);
        }
    }
}

void WeightProduct::accumulate(KernelBuilder &b, const Stage &stage,
                               MutableArrayRef<Value> accumulators) const {
  int64_t unitK = weights.decoder.unitK();
  SmallVector<SmallVector<Value>> words;
  SmallVector<Value> parts;
  Offsets offsets = fixedOffsets;
  for (int64_t k = 0; k < shareK; k += 16) {
    if (k % unitK == 0) {
      words.clear();
      for (int64_t i = 0; i < columnTiles(); ++i)
        words.push_back(
            weights.load(b, stage.weights, weightPlace, i * MmaAtom::kM, k));
    }
    if (k % segments.size == 0) {
      parts = zeros(b);
      if (zeroPoint)
        offsets = prepareOffsets(b, [&](Value column) {
          return zeroPoint->read(b, stage.zeroPoint, segmentOf(b, k), column);
        });
    }
    multiplyTile(b, stage.lhs, k, words, offsets,
                 scale ? MutableArrayRef(parts) : accumulators);
    if (scale && (k + 16) % segments.size == 0)
      addScaled(b, stage, k, parts, accumulators);
  }
}
