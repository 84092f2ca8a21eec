//===- FuseRowReduction.cpp - Reductions of rows into the tile ------------===//
#include "Epilogue/EpilogueBody.h"
#include "MmaKinds.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEROWREDUCTIONPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {
/// A product that a reduction reads, perhaps with its rows expanded and its
/// dims transposed.
struct ReadProduct {
  OpOperand *operand;
  PackedMatmulOp product;
  tensor::ExpandShapeOp expand; ///< null where rows are one dim
  /// The loops of the reduction that are rows, from the outermost on, and the
  /// one of the columns.
  SmallVector<unsigned> rows;
  unsigned column;
};

} // namespace

/// The product behind `operand`, nothing else's. Each of its dims is a loop of
/// its own.
static std::optional<ReadProduct> findProduct(linalg::LinalgOp op,
                                              OpOperand *operand) {
  AffineMap map = op.getMatchingIndexingMap(operand);
  if (!map.isPermutation())
    return std::nullopt;
  ReadProduct read{operand, {}, {}, {}, 0};
  SmallVector<unsigned> loops;
  for (AffineExpr expr : map.getResults())
    loops.push_back(cast<AffineDimExpr>(expr).getPosition());
  Value value = operand->get();
  while (auto transpose = value.getDefiningOp<linalg::TransposeOp>()) {
    if (!transpose->hasOneUse())
      return std::nullopt;
    SmallVector<unsigned> moved(loops.size());
    for (auto [i, dim] : llvm::enumerate(transpose.getPermutation()))
      moved[dim] = loops[i];
    loops = std::move(moved);
    value = transpose.getInput();
  }
  read.expand = value.getDefiningOp<tensor::ExpandShapeOp>();
  if (read.expand) {
    if (!read.expand->hasOneUse() ||
        read.expand.getReassociationIndices().back().size() != 1)
      return std::nullopt;
    value = read.expand.getSrc();
  }
  read.product = value.getDefiningOp<PackedMatmulOp>();
  if (!read.product || !read.product->hasOneUse() ||
      read.product.getCombineRows() || read.product.isBatched() ||
      isTile(read.product.getSchedule().getMma()))
    return std::nullopt;
  read.column = loops.pop_back_val();
  read.rows = std::move(loops);
  return read;
}

/// Whether terms may be combined in any order: what is exact, and float sums,
/// which docs/Numerics.md bounds in all of them.
static bool mayReorder(Operation *op) {
  return isa<arith::AddFOp, arith::MaximumFOp, arith::MinimumFOp,
             arith::MaxNumFOp, arith::MinNumFOp, arith::MaxSIOp, arith::MinSIOp,
             arith::MaxUIOp, arith::MinUIOp, arith::AddIOp>(op);
}

/// combine(so far, term), which ends the body, and nothing else on the result
/// so far; all of it with a vector form.
static bool combinesAnyOrder(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  BlockArgument soFar = body->getArguments().back();
  Operation *last = body->getTerminator()->getOperand(0).getDefiningOp();
  return last && last->getBlock() == body && mayReorder(last) &&
         soFar.hasOneUse() && *soFar.getUsers().begin() == last &&
         llvm::all_of(body->without_terminator(), [](Operation &inner) {
           return isVectorizableInEpilogue(&inner);
         });
}

namespace {
/// reduction over rows(product) -> product that combines its rows
struct FuseRows : OpInterfaceRewritePattern<linalg::LinalgOp> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;

  LogicalResult matchAndRewrite(linalg::LinalgOp op,
                                PatternRewriter &rewriter) const override;

private:
  /// Maps of the fused product's operands by what was read by other loops.
  struct Operands {
    SmallVector<Value> values;
    SmallVector<AffineMap> maps;
  };

  static bool hasRowsToCombine(linalg::LinalgOp op, const ReadProduct &read,
                               bool isBatched);
  static std::optional<Operands>
  collectOperands(linalg::LinalgOp op, const ReadProduct &read, bool isBatched);
  static void fillEpilogue(PatternRewriter &rewriter, linalg::LinalgOp op,
                           const ReadProduct &read, PackedMatmulOp fused);
  static void splitBatch(PatternRewriter &rewriter, PackedMatmulOp fused,
                         const ReadProduct &read);
};
} // namespace

/// Whether the loops over rows, but for a batch, are what is reduced, and the
/// result is [b,] n.
bool FuseRows::hasRowsToCombine(linalg::LinalgOp op, const ReadProduct &read,
                                bool isBatched) {
  auto iterators = op.getIteratorTypesArray();
  SmallVector<unsigned> kept = {read.column};
  if (isBatched)
    kept.insert(kept.begin(), read.rows.front());
  for (auto [loop, kind] : llvm::enumerate(iterators))
    if ((kind == utils::IteratorType::parallel) !=
        llvm::is_contained(kept, loop))
      return false;
  AffineMap outs = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  return outs == AffineMap::getMultiDimMapWithTargets(iterators.size(), kept,
                                                      op->getContext());
}

/// The product's epilogue operands, then the other operands of the reduction.
std::optional<FuseRows::Operands>
FuseRows::collectOperands(linalg::LinalgOp op, const ReadProduct &read,
                          bool isBatched) {
  MLIRContext *context = op->getContext();
  PackedMatmulOp product = read.product;
  unsigned rank = isBatched ? 3 : 2;
  AffineExpr column = getAffineDimExpr(rank - 1, context);
  Operands operands{SmallVector<Value>(product.getEpilogueOperands()), {}};
  for (AffineMap map :
       product.getEpilogueMaps().getAsValueRange<AffineMapAttr>()) {
    if (isBatched && map.isFunctionOfDim(0))
      return std::nullopt; // rows would have to be split as well
    AffineExpr row = getAffineDimExpr(0, context);
    operands.maps.push_back(
        map.replaceDimsAndSymbols({row, column}, {}, rank, 0));
  }
  for (OpOperand *input : op.getDpsInputOperands()) {
    if (input == read.operand)
      continue;
    SmallVector<AffineExpr> results;
    for (AffineExpr expr : op.getMatchingIndexingMap(input).getResults()) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop && expr != 0)
        return std::nullopt;
      if (!loop)
        results.push_back(expr);
      else if (loop.getPosition() == read.column)
        results.push_back(column);
      else if (loop.getPosition() == read.rows.front() &&
               (isBatched || read.rows.size() == 1))
        results.push_back(getAffineDimExpr(0, context));
      else
        return std::nullopt; // varies along rows that are several dims
    }
    operands.values.push_back(input->get());
    operands.maps.push_back(AffineMap::get(rank, 0, results, context));
  }
  return operands;
}

/// Makes the outermost dim of rows the batch.
void FuseRows::splitBatch(PatternRewriter &rewriter, PackedMatmulOp fused,
                          const ReadProduct &read) {
  if (!fused.getLhsRowDims()) {
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(fused);
    auto type = cast<RankedTensorType>(fused.getLhs().getType());
    tensor::ExpandShapeOp expand = read.expand;
    SmallVector<OpFoldResult> sizes = expand.getMixedOutputShape();
    sizes.back() =
        tensor::getMixedSize(rewriter, fused.getLoc(), fused.getLhs(), 1);
    SmallVector<int64_t> shape(expand.getResultType().getShape());
    shape.back() = type.getShape().back();
    Value lhs = tensor::ExpandShapeOp::create(
        rewriter, fused.getLoc(), type.clone(shape), fused.getLhs(),
        expand.getReassociationIndices(), sizes);
    fused.getLhsMutable().assign(lhs);
  }
  fused.setLhsRowDims(static_cast<int64_t>(read.rows.size()) - 1);
}

/// The body of the reduction goes into the epilogue, whose last value is the
/// result so far.
void FuseRows::fillEpilogue(PatternRewriter &rewriter, linalg::LinalgOp op,
                            const ReadProduct &read, PackedMatmulOp fused) {
  OpBuilder::InsertionGuard guard(rewriter);
  PackedMatmulOp product = read.product;
  Block &old = product.getEpilogue().front();
  Block *epilogue = rewriter.createBlock(&fused.getEpilogue());
  IRMapping mapping;
  auto take = [&](BlockArgument argument) {
    mapping.map(argument,
                epilogue->addArgument(argument.getType(), argument.getLoc()));
  };
  llvm::for_each(old.getArguments(), take);
  for (Operation &inner : old.without_terminator())
    rewriter.clone(inner, mapping);
  Value accumulated =
      mapping.lookupOrDefault(cast<YieldOp>(old.getTerminator()).getValue());
  for (BlockArgument argument : op.getBlock()->getArguments())
    if (argument == op.getMatchingBlockArgument(read.operand))
      mapping.map(argument, accumulated);
    else
      take(argument);
  for (Operation &inner : op.getBlock()->without_terminator())
    rewriter.clone(inner, mapping);
  Value combined = op.getBlock()->getTerminator()->getOperand(0);
  YieldOp::create(rewriter, op.getLoc(), mapping.lookupOrDefault(combined));
}

LogicalResult FuseRows::matchAndRewrite(linalg::LinalgOp op,
                                        PatternRewriter &rewriter) const {
  if (op.getNumReductionLoops() == 0 || op.getNumDpsInits() != 1 ||
      !op.hasPureTensorSemantics())
    return rewriter.notifyMatchFailure(op, "no reduction of one result");
  if (!combinesAnyOrder(op))
    return rewriter.notifyMatchFailure(op, "not one op on the result so far");
  std::optional<ReadProduct> read;
  for (OpOperand *operand : op.getDpsInputOperands())
    if (!read)
      read = findProduct(op, operand);
  if (!read)
    return rewriter.notifyMatchFailure(op, "reads no product");
  PackedMatmulOp product = read->product;
  bool isBatched = hasRowsToCombine(op, *read, true);
  if (!isBatched && !hasRowsToCombine(op, *read, false))
    return rewriter.notifyMatchFailure(op, "reduces something else than rows");
  if (isBatched && (read->rows.size() < 2 || product.getGroupRowInits() ||
                    (product.getLhsRowDims() &&
                     *product.getLhsRowDims() != read->rows.size())))
    return rewriter.notifyMatchFailure(op,
                                       "rows that no batch can be split of");
  std::optional<Operands> operands = collectOperands(op, *read, isBatched);
  if (!operands)
    return rewriter.notifyMatchFailure(op, "an operand varies along rows");
  auto fused = PackedMatmulOp::create(
      rewriter, op.getLoc(), product, operands->values,
      rewriter.getAffineMapArrayAttr(operands->maps), op.getDpsInits()[0],
      /*combineRows=*/true);
  fillEpilogue(rewriter, op, *read, fused);
  if (isBatched)
    splitBatch(rewriter, fused, *read);
  rewriter.replaceOp(op, fused.getResult());
  return success();
}

namespace {
struct FuseRowReduction
    : mixp::impl::FuseRowReductionPassBase<FuseRowReduction> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FuseRows>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
