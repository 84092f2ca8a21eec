//===- TensorEpilogue.cpp - Epilogues that end in tensor stores -----------===//
#include "TensorEpilogue.h"

using namespace mlir;
using namespace mixp;

/// Columns of a group of four warps, 16 each.
static constexpr int64_t kGroupColumns = WarpEpilogue::kMaxColumns;

/// Whether the epilogue runs on accumulators as they are. An operand with an
/// element for each of the result is read in vectors of 16 bytes instead: in
/// pairs it would take as many times the accesses, each to 8 rows. And columns
/// of 8-bit results would be stored byte by byte.
static bool finishesFragments(TensorCoreMatmulOp op) {
  if (op.isWeightOnly() && op.getOutsType().getElementTypeBitWidth() == 8)
    return false;
  int64_t rank = op.getOutsType().getRank();
  return llvm::none_of(op.getEpilogueMaps().getAsValueRange<AffineMapAttr>(),
                       [&](AffineMap map) {
                         return map.isFunctionOfDim(rank - 1) &&
                                map.isFunctionOfDim(rank - 2);
                       });
}

/// The widest panel, at most 128 bytes, that fills the rows of a block.
static int64_t panelColumns(TensorCoreMatmulOp op) {
  int64_t bits = op.getOutsType().getElementTypeBitWidth();
  int64_t bytes = 128;
  while (op.getSchedule().getBlockN() * bits / 8 % bytes != 0)
    bytes /= 2;
  return bytes * 8 / bits;
}

static TensorStore::Shape shapeOf(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  bool isWeightOnly = op.isWeightOnly();
  int64_t columns = isWeightOnly ? kGroupColumns : panelColumns(op);
  int64_t turns = isWeightOnly ? schedule.getBlockM() / TensorStore::kRows
                               : schedule.getBlockN() / columns;
  // Beside a buffer of sums there is room for one.
  int64_t buffers = finishesFragments(op) ? std::min<int64_t>(turns, 2) : 1;
  return {columns, turns, buffers};
}

/// Bytes of the buffer of sums, which comes first.
static int64_t bufferBytes(TensorCoreMatmulOp op) {
  if (finishesFragments(op))
    return 0;
  return op.isWeightOnly() ? WarpEpilogue::kGroupBytes
                           : WarpEpilogue::kPanelBytes;
}

KernelArguments::Box TensorEpilogue::box(TensorCoreMatmulOp op) {
  return TensorStore::box(op, shapeOf(op));
}

int64_t TensorEpilogue::bytes(TensorCoreMatmulOp op) {
  return bufferBytes(op) + TensorStore::bytes(op, shapeOf(op));
}

TensorEpilogue::TensorEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
                               const KernelArguments &arguments,
                               const StoreTeam &team, Value shared, Value batch)
    : fromFragments(finishesFragments(op)),
      store(op, arguments, team, b.offset(shared, b.constant(bufferBytes(op))),
            batch, shapeOf(op)),
      fragments(b, op, arguments, team, store, batch),
      vectors(b, op, arguments, team, shared, batch, &store) {}

void TensorEpilogue::storeRows(KernelBuilder &b, ArrayRef<Value> accumulators,
                               Value row, Value column) {
  if (fromFragments)
    fragments.storeRows(b, accumulators, row, column);
  else
    vectors.storeRows(b, accumulators, row, column);
}

void TensorEpilogue::storeColumns(KernelBuilder &b,
                                  ArrayRef<Value> accumulators, Value row,
                                  Value column) {
  if (fromFragments)
    fragments.storeColumns(b, accumulators, row, column);
  else
    vectors.storeColumns(b, accumulators, /*columnTiles=*/1, row, column);
}
