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
/// The chunks of one packed_matmul.
class ProductChunks {
public:
  ProductChunks(ImplicitLocOpBuilder &b, PackedMatmulOp op)
      : b(b), op(op), schedule(op.getSchedule()),
        batches(b, size(0), op.isBatched() ? 1 : 0),
        rows(b, size(rank() - 2), schedule.getChunkRows()),
        columns(b, size(rank() - 1), schedule.getChunkColumns()) {}

  void build(int64_t threads);

private:
  /// Offset and size along one dim of an operand.
  struct Range {
    OpFoldResult offset, size;
  };

  int64_t rank() { return op.getOutsType().getRank(); }
  OpFoldResult size(int64_t dim) { return memrefSize(b, op.getOuts(), dim); }
  Value toValue(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, b.getLoc(), value);
  }
  Range all(Value memref, int64_t dim) {
    return {b.getIndexAttr(0), memrefSize(b, memref, dim)};
  }
  Value slice(Value memref, ArrayRef<Range> ranges);
  Range panelsOf(Range range);
  ScheduleAttr chunkSchedule(Range range);
  void buildChunk(ArrayRef<Range> chunk);
  Value slicePanels(ArrayRef<Range> chunk);
  Value sliceEpilogueOperand(Value operand, AffineMap map,
                             ArrayRef<Range> chunk);

  ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  ScheduleAttr schedule;
  ChunkedDim batches, rows, columns;
};
} // namespace

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
  SmallVector<Range> ranges(chunk.drop_back(2));
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
  if (int64_t size = schedule.getChunkRows())
    mc = std::min<int64_t>(mc, llvm::alignTo(size, mr));
  if (int64_t size = schedule.getChunkColumns())
    nc = std::min<int64_t>(nc, llvm::alignTo(size, nr));
  return ScheduleAttr::get(op.getContext(), schedule.getMma(), mr, nr,
                           schedule.getUnroll(), mc, nc, schedule.getKc(),
                           schedule.getPrefetch(), schedule.getPrefetchNext(),
                           /*chunkRows=*/0, /*chunkColumns=*/0);
}

void ProductChunks::buildChunk(ArrayRef<Range> chunk) {
  Range row = chunk[chunk.size() - 2], column = chunk.back();
  SmallVector<Value> operands;
  SmallVector<Range> lhsRanges(chunk.drop_back());
  lhsRanges.push_back(all(op.getLhs(), rank() - 1));
  operands.push_back(slice(op.getLhs(), lhsRanges));
  operands.push_back(slicePanels(chunk));
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
  operands.push_back(slice(op.getOuts(), chunk));
  auto part = cast<PackedMatmulOp>(b.clone(*op));
  part->setOperands(operands);
  part.setScheduleAttr(chunkSchedule(column));
}

void ProductChunks::build(int64_t threads) {
  // Columns first: neighbours in time share rows of lhs.
  OpFoldResult counts[] = {batches.getCount(), rows.getCount(),
                           columns.getCount()};
  OpFoldResult total = b.getIndexAttr(1);
  for (OpFoldResult count : counts) {
    auto lhs = getConstantIntValue(total), rhs = getConstantIntValue(count);
    if (lhs && rhs)
      total = b.getIndexAttr(*lhs * *rhs);
    else
      total = b.createOrFold<arith::MulIOp>(toValue(total), toValue(count));
  }
  buildParallelLoop(b, threads, total, [&](Value number) {
    Value numColumns = toValue(counts[2]), numRows = toValue(counts[1]);
    Value c = b.createOrFold<arith::RemUIOp>(number, numColumns);
    Value left = b.createOrFold<arith::DivUIOp>(number, numColumns);
    Value r = b.createOrFold<arith::RemUIOp>(left, numRows);
    Value batch = b.createOrFold<arith::DivUIOp>(left, numRows);
    rows.build(r, [&](OpFoldResult row, OpFoldResult height) {
      columns.build(c, [&](OpFoldResult column, OpFoldResult width) {
        SmallVector<Range> chunk;
        if (op.isBatched())
          chunk.push_back({batch, b.getIndexAttr(1)});
        chunk.append({{row, height}, {column, width}});
        buildChunk(chunk);
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
