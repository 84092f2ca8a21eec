//===- WeightTile.cpp - Packed weights in shared memory -------------------===//
#include "WeightTile.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

/// Bytes of 16 columns and a lane's unit of K: 16 for each of 32 lanes.
static constexpr int64_t kUnitBytes = 512;

WeightTile::WeightTile(TensorCoreMatmulOp op)
    : decoder(*op.getRhsCode(), op.getLhsType().getElementType()),
      blockN(op.getSchedule().getBlockN()),
      blockK(op.getSchedule().getBlockK()) {}

Value WeightTile::origin(KernelBuilder &b, Value blockColumn,
                         Value steps) const {
  Value tiles = b.createOrFold<arith::MulIOp>(
      b.widen(b.div(blockColumn, blockN)), b.widen(steps));
  return b.createOrFold<arith::MulIOp>(tiles, b.constant64(bytes()));
}

Value WeightTile::place(KernelBuilder &b, Value column, Value k) const {
  int64_t perColumns = blockK / decoder.unitK() * kUnitBytes;
  return b.add(b.mul(b.div(column, 16), perColumns),
               b.mul(b.div(k, decoder.unitK()), kUnitBytes));
}

SmallVector<Value> WeightTile::load(KernelBuilder &b, Value stage,
                                    Value lanePlace, int64_t column,
                                    int64_t k) const {
  int64_t unit = column / 16 * (blockK / decoder.unitK()) + k / decoder.unitK();
  Value address = b.offset(stage, b.add(lanePlace, unit * kUnitBytes));
  Value loaded = b.load(VectorType::get({4}, b.getI32Type()), address, 16);
  SmallVector<Value> words;
  for (int64_t i = 0; i < 4; ++i)
    words.push_back(vector::ExtractOp::create(b, loaded, i));
  return words;
}

void LinearCopy::forEach(KernelBuilder &b, function_ref<void(Value)> body) {
  int64_t pieces = bytes / 16;
  for (int64_t first = 0; first < pieces; first += threads) {
    Value offset = b.mul(b.add(thread, first), 16);
    if (first + threads <= pieces)
      body(offset);
    else
      b.ifThen(b.lessThan(thread, b.constant(pieces - first)),
               [&] { body(offset); });
  }
}

void LinearCopy::copyAsync(KernelBuilder &b, Value target, Value source) {
  forEach(b, [&](Value offset) {
    NVVM::CpAsyncOp::create(b, b.offset(target, offset),
                            b.offset(source, offset), 16,
                            NVVM::LoadCacheModifierKind::CG, Value());
  });
}

SmallVector<Value> LinearCopy::load(KernelBuilder &b, Value source,
                                    Value condition) {
  SmallVector<Value> values;
  for (int64_t first = 0; first < bytes / 16; first += threads) {
    Value piece = b.add(thread, first), isInside = condition;
    if (first + threads > bytes / 16)
      isInside =
          b.logicalAnd(condition, b.lessThan(piece, b.constant(bytes / 16)));
    Value address = b.offset(source, b.mul(piece, 16));
    values.push_back(b.loadIf(isInside, address));
  }
  return values;
}

void LinearCopy::store(KernelBuilder &b, Value target, ArrayRef<Value> values) {
  size_t next = 0;
  forEach(b, [&](Value offset) {
    b.store(values[next++], b.offset(target, offset), 16);
  });
}
