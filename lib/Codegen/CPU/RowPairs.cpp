//===- RowPairs.cpp - Registers of two rows by two columns ----------------===//
#include "RowPairs.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

Value RowPairs::shuffle(Value first, Value second, ArrayRef<int64_t> lanes) {
  return vector::ShuffleOp::create(b, first, second, lanes);
}

RowPairs::Values RowPairs::pair(ValueRange vectors, int64_t rows) {
  int64_t perRow = config.numVectors();
  Value zero =
      arith::ConstantOp::create(b, b.getZeroAttr(config.accumulatorType()));
  Values pairs;
  for (int64_t r = 0; r < rows; r += 2)
    for (int64_t v = 0; v < perRow; ++v) {
      Value first = vectors[r * perRow + v];
      Value second = r + 1 < rows ? vectors[(r + 1) * perRow + v] : zero;
      if (isTransposed()) {
        pairs.push_back(shuffle(first, second, {0, 4, 1, 5}));
        pairs.push_back(shuffle(first, second, {2, 6, 3, 7}));
      } else {
        pairs.push_back(shuffle(first, second, {0, 1, 4, 5}));
        pairs.push_back(shuffle(first, second, {2, 3, 6, 7}));
      }
    }
  return pairs;
}

RowPairs::Values RowPairs::split(ValueRange pairs, int64_t rows) {
  int64_t perRow = config.numVectors();
  Values vectors;
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t v = 0; v < perRow; ++v) {
      Value left = pairs[(r / 2 * perRow + v) * 2];
      Value right = pairs[(r / 2 * perRow + v) * 2 + 1];
      int64_t odd = r % 2;
      if (isTransposed())
        vectors.push_back(
            shuffle(left, right, {odd, odd + 2, odd + 4, odd + 6}));
      else
        vectors.push_back(shuffle(
            left, right, {2 * odd, 2 * odd + 1, 2 * odd + 4, 2 * odd + 5}));
    }
  return vectors;
}

RowPairs::Values RowPairs::addWord(DotBuilder &dots, Value lhs, int64_t rows,
                                   function_ref<Values(int64_t)> indices,
                                   ValueRange rhs, Values pairs) {
  // Each vector of columns is two registers of two columns.
  Values columns;
  int64_t size = 2 * config.wordElements;
  for (Value words : rhs)
    for (int64_t half : {0, 1})
      columns.push_back(vector::ExtractStridedSliceOp::create(
          b, words, ArrayRef<int64_t>{half * size}, ArrayRef<int64_t>{size},
          ArrayRef<int64_t>{1}));
  int64_t next = 0;
  for (int64_t r = 0; r < rows; r += 2) {
    // An odd last row stands in for the one that is missing.
    Value words = dots.loadWords(lhs, indices(r),
                                 indices(std::min<int64_t>(r + 1, rows - 1)));
    for (Value column : columns) {
      pairs[next] = dots.dot(pairs[next], words, column);
      ++next;
    }
  }
  return pairs;
}
