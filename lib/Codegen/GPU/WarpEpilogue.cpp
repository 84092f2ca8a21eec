//===- WarpEpilogue.cpp - From accumulators to memory ---------------------===//
#include "WarpEpilogue.h"
#include "Epilogue/EpilogueBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

static constexpr int64_t kPanelColumns = 32, kPanelRowBytes = 128;

WarpEpilogue::WarpEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
                           const KernelArguments &arguments, Value lane,
                           Value buffer, Value batch)
    : op(op), arguments(arguments), lane(lane), buffer(buffer), batch(batch),
      rows(arguments.size("M")), columns(arguments.size("N")),
      lanes(128 / op.getOutsType().getElementTypeBitWidth()),
      isExchanged(op.isWeightOnly()), member(lane) {}

/// The chunk's place in its panel and row, in bytes; see the class.
Value WarpEpilogue::exchange(KernelBuilder &b, Value row, Value chunk) {
  Value rowBits = isExchanged ? b.bitAnd(row, 7) : b.bitAnd(b.mul(row, 2), 6);
  return b.mul(b.bitXor(chunk, rowBits), 16);
}

void WarpEpilogue::writeBuffer(KernelBuilder &b, ArrayRef<Value> accumulators) {
  Value g = b.div(lane, 4), t = b.rem(lane, 4);
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

Value WarpEpilogue::readBuffer(KernelBuilder &b, Value row, Value vector,
                               int64_t width) {
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

/// Elements n ... n + lanes of a row, in pieces of at most 16 bytes. A piece
/// that begins after the row's end is read from the last place inside.
Value WarpEpilogue::loadVector(KernelBuilder &b, Type element, Value start,
                               Value n) {
  int64_t bytes = element.getIntOrFloatBitWidth() / 8;
  int64_t pieceLanes = std::min(lanes, 16 / bytes);
  Value last = b.bitAnd(b.add(columns, -1), -pieceLanes);
  SmallVector<Value> elements;
  auto piece = VectorType::get({pieceLanes}, element);
  for (int64_t i = 0; i < lanes; i += pieceLanes) {
    Value column = b.min(b.add(n, i), last);
    Value address = b.offset(start, b.mul(column, bytes));
    Value loaded = b.load(piece, address, pieceLanes * bytes);
    if (pieceLanes == lanes)
      return loaded;
    for (int64_t j = 0; j < pieceLanes; ++j)
      elements.push_back(vector::ExtractOp::create(b, loaded, j));
  }
  return vector::FromElementsOp::create(b, VectorType::get({lanes}, element),
                                        elements);
}

Value WarpEpilogue::loadOperand(KernelBuilder &b, int64_t index, AffineMap map,
                                Value m, Value n) {
  auto type = cast<ShapedType>(op->getOperand(index).getType());
  Type element = type.getElementType();
  int64_t rank = op.getOutsType().getRank();
  auto coordinate = [&](int64_t result) -> Value {
    auto dim = dyn_cast<AffineDimExpr>(map.getResult(result));
    if (!dim)
      return b.constant(0);
    int64_t fromEnd = rank - dim.getPosition();
    // Rows outside of the result are computed but not stored.
    return fromEnd == 1 ? n : fromEnd == 2 ? b.min(m, b.add(rows, -1)) : batch;
  };
  Value start = arguments.pointer(index);
  if (type.getRank() == 3)
    start = arguments.matrix(b, index, coordinate(0));
  if (type.getRank() >= 2) {
    Value row = coordinate(type.getRank() - 2);
    Value bytes = b.createOrFold<arith::MulIOp>(
        b.widen(row), b.widen(arguments.pitch(index)));
    start = b.offset(start, bytes);
  }
  bool alongN = type.getRank() != 0 &&
                map.getResults().back() == b.getAffineDimExpr(rank - 1);
  if (alongN)
    return loadVector(b, element, start, n);
  if (type.getRank() != 0) {
    Value column = coordinate(type.getRank() - 1);
    start = b.offset(start, b.mul(column, element.getIntOrFloatBitWidth() / 8));
  }
  Value scalar = b.load(element, start, element.getIntOrFloatBitWidth() / 8);
  return vector::BroadcastOp::create(b, VectorType::get({lanes}, element),
                                     scalar);
}

void WarpEpilogue::finishVector(KernelBuilder &b, Value accumulators, Value m,
                                Value n) {
  Block &block = op.getEpilogue().front();
  IRMapping mapping;
  mapping.map(block.getArgument(0), accumulators);
  auto maps = op.getEpilogueMaps().getAsValueRange<AffineMapAttr>();
  for (auto [i, argument, map] :
       llvm::enumerate(block.getArguments().drop_front(), maps))
    if (!argument.use_empty())
      mapping.map(argument,
                  loadOperand(b, arguments.firstEpilogue() + i, map, m, n));
  Value result = cloneEpilogue(b, block, mapping, lanes);
  int64_t outs = arguments.outs();
  Value row =
      b.createOrFold<arith::MulIOp>(b.widen(m), b.widen(arguments.pitch(outs)));
  Value bytes = b.widen(b.mul(n, 16 / lanes));
  Value address = b.offset(arguments.matrix(b, outs, batch),
                           b.createOrFold<arith::AddIOp>(row, bytes));
  auto words = VectorType::get({4}, b.getI32Type());
  b.store(b.bitcast(words, result), address, 16);
}

void WarpEpilogue::shareWithGroup(KernelBuilder &b, Value warp, Value barrier) {
  groupWarp = warp;
  groupBarrier = barrier;
  members = 128;
  member = b.add(b.mul(warp, 32), lane);
}

void WarpEpilogue::synchronize(KernelBuilder &b) {
  if (!groupBarrier)
    return b.warpBarrier();
  NVVM::BarrierOp::create(b, Type(), groupBarrier, b.constant(members),
                          NVVM::BarrierReductionAttr(), Value());
}

/// Epilogue and store of the buffer's 16 rows of `width` columns.
void WarpEpilogue::storeBuffer(KernelBuilder &b, int64_t width, Value row,
                               Value column) {
  int64_t vectors = width / lanes;
  synchronize(b);
  for (int64_t first = 0; first < kRows * vectors; first += members) {
    Value id = b.add(member, first);
    Value inTile = b.div(id, vectors), vector = b.rem(id, vectors);
    Value m = b.add(row, inTile);
    Value n = b.add(column, b.mul(vector, lanes));
    Value isInside = b.logicalAnd(b.lessThan(m, rows), b.lessThan(n, columns));
    if (first + members > kRows * vectors)
      isInside = b.logicalAnd(isInside, b.lessThan(inTile, b.constant(kRows)));
    b.ifThen(isInside, [&] {
      finishVector(b, readBuffer(b, inTile, vector, width), m, n);
    });
  }
  synchronize(b);
}

/// Accumulators of 16 columns and 8 rows: of lane 4g + t, column g or g + 8 and
/// rows 2t and 2t + 1.
void WarpEpilogue::writeExchanged(KernelBuilder &b, ArrayRef<Value> values,
                                  Value tile, int64_t upperRows) {
  Value g = b.div(lane, 4), t = b.rem(lane, 4);
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
                         groupWarp ? groupWarp : b.constant(i), upper * 8);
        }
      storeBuffer(b, groupWarp ? kMaxColumns : tiles * 16, b.add(row, m),
                  b.add(column, begin * 16));
    }
}

void WarpEpilogue::storeRows(KernelBuilder &b, ArrayRef<Value> accumulators,
                             Value row, Value column) {
  int64_t perChunk = kMaxColumns / 8 * 4;
  for (size_t begin = 0; begin < accumulators.size(); begin += perChunk) {
    ArrayRef<Value> part = accumulators.slice(
        begin, std::min<size_t>(perChunk, accumulators.size() - begin));
    writeBuffer(b, part);
    storeBuffer(b, part.size() / 4 * 8, row, b.add(column, begin / 4 * 8));
  }
}
