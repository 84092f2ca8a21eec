//===- MicroKernel.cpp - Register tiles -----------------------------------===//
#include "MicroKernel.h"
#include "EpilogueBuilder.h"
#include "RhsDecoder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

OpFoldResult mixp::memrefSize(ImplicitLocOpBuilder &b, Value memref,
                              int64_t dim) {
  int64_t size = cast<MemRefType>(memref.getType()).getDimSize(dim);
  if (!ShapedType::isDynamic(size))
    return b.getIndexAttr(size);
  return memref::DimOp::create(b, memref, dim).getResult();
}

Value MicroKernel::index(int64_t value) {
  return arith::ConstantIndexOp::create(b, value);
}

Value MicroKernel::add(Value lhs, int64_t rhs) {
  return rhs == 0 ? lhs : b.createOrFold<arith::AddIOp>(lhs, index(rhs));
}

Value MicroKernel::multiply(Value lhs, int64_t rhs) {
  return rhs == 1 ? lhs : b.createOrFold<arith::MulIOp>(lhs, index(rhs));
}

Value MicroKernel::zero(VectorType type) {
  return arith::ConstantOp::create(b, b.getZeroAttr(type));
}

Value MicroKernel::firstColumn(const TilePosition &tile) {
  return multiply(tile.panel, config.nr);
}

/// The first indices of rhs.
MicroKernel::Values MicroKernel::panelIndices(const TilePosition &tile) {
  Values indices;
  if (op.isRhsBatched())
    indices = tile.batch;
  indices.append({tile.k.index, tile.panel});
  return indices;
}

MicroKernel::Values MicroKernel::rhsIndices(const TilePosition &tile,
                                            Value step, Value element) {
  Values indices = panelIndices(tile);
  indices.append({step, element});
  return indices;
}

/// Asks for the lines of outs that the tile ends in, to be written: while the
/// sums are computed they come from wherever they are.
void MicroKernel::prefetchOuts(const TilePosition &tile) {
  if (op.getCombineRows())
    return; // a row, which every tile writes
  constexpr int64_t kLineBytes = 64;
  int64_t width = op.getOutsType().getElementTypeBitWidth();
  int64_t lineElements = kLineBytes * 8 / width;
  for (int64_t r = 0; r < tile.rows; ++r)
    for (int64_t e = 0; e < config.nr; e += lineElements) {
      Values indices(tile.batch);
      indices.append({add(tile.row, r), add(firstColumn(tile), e)});
      memref::PrefetchOp::create(b, op.getOuts(), indices, /*isWrite=*/true,
                                 /*locality=*/3, /*isDataCache=*/true);
    }
}

void MicroKernel::prepare() {
  dots.prepare();
  if (isTile(config.mma))
    tileSums = tiles.allocateSums();
}

void MicroKernel::finish() {
  if (tileSums)
    memref::DeallocOp::create(b, tileSums);
}

/// Sums through memory, as tile registers have no other way out; then each row
/// that is there through the epilogue.
void MicroKernel::buildFromTiles(const TilePosition &tile) {
  tiles.build(tile.batch, tile.row, tile.panel, tile.k.steps, tileSums);
  Value m =
      getValueOrCreateConstantIndexOp(b, b.getLoc(), countProductRows(b, op));
  Value left = b.createOrFold<arith::SubIOp>(m, tile.row);
  Value end = b.createOrFold<arith::MinUIOp>(left, index(tile.rows));
  auto loop = scf::ForOp::create(b, index(0), end, index(1));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Values sums;
  for (int64_t v = 0; v < config.numVectors(); ++v)
    sums.push_back(vector::LoadOp::create(
        b, config.accumulatorType(), tileSums,
        ValueRange{loop.getInductionVar(), index(v * config.lanes)}));
  TilePosition row = tile;
  row.rows = 1;
  row.row = arith::AddIOp::create(b, tile.row, loop.getInductionVar());
  storeResult(row, sums);
}

void MicroKernel::build(const TilePosition &tile) {
  if (isTile(config.mma))
    return buildFromTiles(tile);
  if (tile.k.isLast) {
    auto ends = scf::IfOp::create(b, tile.k.isLast);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(ends.thenBlock());
    prefetchOuts(tile);
  } else {
    prefetchOuts(tile);
  }
  lhs.selectRows(tile.batch, tile.row, tile.rows);
  store(tile, config.groupSteps ? sumGroups(tile) : sumAll(tile));
}

//===----------------------------------------------------------------------===//
// Sums along K
//===----------------------------------------------------------------------===//

/// Adds one step of the packed rhs into the tile.
MicroKernel::Values MicroKernel::addStep(const TilePosition &tile, Value step,
                                         Values accumulators) {
  RhsDecoder rhs(b, config, op.getRhs(), panelIndices(tile), step);
  Value k = multiply(b.createOrFold<arith::AddIOp>(tile.k.first, step),
                     config.stepElements());
  for (int64_t w = 0; w < config.stepWords; ++w) {
    Value kWord = add(k, w * config.wordElements);
    Values vectors = rhs.word(w, zeroPoints);
    auto wordOf = [&](int64_t row) { return lhs.at(row, kWord); };
    if (isRowPairs(config.mma)) {
      accumulators = pairs.addWord(dots, op.getLhs(), tile.rows, wordOf,
                                   vectors, std::move(accumulators));
      continue;
    }
    for (int64_t r = 0; r < tile.rows; ++r) {
      Value word = dots.broadcastWord(op.getLhs(), wordOf(r));
      for (int64_t v = 0; v < config.numVectors(); ++v) {
        Value &accumulator = accumulators[r * config.numVectors() + v];
        accumulator = dots.dot(accumulator, word, vectors[v]);
      }
    }
  }
  return accumulators;
}

/// Asks for the lines of rhs that come into use later: those of this panel
/// `prefetch` steps ahead, and some of the next panel, spread over the tiles
/// that share this one.
void MicroKernel::prefetch(const TilePosition &tile, Value step) {
  ScheduleAttr schedule = op.getSchedule();
  constexpr int64_t kLineBytes = 64;
  int64_t width = config.rhsElement.getIntOrFloatBitWidth() / 8;
  int64_t lineElements = kLineBytes / width;
  auto ask = [&](ValueRange indices, unsigned locality) {
    memref::PrefetchOp::create(b, op.getRhs(), indices, /*isWrite=*/false,
                               locality, /*isDataCache=*/true);
  };
  if (int64_t distance = schedule.getPrefetch()) {
    int64_t stepSize = op.getRhsType().getShape().back();
    for (int64_t e = 0; e < config.unroll * stepSize; e += lineElements)
      ask(rhsIndices(tile, add(step, distance), index(e)), 3);
  }
  // Addresses past the last panel are harmless: a prefetch does not fault.
  if (int64_t lines = schedule.getPrefetchNext()) {
    Value steps = getValueOrCreateConstantIndexOp(b, b.getLoc(), tile.k.steps);
    Value done = b.createOrFold<arith::AddIOp>(
        b.createOrFold<arith::MulIOp>(tile.number, steps), step);
    Value line = multiply(done, lines * lineElements / config.unroll);
    TilePosition next = tile;
    next.panel = add(tile.panel, 1);
    for (int64_t i = 0; i < lines; ++i)
      ask(rhsIndices(next, index(0), add(line, i * lineElements)), 2);
  }
}

/// A loop over the steps [first, end), `unroll` of them in each iteration.
MicroKernel::Values MicroKernel::addLoop(const TilePosition &tile, Value first,
                                         Value end, int64_t unroll,
                                         Values accumulators) {
  auto loop = scf::ForOp::create(b, first, end, index(unroll), accumulators);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  if (unroll == config.unroll)
    prefetch(tile, loop.getInductionVar());
  Values sums(loop.getRegionIterArgs());
  for (int64_t u = 0; u < unroll; ++u)
    sums = addStep(tile, add(loop.getInductionVar(), u), sums);
  scf::YieldOp::create(b, sums);
  return Values(loop.getResults());
}

/// Adds `count` steps from `first` on.
MicroKernel::Values MicroKernel::addSteps(const TilePosition &tile, Value first,
                                          OpFoldResult count,
                                          Values accumulators) {
  int64_t unroll = config.unroll;
  if (std::optional<int64_t> size = getConstantIntValue(count)) {
    int64_t rest = *size % unroll, whole = *size - rest;
    if (whole > 0)
      accumulators = addLoop(tile, first, add(first, whole), unroll,
                             std::move(accumulators));
    for (int64_t s = whole; s < *size; ++s)
      accumulators = addStep(tile, add(first, s), std::move(accumulators));
    return accumulators;
  }
  Value size = cast<Value>(count);
  Value end = b.createOrFold<arith::AddIOp>(first, size);
  if (config.stepsAreWholeIterations)
    return addLoop(tile, first, end, unroll, std::move(accumulators));
  Value rest = b.createOrFold<arith::RemUIOp>(size, index(unroll));
  Value middle = b.createOrFold<arith::SubIOp>(end, rest);
  accumulators = addLoop(tile, first, middle, unroll, std::move(accumulators));
  return addLoop(tile, middle, end, 1, std::move(accumulators));
}

/// Adds `count` steps from `first` on, those of a run of lhs at a time.
MicroKernel::Values MicroKernel::addRuns(const TilePosition &tile, Value first,
                                         OpFoldResult count,
                                         Values accumulators) {
  int64_t runSteps = lhs.getRun() / config.stepElements();
  if (runSteps == 0)
    return addSteps(tile, first, count, std::move(accumulators));
  auto runsOf = [&](Value steps) -> Value {
    return b.createOrFold<arith::DivUIOp>(steps, index(runSteps));
  };
  Value runs = runsOf(getValueOrCreateConstantIndexOp(b, b.getLoc(), count));
  Value firstRun = runsOf(tile.k.first);
  auto loop = scf::ForOp::create(b, index(0), runs, index(1), accumulators);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value number = loop.getInductionVar();
  lhs.selectRun(b.createOrFold<arith::AddIOp>(firstRun, number));
  Value start = multiply(number, runSteps);
  TilePosition run = tile;
  // In the run, lhs is counted from its start.
  run.k.first = arith::SubIOp::create(b, index(0), start);
  Values sums = addSteps(run, start, b.getIndexAttr(runSteps),
                         Values(loop.getRegionIterArgs()));
  scf::YieldOp::create(b, sums);
  return Values(loop.getResults());
}

/// Adds `count` steps into vectors of one row each.
MicroKernel::Values MicroKernel::sumSteps(const TilePosition &tile, Value first,
                                          OpFoldResult count,
                                          Values accumulators) {
  if (!isRowPairs(config.mma))
    return addRuns(tile, first, count, std::move(accumulators));
  Values sums =
      addRuns(tile, first, count, pairs.pair(accumulators, tile.rows));
  return pairs.split(sums, tile.rows);
}

MicroKernel::Values MicroKernel::partialIndices(const TilePosition &tile,
                                                int64_t row, int64_t vector) {
  return {tile.partialPanel, add(tile.partialRow, row),
          index(vector * config.lanes)};
}

/// Zeros, or what the blocks of K before this one summed.
MicroKernel::Values MicroKernel::startSums(const TilePosition &tile) {
  VectorType type = config.accumulatorType();
  Values zeros(tile.rows * config.numVectors(), zero(type));
  if (!tile.k.isFirst)
    return zeros;
  auto choice = scf::IfOp::create(b, SmallVector<Type>(zeros.size(), type),
                                  tile.k.isFirst,
                                  /*addThenBlock=*/true, /*addElseBlock=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  scf::YieldOp::create(b, zeros);
  b.setInsertionPointToStart(choice.elseBlock());
  Values loaded;
  for (int64_t r = 0; r < tile.rows; ++r)
    for (int64_t v = 0; v < config.numVectors(); ++v)
      loaded.push_back(vector::LoadOp::create(b, type, tile.partial,
                                              partialIndices(tile, r, v)));
  scf::YieldOp::create(b, loaded);
  return Values(choice.getResults());
}

MicroKernel::Values MicroKernel::sumAll(const TilePosition &tile) {
  return sumSteps(tile, index(0), tile.k.steps, startSums(tile));
}

/// A vector of a table of groups: panels x groups x nr.
Value MicroKernel::loadGroupEntry(Value table, const TilePosition &tile,
                                  Value group, int64_t vector) {
  auto type = VectorType::get(
      {config.lanes}, cast<MemRefType>(table.getType()).getElementType());
  return vector::LoadOp::create(
      b, type, table,
      ValueRange{tile.panel, group, index(vector * config.lanes)});
}

/// Asks for the scales of the group whose elements are asked for meanwhile.
void MicroKernel::prefetchGroup(const TilePosition &tile, Value group) {
  int64_t steps = op.getSchedule().getPrefetch();
  if (steps == 0)
    return;
  Value later = add(group, llvm::divideCeil(steps, *config.groupSteps));
  constexpr int64_t kLineElements = 16;
  for (int64_t e = 0; e < config.nr; e += kLineElements)
    memref::PrefetchOp::create(b, op.getGroupScales(),
                               ValueRange{tile.panel, later, index(e)},
                               /*isWrite=*/false, /*locality=*/3,
                               /*isDataCache=*/true);
}

/// What the sums of one group start at.
MicroKernel::Values MicroKernel::startGroup(const TilePosition &tile,
                                            Value group) {
  VectorType type = config.accumulatorType();
  Values sums;
  for (int64_t r = 0; r < tile.rows; ++r) {
    Value row;
    if (Value table = op.getGroupRowInits()) {
      Value scalar =
          memref::LoadOp::create(b, table, ValueRange{add(tile.row, r), group});
      row = vector::BroadcastOp::create(b, type, scalar);
    }
    for (int64_t v = 0; v < config.numVectors(); ++v) {
      Value start = row;
      if (Value table = op.getGroupInits()) {
        Value column = loadGroupEntry(table, tile, group, v);
        start = row ? Value(arith::AddIOp::create(b, row, column)) : column;
      }
      sums.push_back(start ? start : zero(type));
    }
  }
  return sums;
}

/// A group's zero points of each vector of the panel, where there are any.
MicroKernel::Values MicroKernel::loadZeroPoints(const TilePosition &tile,
                                                Value group) {
  Values rows;
  Value table = op.getGroupZeroPoints();
  if (!table)
    return rows;
  for (int64_t v = 0; v < config.numVectors(); ++v)
    rows.push_back(loadGroupEntry(table, tile, group, v));
  return rows;
}

/// accumulators + f32(sum over one group) * the group's scales.
MicroKernel::Values MicroKernel::addGroup(const TilePosition &tile, Value group,
                                          Value first, OpFoldResult count,
                                          ValueRange accumulators) {
  auto f32 = VectorType::get({config.lanes}, b.getF32Type());
  Values results(accumulators);
  zeroPoints = loadZeroPoints(tile, group);
  prefetchGroup(tile, group);
  Values sums = sumSteps(tile, first, count, startGroup(tile, group));
  for (int64_t v = 0; v < config.numVectors(); ++v) {
    Value scale = loadGroupEntry(op.getGroupScales(), tile, group, v);
    for (int64_t r = 0; r < tile.rows; ++r) {
      int64_t i = r * config.numVectors() + v;
      Value sum = sums[i];
      if (config.isInteger())
        sum = arith::SIToFPOp::create(b, f32, sum);
      results[i] = dots.mulAdd(sum, scale, results[i]);
    }
  }
  return results;
}

MicroKernel::Values MicroKernel::sumGroups(const TilePosition &tile) {
  auto f32 = VectorType::get({config.lanes}, b.getF32Type());
  Values accumulators(tile.rows * config.numVectors(), zero(f32));
  int64_t group = *config.groupSteps;
  // Grouped weights are packed at compile time, so their size is static.
  int64_t steps = *getConstantIntValue(tile.k.steps);
  int64_t whole = steps / group, rest = steps % group;
  if (whole > 0) {
    auto loop =
        scf::ForOp::create(b, index(0), index(whole), index(1), accumulators);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value g = loop.getInductionVar();
    Values sums = addGroup(tile, g, multiply(g, group), b.getIndexAttr(group),
                           loop.getRegionIterArgs());
    scf::YieldOp::create(b, sums);
    accumulators = Values(loop.getResults());
  }
  if (rest > 0)
    accumulators = addGroup(tile, index(whole), index(whole * group),
                            b.getIndexAttr(rest), accumulators);
  return accumulators;
}

//===----------------------------------------------------------------------===//
// Stores
//===----------------------------------------------------------------------===//

/// Stores the first columns of the tile: all where neither is given, `columns`
/// of them, or as many as `dynamicColumns` says at run time.
void MicroKernel::storeColumns(const TilePosition &tile,
                               ValueRange accumulators,
                               std::optional<int64_t> columns,
                               Value dynamicColumns) {
  auto maskType = VectorType::get({config.lanes}, b.getI1Type());
  for (int64_t v = 0; v < config.numVectors(); ++v) {
    int64_t offset = v * config.lanes;
    Value mask;
    if (columns) {
      int64_t left = *columns - offset;
      if (left <= 0)
        return;
      if (left < config.lanes)
        mask = vector::CreateMaskOp::create(b, maskType, index(left));
    } else if (dynamicColumns) {
      mask = vector::CreateMaskOp::create(b, maskType,
                                          add(dynamicColumns, -offset));
    }
    EpilogueBuilder epilogue(b, op, mask);
    Value column = add(firstColumn(tile), offset);
    for (int64_t r = 0; r < tile.rows; ++r) {
      Values indices(tile.batch);
      indices.append({add(tile.row, r), column});
      epilogue.add(accumulators[r * config.numVectors() + v], indices);
    }
    epilogue.finish();
  }
}

/// The whole tile's sums, for the next block of K.
void MicroKernel::storePartial(const TilePosition &tile,
                               ValueRange accumulators) {
  for (int64_t r = 0; r < tile.rows; ++r)
    for (int64_t v = 0; v < config.numVectors(); ++v)
      vector::StoreOp::create(b, accumulators[r * config.numVectors() + v],
                              tile.partial, partialIndices(tile, r, v));
}

void MicroKernel::store(const TilePosition &tile, ValueRange accumulators) {
  if (!tile.k.isLast)
    return storeResult(tile, accumulators);
  auto choice = scf::IfOp::create(b, tile.k.isLast, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  storeResult(tile, accumulators);
  b.setInsertionPointToStart(choice.elseBlock());
  storePartial(tile, accumulators);
}

/// Through the epilogue into outs.
void MicroKernel::storeResult(const TilePosition &tile,
                              ValueRange accumulators) {
  OpFoldResult n = memrefSize(b, op.getOuts(), op.getOutsType().getRank() - 1);
  std::optional<int64_t> size = getConstantIntValue(n);
  if (size && *size % config.nr == 0)
    return storeColumns(tile, accumulators, std::nullopt, {});
  if (size && *size < config.nr)
    return storeColumns(tile, accumulators, *size, {});
  Value columns = getValueOrCreateConstantIndexOp(b, b.getLoc(), n);
  Value left = b.createOrFold<arith::SubIOp>(columns, firstColumn(tile));
  Value isWhole = arith::CmpIOp::create(b, arith::CmpIPredicate::sge, left,
                                        index(config.nr));
  auto choice = scf::IfOp::create(b, isWhole, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  storeColumns(tile, accumulators, std::nullopt, {});
  b.setInsertionPointToStart(choice.elseBlock());
  if (size)
    storeColumns(tile, accumulators, *size % config.nr, {});
  else
    storeColumns(tile, accumulators, std::nullopt, left);
}
