//===- FuseEpilogue.cpp - Elementwise consumers into the tile -------------===//
#include "EpilogueBuilder.h"
#include "mixp/Codegen/CPU/Passes.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEEPILOGUEPASS
#include "mixp/Codegen/CPU/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether a kernel can index an epilogue operand by `map`.
static bool isDimsAndZeros(AffineMap map) {
  return llvm::all_of(map.getResults(), [](AffineExpr expr) {
    return isa<AffineDimExpr>(expr) || expr == 0;
  });
}

/// The only operand of `op` that is a packed product used by nothing else, read
/// element by element.
static OpOperand *findProduct(linalg::GenericOp op) {
  for (OpOperand *operand : op.getDpsInputOperands()) {
    auto product = operand->get().getDefiningOp<PackedMatmulOp>();
    if (product && product->hasOneUse() &&
        op.getMatchingIndexingMap(operand).isIdentity())
      return operand;
  }
  return nullptr;
}

namespace {
/// linalg.generic(packed_matmul) -> packed_matmul with a longer epilogue
struct FuseConsumer : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumDpsInits() != 1 || op.getNumResults() != 1 ||
        op.getNumParallelLoops() != op.getNumLoops())
      return rewriter.notifyMatchFailure(op, "not elementwise");
    OpOperand *operand = findProduct(op);
    if (!operand)
      return rewriter.notifyMatchFailure(op, "reads no packed product");
    if (!op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
        !op.getRegionOutputArgs()[0].use_empty())
      return rewriter.notifyMatchFailure(op, "reads or permutes its result");
    for (AffineMap map : op.getIndexingMapsArray())
      if (!isDimsAndZeros(map))
        return rewriter.notifyMatchFailure(op, "map with arithmetic");
    for (Operation &inner : op.getBody()->without_terminator())
      if (!isVectorizableInEpilogue(&inner))
        return rewriter.notifyMatchFailure(op, "op without a vector form");
    fuse(op, operand, rewriter);
    return success();
  }

private:
  static void fuse(linalg::GenericOp op, OpOperand *operand,
                   PatternRewriter &rewriter) {
    auto product = operand->get().getDefiningOp<PackedMatmulOp>();
    SmallVector<Value> operands(product.getEpilogueOperands());
    SmallVector<AffineMap> maps = llvm::to_vector(
        product.getEpilogueMaps().getAsValueRange<AffineMapAttr>());
    for (OpOperand *input : op.getDpsInputOperands()) {
      if (input == operand)
        continue;
      operands.push_back(input->get());
      maps.push_back(op.getMatchingIndexingMap(input));
    }
    Value outs = op.getDpsInits()[0];
    auto fused = PackedMatmulOp::create(
        rewriter, op.getLoc(), outs.getType(), product.getLhs(),
        product.getRhs(), product.getGroupScales(), product.getGroupInits(),
        product.getGroupRowInits(), product.getGroupZeroPoints(), operands,
        outs, rewriter.getAffineMapArrayAttr(maps), product.getSchedule(),
        product.getGroupStepsAttr(), product.getNibbleOffsetAttr(),
        product.getRhsCodeAttr(), product.getFlipLhs(),
        product.getRhsUnsigned());
    Block *block = rewriter.createBlock(&fused.getEpilogue());
    IRMapping mapping;
    for (BlockArgument old : product.getEpilogue().getArguments())
      mapping.map(old, block->addArgument(old.getType(), old.getLoc()));
    for (Operation &inner : product.getEpilogue().front().without_terminator())
      rewriter.clone(inner, mapping);
    auto yield = cast<YieldOp>(product.getEpilogue().front().getTerminator());
    Value accumulated = mapping.lookupOrDefault(yield.getValue());
    for (OpOperand *input : op.getDpsInputOperands()) {
      BlockArgument old = op.getMatchingBlockArgument(input);
      mapping.map(old, input == operand
                           ? accumulated
                           : block->addArgument(old.getType(), old.getLoc()));
    }
    for (Operation &inner : op.getBody()->without_terminator())
      rewriter.clone(inner, mapping);
    Value stored = op.getBody()->getTerminator()->getOperand(0);
    YieldOp::create(rewriter, op.getLoc(), mapping.lookupOrDefault(stored));
    rewriter.replaceOp(op, fused.getResult());
    rewriter.eraseOp(product);
  }
};

struct FuseEpilogue : mixp::impl::FuseEpiloguePassBase<FuseEpilogue> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FuseConsumer>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
