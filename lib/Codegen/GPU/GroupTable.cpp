//===- GroupTable.cpp - Scales and zero points along K --------------------===//
#include "GroupTable.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include <numeric>

using namespace mlir;
using namespace mixp;

Segments::Segments(TensorCoreMatmulOp op) {
  GpuScheduleAttr schedule = op.getSchedule();
  int64_t share = schedule.getBlockK() / schedule.getWarpsK();
  group = op.getGroup().value_or(0);
  size = group ? std::gcd(group, share) : share;
  count = schedule.getBlockK() / size;
}

static int64_t bytesOf(Type element) {
  return element.getIntOrFloatBitWidth() / 8;
}

int64_t GroupTable::bytes(TensorCoreMatmulOp op, int64_t operand) {
  Type element = getElementTypeOrSelf(op->getOperand(operand));
  return Segments(op).count * op.getSchedule().getBlockN() * bytesOf(element);
}

GroupTable::GroupTable(KernelBuilder &b, TensorCoreMatmulOp op,
                       const KernelArguments &arguments, int64_t operand,
                       int64_t threads, Value thread, Value batch, Value first)
    : segments(op), element(getElementTypeOrSelf(op->getOperand(operand))),
      columns(op.getSchedule().getBlockN()), threads(threads), thread(thread),
      matrix(arguments.matrix(b, operand, batch)),
      pitch(arguments.pitch(operand)), first(first), width(arguments.size("N")),
      groups(arguments.size("G")) {}

int64_t GroupTable::pieces() const {
  return segments.count * columns * bytesOf(element) / 16;
}

std::pair<Value, Value> GroupTable::locate(KernelBuilder &b, Value piece,
                                           Value k) {
  int64_t perRow = columns * bytesOf(element) / 16;
  Value segment = b.div(piece, perRow);
  Value group = b.div(b.add(k, b.mul(segment, segments.size)), segments.group);
  Value column =
      b.add(b.mul(first, bytesOf(element)), b.mul(b.rem(piece, perRow), 16));
  Value left = b.sub(b.mul(width, bytesOf(element)), column);
  Value inside = b.select(b.lessThan(group, groups), b.clampSigned(left, 16),
                          b.constant(0));
  Value place = b.createOrFold<arith::MulIOp>(b.widen(group), b.widen(pitch));
  place = b.createOrFold<arith::AddIOp>(place, b.widen(column));
  return {b.offset(matrix, place), inside};
}

void GroupTable::forEach(KernelBuilder &b, function_ref<void(Value)> body) {
  for (int64_t begin = 0; begin < pieces(); begin += threads) {
    Value piece = b.add(thread, begin);
    if (begin + threads <= pieces())
      body(piece);
    else
      b.ifThen(b.lessThan(thread, b.constant(pieces() - begin)),
               [&] { body(piece); });
  }
}

void GroupTable::copyAsync(KernelBuilder &b, Value stage, Value k) {
  forEach(b, [&](Value piece) {
    auto [source, inside] = locate(b, piece, k);
    NVVM::CpAsyncOp::create(b, b.offset(stage, b.mul(piece, 16)), source, 16,
                            NVVM::LoadCacheModifierKind::CG, inside);
  });
}

SmallVector<Value> GroupTable::load(KernelBuilder &b, Value k) {
  SmallVector<Value> values;
  for (int64_t begin = 0; begin < pieces(); begin += threads) {
    Value piece = b.add(thread, begin);
    auto [source, inside] = locate(b, piece, k);
    // Rows end inside of their padding, so that whole pieces can be read, whose
    // columns outside belong to nothing that is stored.
    Value isInside = b.lessThan(b.constant(0), inside);
    if (begin + threads > pieces())
      isInside =
          b.logicalAnd(isInside, b.lessThan(piece, b.constant(pieces())));
    values.push_back(b.loadIf(isInside, source));
  }
  return values;
}

void GroupTable::store(KernelBuilder &b, Value stage, ArrayRef<Value> values) {
  size_t next = 0;
  forEach(b, [&](Value piece) {
    b.store(values[next++], b.offset(stage, b.mul(piece, 16)), 16);
  });
}

Value GroupTable::read(KernelBuilder &b, Value stage, Value segment,
                       Value column) const {
  Value index = b.add(b.mul(segment, columns), column);
  Value address = b.offset(stage, b.mul(index, bytesOf(element)));
  return b.load(element, address, bytesOf(element));
}
