//===- FragmentEpilogue.cpp - From accumulators to tiles ------------------===//
// Lane 4g + t has, of 8 columns, the elements 2t and 2t + 1 of rows g and
// g + 8; of weight-only products rows and columns are exchanged.
#include "FragmentEpilogue.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

static Value pairOf(KernelBuilder &b, ArrayRef<Value> values) {
  return vector::FromElementsOp::create(
      b, VectorType::get({2}, values[0].getType()), values);
}

/// Where a lane's row of the four 8 x 8 matrices lies that stmatrix stores:
/// upper and lower 8 rows of `firstChunk`, then of the next one.
Value FragmentEpilogue::matrixOffset(KernelBuilder &b, Value firstChunk) const {
  Value row = b.rem(team.lane, 16);
  return store.getLayout().chunkOffset(b, row,
                                       b.add(firstChunk, b.div(team.lane, 16)));
}

/// Pairs are those of the first matrix' lanes, then of the second's ...
void FragmentEpilogue::storeMatrices(KernelBuilder &b, Value target,
                                     ArrayRef<Value> pairs, bool isDown) const {
  SmallVector<Value> words;
  for (Value pair : pairs)
    words.push_back(b.bitcast(b.getI32Type(), pair));
  MLIRContext *context = b.getContext();
  NVVM::StMatrixOp::create(b, target, words,
                           isDown ? NVVM::MMALayout::col : NVVM::MMALayout::row,
                           NVVM::LdStMatrixShapeAttr::get(context, 8, 8),
                           NVVM::LdStMatrixEltType::B16);
}

/// 32-bit results, two in 8 bytes. Half a warp stores at a time: rows g and
/// g + 1 of the same columns would lie in the same banks, so lanes of odd rows
/// take the columns 16 further on first.
void FragmentEpilogue::writeWords(KernelBuilder &b, Value target,
                                  ArrayRef<Value> pairs) const {
  const SmemTile &layout = store.getLayout();
  Value g = b.div(team.lane, 4), t = b.rem(team.lane, 4);
  Value isOdd = b.equal(b.rem(g, 2), 1);
  Value chunk = b.add(b.div(t, 2), b.mul(b.rem(g, 2), 4));
  Value first = b.add(layout.chunkOffset(b, g, chunk), b.mul(b.rem(t, 2), 8));
  Value second = b.bitXor(first, 4 * 16);
  for (size_t j = 0; j < pairs.size() / 2; ++j) {
    if (j % 4 >= 2)
      continue;
    for (size_t h = 0; h < 2; ++h) {
      Value near = pairs[2 * j + h], far = pairs[2 * (j + 2) + h];
      auto write = [&](Value value, Value start) {
        Value place = layout.step(b, start, h * 8, 2 * j);
        b.store(value, b.offset(target, place), 8);
      };
      write(b.select(isOdd, far, near), first);
      write(b.select(isOdd, near, far), second);
    }
  }
}

/// 8-bit results, two in 2 bytes.
void FragmentEpilogue::writeBytes(KernelBuilder &b, Value target,
                                  ArrayRef<Value> pairs) const {
  const SmemTile &layout = store.getLayout();
  Value g = b.div(team.lane, 4), t = b.rem(team.lane, 4);
  Value start = b.add(layout.chunkOffset(b, g, b.constant(0)), b.mul(t, 2));
  for (size_t j = 0; j < pairs.size() / 2; ++j)
    for (size_t h = 0; h < 2; ++h) {
      Value place = b.add(layout.step(b, start, h * 8, j / 2), j % 2 * 8);
      b.store(b.bitcast(b.getI16Type(), pairs[2 * j + h]),
              b.offset(target, place), 2);
    }
}

/// `pairs`: for each 8 columns that of row g and that of g + 8.
void FragmentEpilogue::writeRows(KernelBuilder &b, Value target,
                                 ArrayRef<Value> pairs) const {
  if (bits == 32)
    return writeWords(b, target, pairs);
  if (bits == 8)
    return writeBytes(b, target, pairs);
  Value start = matrixOffset(b, b.constant(0));
  for (size_t i = 0; i < pairs.size(); i += 4) {
    Value place = store.getLayout().step(b, start, 0, i / 2);
    storeMatrices(b, b.offset(target, place), pairs.slice(i, 4),
                  /*isDown=*/false);
  }
}

void FragmentEpilogue::storeRows(KernelBuilder &b, ArrayRef<Value> accumulators,
                                 Value row, Value column) {
  const TensorStore::Shape &shape = store.getShape();
  Value m = b.add(row, b.div(team.lane, 4));
  Value n = b.add(column, b.mul(b.rem(team.lane, 4), 2));
  for (int64_t turn = 0; turn < shape.turns; ++turn) {
    SmallVector<Value> pairs;
    for (int64_t j = 0; j < shape.columns; j += 8)
      for (int64_t h = 0; h < 2; ++h) {
        int64_t skip = turn * shape.columns + j;
        Value sums = pairOf(b, accumulators.slice(skip / 2 + 2 * h, 2));
        pairs.push_back(
            epilogue.finish(b, sums, {b.add(m, 8 * h), b.add(n, skip), 2}));
      }
    writeRows(b, store.begin(b, turn), pairs);
    store.end(b, turn, row, b.add(column, turn * shape.columns));
  }
}

/// `pairs`: of the upper 8 rows that of column g and that of g + 8, then of the
/// lower ones. stmatrix transposes those of 16 bits.
void FragmentEpilogue::writeColumns(KernelBuilder &b, Value target,
                                    ArrayRef<Value> pairs) const {
  const SmemTile &layout = store.getLayout();
  if (bits == 16) {
    Value place = matrixOffset(b, b.mul(team.warp, 2));
    return storeMatrices(b, b.offset(target, place),
                         {pairs[0], pairs[2], pairs[1], pairs[3]},
                         /*isDown=*/true);
  }
  Value g = b.div(team.lane, 4), t = b.rem(team.lane, 4);
  Value chunk = b.add(b.mul(team.warp, 4), b.div(g, 4));
  for (int64_t odd = 0; odd < 2; ++odd) {
    Value start = layout.chunkOffset(b, b.add(b.mul(t, 2), odd), chunk);
    start = b.add(start, b.mul(b.rem(g, 4), 4));
    for (int64_t i = 0; i < 4; ++i) {
      Value place = layout.step(b, start, i / 2 * 8, i % 2 * 2);
      b.store(vector::ExtractOp::create(b, pairs[i], odd),
              b.offset(target, place), 4);
    }
  }
}

void FragmentEpilogue::storeColumns(KernelBuilder &b,
                                    ArrayRef<Value> accumulators, Value row,
                                    Value column) {
  Value m = b.add(row, b.mul(b.rem(team.lane, 4), 2));
  Value n = b.add(b.add(column, b.mul(team.warp, 16)), b.div(team.lane, 4));
  for (int64_t turn = 0; turn < store.getShape().turns; ++turn) {
    Value first = b.add(m, turn * TensorStore::kRows);
    SmallVector<Value> pairs;
    for (int64_t i = 0; i < 4; ++i) {
      Value sums = pairOf(b, accumulators.slice(turn * 8 + 2 * i, 2));
      pairs.push_back(
          epilogue.finish(b, sums,
                          {b.add(first, i / 2 * 8), b.add(n, i % 2 * 8), 2,
                           /*isDown=*/true}));
    }
    writeColumns(b, store.begin(b, turn), pairs);
    store.end(b, turn, b.add(row, turn * TensorStore::kRows), column);
  }
}
