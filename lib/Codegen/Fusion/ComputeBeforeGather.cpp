//===- ComputeBeforeGather.cpp - Elementwise ops on tables ----------------===//
#include "mixp/Codegen/Fusion/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/SetVector.h"

namespace mixp {
#define GEN_PASS_DEF_COMPUTEBEFOREGATHERPASS
#include "mixp/Codegen/Fusion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// An elementwise op whose body reads one element of a table and computes with
/// it.
struct TableOp {
  linalg::GenericOp op;
  tensor::ExtractOp extract;
  /// What the indices need, and what is computed with the element.
  llvm::SetVector<Operation *> address, computation;
  /// The table's dim for each loop that is one of its indices as it is.
  llvm::SmallDenseMap<unsigned, unsigned> tableDims;

  RankedTensorType getTableType() {
    return cast<RankedTensorType>(extract.getTensor().getType());
  }
};
} // namespace

static bool isElementwise(linalg::GenericOp op) {
  return op.getNumResults() == 1 &&
         op.getNumParallelLoops() == op.getNumLoops() &&
         op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() &&
         op.getRegionOutputArgs()[0].use_empty();
}

/// The body's only read of a tensor, if it is one of fixed size.
static tensor::ExtractOp findExtract(linalg::GenericOp op) {
  tensor::ExtractOp found;
  for (auto extract : op.getBody()->getOps<tensor::ExtractOp>()) {
    if (found)
      return nullptr;
    found = extract;
  }
  bool isTable =
      found &&
      cast<RankedTensorType>(found.getTensor().getType()).hasStaticShape();
  return isTable ? found : nullptr;
}

/// Appends the ops of the body that `value` needs, in order, up to `stop`.
static void collect(Value value, Operation *stop, Block *body,
                    llvm::SetVector<Operation *> &ops) {
  Operation *op = value.getDefiningOp();
  if (!op || op == stop || op->getBlock() != body || ops.contains(op))
    return;
  for (Value operand : op->getOperands())
    collect(operand, stop, body, ops);
  ops.insert(op);
}

/// Whether an operand of the op can be read by the dims of the table.
static bool isOfTable(TableOp &table, OpOperand *operand) {
  return llvm::all_of(table.op.getMatchingIndexingMap(operand).getResults(),
                      [&](AffineExpr expr) {
                        auto dim = dyn_cast<AffineDimExpr>(expr);
                        return dim ? table.tableDims.contains(dim.getPosition())
                                   : expr == 0;
                      });
}

/// Whether the computation is the same for every read of an element.
static bool isSameForAllReads(TableOp &table) {
  for (Operation *inner : table.computation) {
    if (inner->getNumRegions() != 0 || isa<linalg::IndexOp>(inner))
      return false;
    for (Value value : inner->getOperands()) {
      auto argument = dyn_cast<BlockArgument>(value);
      if (argument && argument.getOwner() == table.op.getBody() &&
          !isOfTable(table, &table.op->getOpOperand(argument.getArgNumber())))
        return false;
    }
  }
  return true;
}

/// The result's elements as far as they are known.
static int64_t countReads(linalg::GenericOp op) {
  int64_t count = 1;
  for (int64_t size :
       cast<RankedTensorType>(op.getResult(0).getType()).getShape())
    count *= ShapedType::isDynamic(size) ? 1 : size;
  return count;
}

static FailureOr<TableOp> matchTableOp(linalg::GenericOp op,
                                       PatternRewriter &rewriter) {
  auto fail = [&](const char *why) -> FailureOr<TableOp> {
    return rewriter.notifyMatchFailure(op, why);
  };
  if (!isElementwise(op))
    return fail("not elementwise");
  TableOp table;
  table.op = op;
  table.extract = findExtract(op);
  if (!table.extract)
    return fail("reads no table of fixed size, or several");
  if (table.getTableType().getNumElements() >= countReads(op))
    return fail("reads fewer elements than the table has");
  Block *body = op.getBody();
  for (auto [dim, index] : llvm::enumerate(table.extract.getIndices())) {
    if (auto loop = index.getDefiningOp<linalg::IndexOp>())
      if (table.tableDims.try_emplace(loop.getDim(), dim).second)
        continue;
    collect(index, nullptr, body, table.address);
  }
  collect(body->getTerminator()->getOperand(0), table.extract, body,
          table.computation);
  bool computes = llvm::any_of(table.computation, [](Operation *inner) {
    return !inner->hasTrait<OpTrait::ConstantLike>();
  });
  if (!computes || !isSameForAllReads(table))
    return fail("computes nothing, or something else at each place");
  return table;
}

/// What the op computes, for each element of the table.
static Value emitTable(PatternRewriter &rewriter, TableOp &table) {
  Location loc = table.op.getLoc();
  RankedTensorType type = table.getTableType();
  unsigned rank = type.getRank();
  SmallVector<AffineExpr> dims(table.op.getNumLoops(),
                               rewriter.getAffineConstantExpr(0));
  for (auto [loop, dim] : table.tableDims)
    dims[loop] = rewriter.getAffineDimExpr(dim);
  SmallVector<Value> inputs{table.extract.getTensor()};
  SmallVector<Value> elements{table.extract.getResult()};
  SmallVector<AffineMap> maps{rewriter.getMultiDimIdentityMap(rank)};
  for (OpOperand *operand : table.op.getDpsInputOperands()) {
    if (!isOfTable(table, operand))
      continue;
    inputs.push_back(operand->get());
    elements.push_back(table.op.getMatchingBlockArgument(operand));
    maps.push_back(
        table.op.getMatchingIndexingMap(operand).replaceDimsAndSymbols(
            dims, {}, rank, 0));
  }
  maps.push_back(rewriter.getMultiDimIdentityMap(rank));
  Type element = getElementTypeOrSelf(table.op.getResult(0).getType());
  Value empty =
      tensor::EmptyOp::create(rewriter, loc, type.getShape(), element);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             rewriter, loc, empty.getType(), inputs, empty, maps, iterators,
             [&](OpBuilder &b, Location loc, ValueRange in) {
               IRMapping mapping;
               mapping.map(elements, in.drop_back());
               for (Operation *inner : table.computation)
                 b.clone(*inner, mapping);
               Value result =
                   table.op.getBody()->getTerminator()->getOperand(0);
               linalg::YieldOp::create(b, loc, mapping.lookupOrDefault(result));
             })
      .getResult(0);
}

namespace {
/// generic(compute(table[i])) -> generic(computed[i]), computed =
/// generic(compute(table))
struct ComputeOnTable : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    FailureOr<TableOp> table = matchTableOp(op, rewriter);
    if (failed(table))
      return failure();
    Value computed = emitTable(rewriter, *table);
    Type element = getElementTypeOrSelf(computed.getType());
    rewriter.modifyOpInPlace(op, [&] {
      OpBuilder::InsertionGuard guard(rewriter);
      rewriter.setInsertionPoint(table->extract);
      Value read =
          tensor::ExtractOp::create(rewriter, op.getLoc(), element, computed,
                                    table->extract.getIndices());
      op.getBody()->getTerminator()->setOperand(0, read);
    });
    return success();
  }
};

struct ComputeBeforeGather
    : mixp::impl::ComputeBeforeGatherPassBase<ComputeBeforeGather> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ComputeOnTable>(&getContext());
    // Drops operands that only the computation read.
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
