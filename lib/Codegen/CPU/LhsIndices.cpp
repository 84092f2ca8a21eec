//===- LhsIndices.cpp - Where words of lhs are ----------------------------===//
#include "LhsIndices.h"
#include "MicroKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

using namespace mlir;
using namespace mixp;

/// A number that counts the elements of neighbouring dims as an index of each.
LhsIndices::Values LhsIndices::split(Value number, int64_t firstDim,
                                     int64_t dims) {
  Values indices(dims);
  for (int64_t i = dims; i-- > 1;) {
    Value size = getValueOrCreateConstantIndexOp(
        b, b.getLoc(), memrefSize(b, op.getLhs(), firstDim + i));
    indices[i] = b.createOrFold<arith::RemUIOp>(number, size);
    number = b.createOrFold<arith::DivUIOp>(number, size);
  }
  indices[0] = number;
  return indices;
}

void LhsIndices::selectRows(ValueRange batch, Value row, int64_t count) {
  rows.clear();
  for (int64_t r = 0; r < count; ++r) {
    Value number = row;
    if (r != 0)
      number = b.createOrFold<arith::AddIOp>(
          row, arith::ConstantIndexOp::create(b, r));
    rows.emplace_back(batch);
    rows.back().append(split(number, batch.size(), op.getNumRowDims()));
  }
}

int64_t LhsIndices::getRun() {
  return op.getNumKDims() == 1 ? 0 : op.getLhsType().getShape().back();
}

void LhsIndices::selectRun(Value number) {
  int64_t dims = op.getNumKDims();
  run = split(number, op.getLhsType().getRank() - dims, dims - 1);
}

LhsIndices::Values LhsIndices::at(int64_t row, Value k) const {
  Values indices(rows[row]);
  indices.append(run);
  indices.push_back(k);
  return indices;
}

/// The product of the sizes of neighbouring dims of lhs.
static OpFoldResult multiplySizes(ImplicitLocOpBuilder &b, PackedMatmulOp op,
                                  int64_t firstDim, int64_t dims) {
  OpFoldResult all = memrefSize(b, op.getLhs(), firstDim);
  for (int64_t i = 1; i < dims; ++i) {
    OpFoldResult size = memrefSize(b, op.getLhs(), firstDim + i);
    auto known = getConstantIntValue(all), next = getConstantIntValue(size);
    if (known && next)
      all = b.getIndexAttr(*known * *next);
    else
      all = b.createOrFold<arith::MulIOp>(
          getValueOrCreateConstantIndexOp(b, b.getLoc(), all),
          getValueOrCreateConstantIndexOp(b, b.getLoc(), size));
  }
  return all;
}

OpFoldResult mixp::countProductRows(ImplicitLocOpBuilder &b,
                                    PackedMatmulOp op) {
  // Where outs has rows, lhs may be padded with more.
  int64_t batch = op.isBatched() ? 1 : 0;
  if (!op.getCombineRows())
    return memrefSize(b, op.getOuts(), batch);
  return multiplySizes(b, op, batch, op.getNumRowDims());
}

OpFoldResult mixp::countProductDepth(ImplicitLocOpBuilder &b,
                                     PackedMatmulOp op) {
  int64_t dims = op.getNumKDims();
  return multiplySizes(b, op, op.getLhsType().getRank() - dims, dims);
}
