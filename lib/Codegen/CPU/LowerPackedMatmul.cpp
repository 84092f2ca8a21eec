//===- LowerPackedMatmul.cpp - Packed products to loops and vectors -------===//
#include "BufferizedOps.h"
#include "MicroKernel.h"
#include "RowTiles.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Target/ModuleTarget.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mixp {
#define GEN_PASS_DEF_LOWERPACKEDMATMULPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// The loops around the register tiles of one packed_matmul: batch, blocks of
/// nc columns, blocks of mc rows, blocks of K, panels, register tiles. A panel
/// of rhs stays in a cache over the rows of a block, the block of lhs in the
/// second-level cache over the panels.
class LoopNest {
public:
  LoopNest(ImplicitLocOpBuilder &b, PackedMatmulOp op,
           const KernelConfig &config)
      : b(b), op(op), config(config), kernel(b, op, config) {}

  void build();

private:
  /// A block of rows: tiles [first, end), of which the first starts at `row`.
  struct RowBlock {
    Value first, end, row;
    Value isLast; ///< null where there is one block
  };

  using Body = function_ref<void(Value)>;
  void loop(Value first, Value end, Value step, Body body);
  void chooseKBlocks();
  void allocatePartial();
  void buildBatch(ValueRange batch);
  void buildKBlocks(TilePosition tile, const RowTiles &rows,
                    const RowBlock &block, Value firstPanel, Value endPanel);
  void buildPanel(TilePosition tile, const RowTiles &rows,
                  const RowBlock &block);
  void buildTiles(TilePosition tile, const RowTiles &rows,
                  const RowBlock &block, Value first, Value end);
  void buildRest(TilePosition tile, const RowTiles &rows,
                 const RowBlock &block);
  void buildRestRows(TilePosition tile, const RowTiles &rows,
                     const RowBlock &block);

  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, value);
  }
  Value toValue(OpFoldResult size) {
    return getValueOrCreateConstantIndexOp(b, b.getLoc(), size);
  }
  Value minimum(Value lhs, Value rhs) {
    return b.createOrFold<arith::MinSIOp>(lhs, rhs);
  }
  Value maximum(Value lhs, Value rhs) {
    return b.createOrFold<arith::MaxSIOp>(lhs, rhs);
  }
  Value add(Value lhs, Value rhs) {
    return b.createOrFold<arith::AddIOp>(lhs, rhs);
  }
  Value subtract(Value lhs, Value rhs) {
    return b.createOrFold<arith::SubIOp>(lhs, rhs);
  }
  Value multiply(Value lhs, Value rhs) {
    return b.createOrFold<arith::MulIOp>(lhs, rhs);
  }
  Value isEqual(Value lhs, Value rhs) {
    return arith::CmpIOp::create(b, arith::CmpIPredicate::eq, lhs, rhs);
  }
  int64_t tilesPerBlock() {
    return op.getSchedule().getMc() / op.getSchedule().getMr();
  }
  int64_t panelsPerBlock() { return op.getSchedule().getNc() / config.nr; }

  ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  const KernelConfig &config;
  MicroKernel kernel;
  Value panels;
  /// Number and size of the blocks of K, and the steps of all of them.
  OpFoldResult kBlocks, kBlockSteps;
  Value steps;
  Value partial; ///< null where there is one block of K
};
} // namespace

void LoopNest::loop(Value first, Value end, Value step, Body body) {
  auto forOp = scf::ForOp::create(b, first, end, step);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(forOp.getBody());
  body(forOp.getInductionVar());
}

void LoopNest::chooseKBlocks() {
  int64_t rank = op.getRhsType().getRank();
  kBlocks = memrefSize(b, op.getRhs(), rank - 4);
  kBlockSteps = memrefSize(b, op.getRhs(), rank - 2);
  if (isConstantIntValue(kBlocks, 1))
    return;
  Value k = toValue(countProductDepth(b, op));
  steps = b.createOrFold<arith::DivUIOp>(k, index(config.stepElements()));
}

/// Memory for the sums of a block of the result, where K has several blocks.
void LoopNest::allocatePartial() {
  if (!steps)
    return;
  // And the rows that fill no tile.
  int64_t rows = (tilesPerBlock() + 1) * op.getSchedule().getMr() - 1;
  int64_t n = op.getOutsType().getShape().back(), width = panelsPerBlock();
  if (auto m = getConstantIntValue(countProductRows(b, op)))
    rows = std::min(rows, *m);
  if (!ShapedType::isDynamic(n))
    width = std::min<int64_t>(width, llvm::divideCeil(n, config.nr));
  auto type = MemRefType::get({width, rows, config.nr},
                              config.accumulatorType().getElementType());
  partial = memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
}

void LoopNest::build() {
  kernel.prepare();
  panels = toValue(memrefSize(b, op.getRhs(), op.getRhsType().getRank() - 3));
  chooseKBlocks();
  allocatePartial();
  if (op.isBatched()) {
    Value batches = toValue(memrefSize(b, op.getOuts(), 0));
    loop(index(0), batches, index(1), [&](Value batch) { buildBatch(batch); });
  } else {
    buildBatch({});
  }
  if (partial)
    memref::DeallocOp::create(b, partial);
  kernel.finish();
}

void LoopNest::buildBatch(ValueRange batch) {
  OpFoldResult m = countProductRows(b, op);
  int64_t mr = op.getSchedule().getMr();
  RowTiles rows =
      isTile(config.mma) ? RowTiles::padded(b, m, mr) : RowTiles(b, m, mr);
  Value count = rows.getCount();
  Value perBlock = index(tilesPerBlock()), nc = index(panelsPerBlock());
  // At least one block, for the rows that fill no tile.
  Value blockEnd = maximum(count, index(1));
  bool isOneBlock = getConstantIntValue(count) &&
                    *getConstantIntValue(count) <= tilesPerBlock();
  TilePosition tile{};
  tile.batch = batch;
  tile.partial = partial;
  loop(index(0), panels, nc, [&](Value jc) {
    Value jEnd = minimum(add(jc, nc), panels);
    loop(index(0), blockEnd, perBlock, [&](Value first) {
      RowBlock block{
          first, minimum(add(first, perBlock), count), rows.rowOf(first), {}};
      if (!isOneBlock)
        block.isLast = isEqual(block.end, count);
      buildKBlocks(tile, rows, block, jc, jEnd);
    });
  });
}

void LoopNest::buildKBlocks(TilePosition tile, const RowTiles &rows,
                            const RowBlock &block, Value firstPanel,
                            Value endPanel) {
  auto buildPanels = [&](TilePosition position) {
    loop(firstPanel, endPanel, index(1), [&](Value panel) {
      position.panel = panel;
      position.partialPanel = subtract(panel, firstPanel);
      buildPanel(position, rows, block);
    });
  };
  if (!steps) {
    tile.k = {index(0), index(0), kBlockSteps, {}, {}};
    return buildPanels(tile);
  }
  Value blocks = toValue(kBlocks), size = toValue(kBlockSteps);
  loop(index(0), blocks, index(1), [&](Value c) {
    Value first = multiply(c, size);
    Value left = subtract(steps, first);
    tile.k = {c, first, minimum(left, size), isEqual(c, index(0)),
              isEqual(add(c, index(1)), blocks)};
    buildPanels(tile);
  });
}

/// All tiles of a block of rows on one panel: the panel is read once from
/// where it was.
void LoopNest::buildPanel(TilePosition tile, const RowTiles &rows,
                          const RowBlock &block) {
  tile.rows = rows.getMr();
  buildTiles(tile, rows, block, block.first,
             minimum(block.end, rows.getWhole()));
  if (rows.hasShorter()) {
    tile.rows = rows.getMr() - 1;
    buildTiles(tile, rows, block, maximum(block.first, rows.getWhole()),
               block.end);
  }
  buildRest(tile, rows, block);
}

void LoopNest::buildTiles(TilePosition tile, const RowTiles &rows,
                          const RowBlock &block, Value first, Value end) {
  loop(first, end, index(1), [&](Value number) {
    tile.number = subtract(number, block.first);
    tile.row = rows.rowOf(number);
    tile.partialRow = subtract(tile.row, block.row);
    kernel.build(tile);
  });
}

/// The rows that fill no tile, with the last block of rows.
void LoopNest::buildRest(TilePosition tile, const RowTiles &rows,
                         const RowBlock &block) {
  if (isConstantIntValue(rows.getRest(), 0) || rows.getMr() == 1)
    return;
  tile.number = subtract(block.end, block.first);
  tile.row = rows.getFirstRestRow();
  tile.partialRow = subtract(tile.row, block.row);
  if (!block.isLast)
    return buildRestRows(tile, rows, block);
  auto choice = scf::IfOp::create(b, block.isLast, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  buildRestRows(tile, rows, block);
}

/// Where their number is only known at run time, one kernel for each power of
/// two: few kernels, and few of them at work.
void LoopNest::buildRestRows(TilePosition tile, const RowTiles &rows,
                             const RowBlock &block) {
  if (std::optional<int64_t> count = getConstantIntValue(rows.getRest())) {
    tile.rows = *count;
    return kernel.build(tile);
  }
  Value left = cast<Value>(rows.getRest());
  int64_t largest = llvm::bit_floor(uint64_t(rows.getMr() - 1));
  for (int64_t size = largest; size > 0; size /= 2) {
    Value bits = arith::AndIOp::create(b, left, index(size));
    Value has =
        arith::CmpIOp::create(b, arith::CmpIPredicate::ne, bits, index(0));
    auto choice = scf::IfOp::create(b, has, /*withElseRegion=*/false);
    {
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(choice.thenBlock());
      tile.rows = size;
      kernel.build(tile);
    }
    tile.row = add(tile.row, bits);
    tile.partialRow = add(tile.partialRow, bits);
  }
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

/// Whether the kernels can read the operands.
static LogicalResult checkForm(PackedMatmulOp op, const KernelConfig &config) {
  if (isTile(config.mma) &&
      (config.groupSteps || config.code || config.nibbleOffset ||
       config.flipLhs || op.getLhsRowDims() || op.getCombineRows() ||
       !fitsTiles(op.getSchedule())))
    return op.emitOpError() << "has sizes, groups, codes or windows that are "
                               "not for instructions of tiles";
  if (op.getNumKDims() == 1)
    return success();
  // In steps of a block, which K may have less of.
  int64_t block = op.getRhsType().getShape().end()[-2];
  int64_t run = op.getLhsType().getShape().back();
  int64_t step = config.stepElements();
  if (run % step != 0 || ShapedType::isDynamic(block) ||
      block * step % run != 0 || config.groupSteps)
    return op.emitOpError()
           << "has runs of " << run
           << " elements along K that are not whole steps of " << step
           << " in blocks of whole runs; leave "
              "in_place off mixp.windows";
  return success();
}

namespace {
struct LowerPackedMatmul
    : mixp::impl::LowerPackedMatmulPassBase<LowerPackedMatmul> {
  void runOnOperation() override {
    TargetAttr target = requireTarget(getOperation());
    if (!target)
      return signalPassFailure();
    SmallVector<Operation *> ops;
    if (failed(collectBufferized<PackedMatmulOp>(getOperation(), ops)))
      return signalPassFailure();
    for (Operation *each : ops) {
      auto op = cast<PackedMatmulOp>(each);
      ImplicitLocOpBuilder b(op.getLoc(), op);
      KernelConfig config(op, target);
      if (failed(checkForm(op, config)))
        return signalPassFailure();
      LoopNest(b, op, config).build();
      op.erase();
    }
  }
};
} // namespace
