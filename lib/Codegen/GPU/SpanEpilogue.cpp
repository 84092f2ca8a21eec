//===- SpanEpilogue.cpp - The epilogue of some elements -------------------===//
#include "SpanEpilogue.h"
#include "Epilogue/EpilogueBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mixp;

/// Whether the operand's expression is the result's dim `fromEnd` from the end:
/// 1 for columns, 2 for rows, 3 for the batch.
static bool isDim(TensorCoreMatmulOp op, AffineExpr expr, int64_t fromEnd) {
  auto dim = dyn_cast<AffineDimExpr>(expr);
  return dim && op.getOutsType().getRank() - dim.getPosition() == fromEnd;
}

/// Rows and columns outside of the result are computed but not stored.
Value SpanEpilogue::coordinate(KernelBuilder &b, AffineExpr expr, Value m,
                               Value n) const {
  if (isDim(op, expr, 1))
    return b.min(n, b.add(columns, -1));
  if (isDim(op, expr, 2))
    return b.min(m, b.add(rows, -1));
  return isDim(op, expr, 3) ? batch : b.constant(0);
}

/// Address of an operand's row; of a vector or a scalar, its own.
Value SpanEpilogue::rowStart(KernelBuilder &b, int64_t index, AffineMap map,
                             Value m) const {
  int64_t rank = map.getNumResults();
  Value start = arguments.pointer(index);
  if (rank == 3)
    start =
        arguments.matrix(b, index, coordinate(b, map.getResult(0), m, Value()));
  if (rank < 2)
    return start;
  Value row = coordinate(b, map.getResult(rank - 2), m, Value());
  Value bytes = b.createOrFold<arith::MulIOp>(b.widen(row),
                                              b.widen(arguments.pitch(index)));
  return b.offset(start, bytes);
}

/// Elements of a row, in pieces of at most 16 bytes. A piece that begins after
/// the row's end is read from the last place inside.
Value SpanEpilogue::loadAlong(KernelBuilder &b, Type element, Value start,
                              const Span &span) const {
  int64_t bytes = element.getIntOrFloatBitWidth() / 8;
  int64_t pieceLanes = std::min(span.count, 16 / bytes);
  Value last = b.bitAnd(b.add(columns, -1), -pieceLanes);
  SmallVector<Value> elements;
  auto piece = VectorType::get({pieceLanes}, element);
  for (int64_t i = 0; i < span.count; i += pieceLanes) {
    Value column = b.min(b.add(span.n, i), last);
    Value address = b.offset(start, b.mul(column, bytes));
    Value loaded = b.load(piece, address, pieceLanes * bytes);
    if (pieceLanes == span.count)
      return loaded;
    for (int64_t j = 0; j < pieceLanes; ++j)
      elements.push_back(vector::ExtractOp::create(b, loaded, j));
  }
  return vector::FromElementsOp::create(
      b, VectorType::get({span.count}, element), elements);
}

Value SpanEpilogue::loadScalar(KernelBuilder &b, int64_t index, AffineMap map,
                               Value m, Value n) const {
  auto type = cast<ShapedType>(op->getOperand(index).getType());
  int64_t bytes = type.getElementTypeBitWidth() / 8;
  Value start = rowStart(b, index, map, m);
  if (map.getNumResults() != 0)
    start = b.offset(
        start, b.mul(coordinate(b, map.getResults().back(), m, n), bytes));
  return b.load(type.getElementType(), start, bytes);
}

Value SpanEpilogue::loadOperand(KernelBuilder &b, int64_t index, AffineMap map,
                                const Span &span) const {
  Type element =
      cast<ShapedType>(op->getOperand(index).getType()).getElementType();
  auto vector = VectorType::get({span.count}, element);
  bool varies = llvm::any_of(map.getResults(), [&](AffineExpr expr) {
    return isDim(op, expr, span.isDown ? 2 : 1);
  });
  if (!varies)
    return vector::BroadcastOp::create(
        b, vector, loadScalar(b, index, map, span.m, span.n));
  if (!span.isDown)
    return loadAlong(b, element, rowStart(b, index, map, span.m), span);
  SmallVector<Value> elements;
  for (int64_t i = 0; i < span.count; ++i)
    elements.push_back(loadScalar(b, index, map, b.add(span.m, i), span.n));
  return vector::FromElementsOp::create(b, vector, elements);
}

Value SpanEpilogue::finish(KernelBuilder &b, Value sums,
                           const Span &span) const {
  TensorCoreMatmulOp op = this->op;
  Block &block = op.getEpilogue().front();
  IRMapping mapping;
  mapping.map(block.getArgument(0), sums);
  auto maps = op.getEpilogueMaps().getAsValueRange<AffineMapAttr>();
  for (auto [i, argument, map] :
       llvm::enumerate(block.getArguments().drop_front(), maps))
    if (!argument.use_empty())
      mapping.map(argument,
                  loadOperand(b, arguments.firstEpilogue() + i, map, span));
  return cloneEpilogue(b, block, mapping, span.count);
}
