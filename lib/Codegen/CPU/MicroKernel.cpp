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

void MicroKernel::build(int64_t rows, ValueRange batch, Value row,
                        Value panel) {
  Tile tile{rows, Values(batch), row, panel, multiply(panel, config.nr)};
  store(tile, config.groupSteps ? sumGroups(tile) : sumAll(tile));
}

//===----------------------------------------------------------------------===//
// Sums along K
//===----------------------------------------------------------------------===//

/// Adds one step of the packed rhs into the tile.
MicroKernel::Values MicroKernel::addStep(const Tile &tile, Value step,
                                         Values accumulators) {
  Values panelIndices(tile.batch);
  panelIndices.push_back(tile.panel);
  auto rhs = loadRhsStep(b, config, op.getRhs(), panelIndices, step);
  Value k = multiply(step, config.stepElements());
  for (int64_t word = 0; word < config.stepWords; ++word) {
    Value kWord = add(k, word * config.wordElements);
    for (int64_t r = 0; r < tile.rows; ++r) {
      Values indices(tile.batch);
      indices.push_back(add(tile.row, r));
      indices.push_back(kWord);
      Value lhs = dots.broadcastWord(op.getLhs(), indices);
      for (int64_t v = 0; v < config.numVectors(); ++v) {
        Value &accumulator = accumulators[r * config.numVectors() + v];
        accumulator = dots.dot(accumulator, lhs, rhs[word][v]);
      }
    }
  }
  return accumulators;
}

/// A loop over the steps [first, end), `unroll` of them in each iteration.
MicroKernel::Values MicroKernel::addLoop(const Tile &tile, Value first,
                                         Value end, int64_t unroll,
                                         Values accumulators) {
  auto loop = scf::ForOp::create(b, first, end, index(unroll), accumulators);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Values sums(loop.getRegionIterArgs());
  for (int64_t u = 0; u < unroll; ++u)
    sums = addStep(tile, add(loop.getInductionVar(), u), sums);
  scf::YieldOp::create(b, sums);
  return Values(loop.getResults());
}

/// Adds `count` steps from `first` on.
MicroKernel::Values MicroKernel::addSteps(const Tile &tile, Value first,
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
  Value rest = b.createOrFold<arith::RemUIOp>(size, index(unroll));
  Value end = b.createOrFold<arith::AddIOp>(first, size);
  Value middle = b.createOrFold<arith::SubIOp>(end, rest);
  accumulators = addLoop(tile, first, middle, unroll, std::move(accumulators));
  return addLoop(tile, middle, end, 1, std::move(accumulators));
}

MicroKernel::Values MicroKernel::sumAll(const Tile &tile) {
  Values accumulators(tile.rows * config.numVectors(),
                      zero(config.accumulatorType()));
  OpFoldResult steps =
      memrefSize(b, op.getRhs(), op.getRhsType().getRank() - 2);
  return addSteps(tile, index(0), steps, std::move(accumulators));
}

/// accumulators + f32(sum over one group) * the group's scales.
MicroKernel::Values MicroKernel::addGroup(const Tile &tile, Value group,
                                          Value first, OpFoldResult count,
                                          ValueRange accumulators) {
  auto f32 = VectorType::get({config.lanes}, b.getF32Type());
  auto loadRow = [&](Value table, VectorType type, int64_t v) -> Value {
    return vector::LoadOp::create(
        b, type, table, ValueRange{group, add(tile.column, v * config.lanes)});
  };
  Values sums, results(accumulators);
  for (int64_t r = 0; r < tile.rows; ++r)
    for (int64_t v = 0; v < config.numVectors(); ++v)
      sums.push_back(op.getGroupInits() ? loadRow(op.getGroupInits(),
                                                  config.accumulatorType(), v)
                                        : zero(config.accumulatorType()));
  sums = addSteps(tile, first, count, std::move(sums));
  for (int64_t v = 0; v < config.numVectors(); ++v) {
    Value scale = loadRow(op.getGroupScales(), f32, v);
    for (int64_t r = 0; r < tile.rows; ++r) {
      int64_t i = r * config.numVectors() + v;
      Value sum = sums[i];
      if (config.isInteger())
        sum = arith::SIToFPOp::create(b, f32, sum);
      results[i] = vector::FMAOp::create(b, sum, scale, results[i]);
    }
  }
  return results;
}

MicroKernel::Values MicroKernel::sumGroups(const Tile &tile) {
  auto f32 = VectorType::get({config.lanes}, b.getF32Type());
  Values accumulators(tile.rows * config.numVectors(), zero(f32));
  int64_t group = *config.groupSteps;
  // Grouped weights are packed at compile time, so their size is static.
  int64_t steps = op.getRhsType().getDimSize(op.getRhsType().getRank() - 2);
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
void MicroKernel::storeColumns(const Tile &tile, ValueRange accumulators,
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
    for (int64_t r = 0; r < tile.rows; ++r) {
      Values indices(tile.batch);
      indices.push_back(add(tile.row, r));
      indices.push_back(add(tile.column, offset));
      buildEpilogue(b, op, accumulators[r * config.numVectors() + v], indices,
                    mask);
    }
  }
}

void MicroKernel::store(const Tile &tile, ValueRange accumulators) {
  OpFoldResult n = memrefSize(b, op.getOuts(), op.getOutsType().getRank() - 1);
  std::optional<int64_t> size = getConstantIntValue(n);
  if (size && *size % config.nr == 0)
    return storeColumns(tile, accumulators, std::nullopt, {});
  if (size && *size < config.nr)
    return storeColumns(tile, accumulators, *size, {});
  Value columns = getValueOrCreateConstantIndexOp(b, b.getLoc(), n);
  Value left = b.createOrFold<arith::SubIOp>(columns, tile.column);
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
