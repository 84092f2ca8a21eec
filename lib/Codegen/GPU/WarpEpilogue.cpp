//===- WarpEpilogue.cpp - From accumulators to memory ---------------------===//
#include "WarpEpilogue.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

static constexpr int64_t kPanelRowBytes = 128;

WarpEpilogue::WarpEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
                           const KernelArguments &arguments,
                           const StoreTeam &team, Value buffer, Value batch,
                           const TensorStore *store)
    : op(op), arguments(arguments), epilogue(b, op, arguments, batch),
      team(team), store(store), buffer(buffer), batch(batch),
      rows(arguments.size("M")), columns(arguments.size("N")),
      lanes(128 / op.getOutsType().getElementTypeBitWidth()),
      pieceColumns(store && !team.warp ? kPanelColumns : kMaxColumns),
      isExchanged(op.isWeightOnly()) {}

/// The chunk's place in its panel and row, in bytes; see the class.
Value WarpEpilogue::exchange(KernelBuilder &b, Value row, Value chunk) {
  Value rowBits = isExchanged ? b.bitAnd(row, 7) : b.bitAnd(b.mul(row, 2), 6);
  if (store && !isExchanged)
    rowBits = b.bitOr(rowBits, b.bitAnd(b.div(row, 4), 1));
  return b.mul(b.bitXor(chunk, rowBits), 16);
}

void WarpEpilogue::writeBuffer(KernelBuilder &b, ArrayRef<Value> accumulators) {
  Value g = b.div(team.lane, 4), t = b.rem(team.lane, 4);
  Value base = b.add(b.mul(g, kPanelRowBytes), exchange(b, g, b.div(t, 2)));
  base = b.add(base, b.mul(b.rem(t, 2), 8));
  Type element = accumulators[0].getType();
  auto pair = VectorType::get({2}, element);
  for (size_t j = 0; j < accumulators.size() / 4; ++j) {
    int64_t panel = j * 8 / kPanelColumns;
    int64_t chunk = j * 8 % kPanelColumns / 4;
    Value place = b.bitXor(base, (chunk ^ panel) * 16);
    for (int64_t upper = 0; upper < 2; ++upper) {
      Value values = vector::FromElementsOp::create(
          b, pair, accumulators.slice(4 * j + 2 * upper, 2));
      int64_t skip =
          panel * kRows * kPanelRowBytes + upper * 8 * kPanelRowBytes;
      b.store(values, b.offset(buffer, b.add(place, skip)), 8);
    }
  }
}

Value WarpEpilogue::readBuffer(KernelBuilder &b, Value row, Value vector) {
  auto quad = VectorType::get({4}, op.getAccumulatorType());
  int64_t chunks = lanes / 4;
  Value first = b.mul(vector, chunks);
  Value panel = b.div(first, kPanelColumns / 4);
  Value start =
      b.add(b.mul(panel, kRows * kPanelRowBytes), b.mul(row, kPanelRowBytes));
  Value inPanel = b.bitXor(b.rem(first, kPanelColumns / 4), panel);
  Value place = exchange(b, row, inPanel);
  SmallVector<Value> parts;
  for (int64_t i = 0; i < chunks; ++i) {
    Value offset = b.add(start, b.bitXor(place, i * 16));
    parts.push_back(b.load(quad, b.offset(buffer, offset), 16));
  }
  if (chunks == 1)
    return parts[0];
  SmallVector<Value> elements;
  for (Value part : parts)
    for (int64_t i = 0; i < 4; ++i)
      elements.push_back(vector::ExtractOp::create(b, part, i));
  return vector::FromElementsOp::create(
      b, VectorType::get({lanes}, op.getAccumulatorType()), elements);
}

/// The finished elements, as 16 bytes; `row` and `vector` are those of the
/// piece.
Value WarpEpilogue::finishVector(KernelBuilder &b, const Piece &piece,
                                 Value row, Value vector) {
  Span span = {b.add(piece.row, row), b.add(piece.column, b.mul(vector, lanes)),
               lanes};
  Value result = epilogue.finish(b, readBuffer(b, row, vector), span);
  return b.bitcast(VectorType::get({4}, b.getI32Type()), result);
}

void WarpEpilogue::storeVector(KernelBuilder &b, Value words, Value m,
                               Value n) {
  int64_t outs = arguments.outs();
  Value row =
      b.createOrFold<arith::MulIOp>(b.widen(m), b.widen(arguments.pitch(outs)));
  Value bytes = b.widen(b.mul(n, 16 / lanes));
  Value address = b.offset(arguments.matrix(b, outs, batch),
                           b.createOrFold<arith::AddIOp>(row, bytes));
  b.store(words, address, 16);
}

/// The row of vector `id`, of which a row has `vectors`. Eight lanes read, and
/// write to a tile, at a time: their rows lie in different banks of both.
Value WarpEpilogue::rowOf(KernelBuilder &b, Value id, int64_t vectors) {
  Value row = b.div(id, vectors);
  if (isExchanged && lanes == 16) // 0 3 2 1, and the same 4 further on.
    return b.add(b.mul(b.div(row, 4), 4), b.bitAnd(b.mul(row, 3), 3));
  if (isExchanged || pieceColumns != kPanelColumns)
    return row;
  // 0 4 3 7 2 6 1 5, and the same 8 further on.
  Value low = b.bitAnd(b.mul(b.div(row, 2), 3), 3);
  Value high = b.add(b.mul(b.rem(row, 2), 4), b.mul(b.div(row, 8), 8));
  return b.add(low, high);
}

/// Calls `body(row, vector, whether it is one)` for this lane's vectors.
void WarpEpilogue::forEachVector(KernelBuilder &b, const Piece &piece,
                                 function_ref<void(Value, Value, Value)> body) {
  int64_t vectors = piece.width / lanes;
  for (int64_t first = 0; first < kRows * vectors; first += team.members) {
    Value id = b.add(team.member, first);
    Value row = rowOf(b, id, vectors);
    Value isVector;
    if (first + team.members > kRows * vectors)
      isVector = b.lessThan(row, b.constant(kRows));
    body(row, b.rem(id, vectors), isVector);
  }
}

/// Epilogue and store of what the buffer holds.
void WarpEpilogue::storeBuffer(KernelBuilder &b, const Piece &piece) {
  if (store)
    return sendBuffer(b, piece);
  team.synchronize(b);
  forEachVector(b, piece, [&](Value row, Value vector, Value isVector) {
    Value m = b.add(piece.row, row);
    Value n = b.add(piece.column, b.mul(vector, lanes));
    Value isInside = b.logicalAnd(b.lessThan(m, rows), b.lessThan(n, columns));
    if (isVector)
      isInside = b.logicalAnd(isInside, isVector);
    b.ifThen(isInside, [&] {
      storeVector(b, finishVector(b, piece, row, vector), m, n);
    });
  });
  team.synchronize(b);
}

/// The same into a tile, which is sent once it is whole.
void WarpEpilogue::sendBuffer(KernelBuilder &b, const Piece &piece) {
  const SmemTile &layout = store->getLayout();
  Value tile;
  if (piece.inTile == 0)
    tile = store->begin(b, piece.turn);
  else {
    team.synchronize(b);
    tile = store->address(b, piece.turn);
  }
  forEachVector(b, piece, [&](Value row, Value vector, Value isVector) {
    Value chunk = b.add(vector, piece.inTile / lanes);
    auto write = [&] {
      b.store(finishVector(b, piece, row, vector),
              b.offset(tile, layout.chunkOffset(b, row, chunk)), 16);
    };
    if (isVector)
      b.ifThen(isVector, write);
    else
      write();
  });
  if (piece.inTile + piece.width == store->getShape().columns)
    store->end(b, piece.turn, piece.row, b.add(piece.column, -piece.inTile));
  else
    team.synchronize(b);
}

/// Accumulators of 16 columns and 8 rows: of lane 4g + t, column g or g + 8 and
/// rows 2t and 2t + 1.
void WarpEpilogue::writeExchanged(KernelBuilder &b, ArrayRef<Value> values,
                                  Value tile, int64_t upperRows) {
  Value g = b.div(team.lane, 4), t = b.rem(team.lane, 4);
  Value panel = b.div(tile, kPanelColumns / 16);
  Value first = b.mul(b.rem(tile, kPanelColumns / 16), 16 / 4);
  Value skip = b.mul(panel, kRows * kPanelRowBytes);
  for (int64_t odd = 0; odd < 2; ++odd) {
    Value row = b.add(b.mul(t, 2), odd);
    Value start = b.add(b.mul(row, kPanelRowBytes), b.mul(b.rem(g, 4), 4));
    start = b.add(b.add(start, skip), upperRows * kPanelRowBytes);
    for (int64_t upper = 0; upper < 2; ++upper) {
      Value chunk = b.add(b.add(first, upper * 2), b.div(g, 4));
      Value place = exchange(b, row, b.bitXor(chunk, panel));
      b.store(values[2 * upper + odd], b.offset(buffer, b.add(start, place)),
              4);
    }
  }
}

void WarpEpilogue::storeColumns(KernelBuilder &b, ArrayRef<Value> accumulators,
                                int64_t columnTiles, Value row, Value column) {
  int64_t perTile = accumulators.size() / columnTiles;
  int64_t most = kMaxColumns / 16;
  for (int64_t m = 0; m < perTile / 4 * 8; m += kRows)
    for (int64_t begin = 0; begin < columnTiles; begin += most) {
      int64_t tiles = std::min(most, columnTiles - begin);
      for (int64_t i = 0; i < tiles; ++i)
        for (int64_t upper = 0; upper < 2; ++upper) {
          int64_t from = (begin + i) * perTile + (m / 8 + upper) * 4;
          writeExchanged(b, accumulators.slice(from, 4),
                         team.warp ? team.warp : b.constant(i), upper * 8);
        }
      storeBuffer(b, {b.add(row, m), b.add(column, begin * 16),
                      team.warp ? kMaxColumns : tiles * 16, m / kRows});
    }
}

void WarpEpilogue::storeRows(KernelBuilder &b, ArrayRef<Value> accumulators,
                             Value row, Value column) {
  int64_t width = accumulators.size() / 4 * 8;
  int64_t tile = store ? store->getShape().columns : width;
  for (int64_t begin = 0; begin < width; begin += pieceColumns) {
    int64_t columns = std::min(pieceColumns, width - begin);
    writeBuffer(b, accumulators.slice(begin / 2, columns / 2));
    storeBuffer(
        b, {row, b.add(column, begin), columns, begin / tile, begin % tile});
  }
}
