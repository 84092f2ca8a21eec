//===- ParallelizeProducts.cpp - Products to chunks for threads -----------===//
#include "MicroKernel.h"
#include "ParallelLoop.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mixp {
#define GEN_PASS_DEF_PARALLELIZEPRODUCTSPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// Where rows that are several dims of lhs are cut: dims before `dim` are taken
/// one index at a time, those after it as a whole.
struct RowCut {
  int64_t dim;        ///< of the dims of rows
  int64_t chunk;      ///< indices of it at a time; 0: all
  OpFoldResult outer; ///< indices of the dims before it
  OpFoldResult inner; ///< rows of one index
};

/// The chunks of one packed_matmul.
class ProductChunks {
public:
  ProductChunks(ImplicitLocOpBuilder &b, PackedMatmulOp op)
      : b(b), op(op), schedule(op.getSchedule()),
        batches(b, batchSize(), op.isBatched() ? 1 : 0), cut(chooseCut()),
        rows(b, cutSize(), cut.chunk),
        columns(b, memrefSize(b, op.getOuts(), op.getOutsType().getRank() - 1),
                chunkColumns()) {}

  void build(int64_t threads);

private:
  /// Offset and size along one dim of an operand.
  struct Range {
    OpFoldResult offset, size;
  };

  int64_t firstRowDim() { return op.isBatched() ? 1 : 0; }
  OpFoldResult batchSize() {
    return op.isBatched() ? memrefSize(b, op.getOuts(), 0) : b.getIndexAttr(1);
  }
  Value toValue(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, b.getLoc(), value);
  }
  Range all(Value memref, int64_t dim) {
    return {b.getIndexAttr(0), memrefSize(b, memref, dim)};
  }
  /// Of rows that are one dim, lhs may be padded with more.
  OpFoldResult cutSize() {
    return op.getNumRowDims() == 1
               ? countProductRows(b, op)
               : memrefSize(b, op.getLhs(), firstRowDim() + cut.dim);
  }
  int64_t chunkColumns();
  OpFoldResult multiply(OpFoldResult lhs, OpFoldResult rhs);
  RowCut chooseCut();
  Value slice(Value memref, ArrayRef<Range> ranges);
  Value sliceLhs(ArrayRef<Range> chunk, Value outer, Range cutRange);
  Range panelsOf(Range range);
  ScheduleAttr chunkSchedule(Range range);
  void buildChunk(ArrayRef<Range> chunk, Value lhs);
  Value slicePanels(ArrayRef<Range> chunk);
  Value sliceEpilogueOperand(Value operand, AffineMap map,
                             ArrayRef<Range> chunk);

  ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  ScheduleAttr schedule;
  ChunkedDim batches;
  RowCut cut;
  ChunkedDim rows, columns;
};
} // namespace

OpFoldResult ProductChunks::multiply(OpFoldResult lhs, OpFoldResult rhs) {
  auto left = getConstantIntValue(lhs), right = getConstantIntValue(rhs);
  if (left && right)
    return b.getIndexAttr(*left * *right);
  return b.createOrFold<arith::MulIOp>(toValue(lhs), toValue(rhs));
}

/// Where all rows are one chunk's, so many less columns, in whole panels.
int64_t ProductChunks::chunkColumns() {
  int64_t columns = schedule.getChunkColumns(), nr = schedule.getNr();
  if (!op.getCombineRows() || columns == 0)
    return columns;
  auto rows = getConstantIntValue(countProductRows(b, op));
  int64_t fewer =
      rows ? columns * schedule.getChunkRows() / std::max<int64_t>(*rows, 1)
           : nr;
  return std::min<int64_t>(std::max<int64_t>(llvm::alignTo(fewer, nr), nr),
                           columns);
}

/// The outermost dim of which one index has no more rows than a chunk.
RowCut ProductChunks::chooseCut() {
  int64_t dims = op.getNumRowDims(), chunk = schedule.getChunkRows();
  RowCut choice{0, chunk, b.getIndexAttr(1), b.getIndexAttr(1)};
  auto innerOf = [&](int64_t dim) {
    OpFoldResult inner = b.getIndexAttr(1);
    for (int64_t i = dim + 1; i < dims; ++i)
      inner = multiply(inner, memrefSize(b, op.getLhs(), firstRowDim() + i));
    return inner;
  };
  if (op.getCombineRows()) { // one result of all rows
    choice.chunk = 0;
    choice.inner = innerOf(0);
    return choice;
  }
  for (; choice.dim + 1 < dims; ++choice.dim) {
    auto inner = getConstantIntValue(innerOf(choice.dim));
    if (inner && *inner <= chunk)
      break;
    choice.outer = multiply(
        choice.outer, memrefSize(b, op.getLhs(), firstRowDim() + choice.dim));
  }
  choice.inner = innerOf(choice.dim);
  if (auto inner = getConstantIntValue(choice.inner))
    choice.chunk = std::max<int64_t>(chunk / std::max<int64_t>(*inner, 1), 1);
  return choice;
}

Value ProductChunks::slice(Value memref, ArrayRef<Range> ranges) {
  SmallVector<OpFoldResult> offsets, sizes;
  for (const Range &range : ranges) {
    offsets.push_back(range.offset);
    sizes.push_back(range.size);
  }
  return ranges.empty() ? memref : sliceMemRef(b, memref, offsets, sizes);
}

/// The panels of some columns, of which the first starts a panel.
ProductChunks::Range ProductChunks::panelsOf(Range range) {
  Value nr = arith::ConstantIndexOp::create(b, schedule.getNr());
  OpFoldResult count;
  if (auto size = getConstantIntValue(range.size))
    count = b.getIndexAttr(llvm::divideCeil(*size, schedule.getNr()));
  else
    count = b.createOrFold<arith::CeilDivUIOp>(toValue(range.size), nr);
  if (isConstantIntValue(range.offset, 0))
    return {range.offset, count};
  return {b.createOrFold<arith::DivUIOp>(toValue(range.offset), nr), count};
}

/// All blocks of K of the chunk's panels.
Value ProductChunks::slicePanels(ArrayRef<Range> chunk) {
  Value rhs = op.getRhs();
  int64_t rhsRank = op.getRhsType().getRank();
  SmallVector<Range> ranges;
  if (op.isRhsBatched())
    ranges.append(chunk.begin(), chunk.end() - 2);
  ranges.append({all(rhs, rhsRank - 4), panelsOf(chunk.back()),
                 all(rhs, rhsRank - 2), all(rhs, rhsRank - 1)});
  return slice(rhs, ranges);
}

Value ProductChunks::sliceEpilogueOperand(Value operand, AffineMap map,
                                          ArrayRef<Range> chunk) {
  SmallVector<Range> ranges;
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    ranges.push_back(dim ? chunk[dim.getPosition()] : all(operand, i));
  }
  return slice(operand, ranges);
}

/// A chunk is one thread's, and its blocks no larger than itself.
ScheduleAttr ProductChunks::chunkSchedule(Range range) {
  int64_t nr = schedule.getNr(), mr = schedule.getMr();
  int64_t mc = schedule.getMc(), nc = schedule.getNc();
  if (int64_t size = op.getCombineRows() ? 0 : schedule.getChunkRows())
    mc = std::min<int64_t>(mc, llvm::alignTo(size, mr));
  if (int64_t size = chunkColumns())
    nc = std::min<int64_t>(nc, llvm::alignTo(size, nr));
  return ScheduleAttr::get(op.getContext(), schedule.getMma(), mr, nr,
                           schedule.getUnroll(), mc, nc, schedule.getKc(),
                           schedule.getPrefetch(), schedule.getPrefetchNext(),
                           /*chunkRows=*/0, /*chunkColumns=*/0);
}

/// lhs of a chunk: `outer` counts the dims before the one that is cut.
Value ProductChunks::sliceLhs(ArrayRef<Range> batch, Value outer,
                              Range cutRange) {
  int64_t lhsRank = op.getLhsType().getRank(), first = firstRowDim();
  SmallVector<Range> ranges(lhsRank);
  llvm::copy(batch, ranges.begin());
  for (int64_t i = cut.dim; i-- > 0;) {
    Value size = toValue(memrefSize(b, op.getLhs(), first + i));
    ranges[first + i] = {b.createOrFold<arith::RemUIOp>(outer, size),
                         b.getIndexAttr(1)};
    outer = b.createOrFold<arith::DivUIOp>(outer, size);
  }
  ranges[first + cut.dim] = cutRange;
  for (int64_t i = first + cut.dim + 1; i < lhsRank; ++i)
    ranges[i] = all(op.getLhs(), i);
  return slice(op.getLhs(), ranges);
}

void ProductChunks::buildChunk(ArrayRef<Range> chunk, Value lhs) {
  Range row = chunk[chunk.size() - 2], column = chunk.back();
  SmallVector<Value> operands = {lhs, slicePanels(chunk)};
  auto sliceTable = [&](Value table) {
    if (table)
      operands.push_back(
          slice(table, {panelsOf(column), all(table, 1), all(table, 2)}));
  };
  sliceTable(op.getGroupScales());
  sliceTable(op.getGroupInits());
  if (Value table = op.getGroupRowInits())
    operands.push_back(slice(table, {row, all(table, 1)}));
  sliceTable(op.getGroupZeroPoints());
  auto maps = op.getEpilogueMaps().getAsValueRange<AffineMapAttr>();
  for (auto [operand, map] : llvm::zip(op.getEpilogueOperands(), maps))
    operands.push_back(sliceEpilogueOperand(operand, map, chunk));
  SmallVector<Range> outs(chunk);
  if (op.getCombineRows())
    outs.erase(outs.end() - 2);
  operands.push_back(slice(op.getOuts(), outs));
  auto part = cast<PackedMatmulOp>(b.clone(*op));
  part->setOperands(operands);
  part.setScheduleAttr(chunkSchedule(column));
}

void ProductChunks::build(int64_t threads) {
  // Columns first: neighbours in time share rows of lhs.
  OpFoldResult numRows = multiply(cut.outer, rows.getCount());
  OpFoldResult total =
      multiply(multiply(batches.getCount(), numRows), columns.getCount());
  buildParallelLoop(b, threads, total, [&](Value number) {
    auto split = [&](OpFoldResult count) -> Value {
      Value size = toValue(count);
      Value index = b.createOrFold<arith::RemUIOp>(number, size);
      number = b.createOrFold<arith::DivUIOp>(number, size);
      return index;
    };
    Value c = split(columns.getCount()), r = split(rows.getCount());
    Value outer = split(cut.outer), batch = number;
    rows.build(r, [&](OpFoldResult first, OpFoldResult size) {
      columns.build(c, [&](OpFoldResult column, OpFoldResult width) {
        SmallVector<Range> chunk;
        if (op.isBatched())
          chunk.push_back({batch, b.getIndexAttr(1)});
        Value lhs = sliceLhs(chunk, outer, {first, size});
        OpFoldResult before = first;
        if (!isConstantIntValue(cut.outer, 1))
          before = b.createOrFold<arith::AddIOp>(
              toValue(multiply(outer, rows.getSize())), toValue(first));
        chunk.append({{multiply(before, cut.inner), multiply(size, cut.inner)},
                      {column, width}});
        buildChunk(chunk, lhs);
      });
    });
  });
}

namespace {
struct ParallelizeProducts
    : mixp::impl::ParallelizeProductsPassBase<ParallelizeProducts> {
  using ParallelizeProductsPassBase::ParallelizeProductsPassBase;

  void runOnOperation() override {
    SmallVector<PackedMatmulOp> ops;
    getOperation().walk([&](PackedMatmulOp op) {
      if (op.getSchedule().getChunkRows() != 0)
        ops.push_back(op);
    });
    for (PackedMatmulOp op : ops) {
      if (!isa<MemRefType>(op.getOuts().getType())) {
        op.emitOpError() << "is still on tensors: bufferize first";
        return signalPassFailure();
      }
      ImplicitLocOpBuilder b(op.getLoc(), op);
      ProductChunks(b, op).build(threads);
      op.erase();
    }
  }
};
} // namespace
