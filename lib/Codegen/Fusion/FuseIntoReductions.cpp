//===- FuseIntoReductions.cpp - Computed where it is summed ---------------===//
#include "ElementwiseCost.h"
#include "mixp/Codegen/Fusion/Passes.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEINTOREDUCTIONSPASS
#include "mixp/Codegen/Fusion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether the reduction is the first to read the operand in its block, and
/// reads each element once.
static bool isFirstReader(linalg::GenericOp op, OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  return !isRepeated(op, operand) && producer->getBlock() == op->getBlock() &&
         llvm::all_of(producer->getUsers(), [&](Operation *user) {
           Operation *above = op->getBlock()->findAncestorOpInBlock(*user);
           return above && (above == op || op->isBeforeInBlock(above));
         });
}

namespace {
/// reduction(generic(x)), where more reads generic(x)
///   -> one generic(x) with both results
struct ReduceWhereComputed : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumReductionLoops() == 0)
      return rewriter.notifyMatchFailure(op, "no reduction");
    for (OpOperand *operand : op.getDpsInputOperands()) {
      auto producer = operand->get().getDefiningOp<linalg::GenericOp>();
      // A product's kernel takes what follows it.
      if (!producer || followsProduct(producer->getResult(0)) ||
          !isFirstReader(op, operand) ||
          !linalg::areElementwiseOpsFusable(operand))
        continue;
      auto fused = linalg::fuseElementwiseOps(rewriter, operand);
      if (failed(fused))
        continue;
      for (auto [value, replacement] : fused->replacements)
        rewriter.replaceUsesWithIf(value, replacement, [&](OpOperand &use) {
          return use.getOwner() != fused->fusedOp && use.getOwner() != op &&
                 use.getOwner() != producer;
        });
      rewriter.eraseOp(op);
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no operand is computed before");
  }
};

struct FuseIntoReductions
    : mixp::impl::FuseIntoReductionsPassBase<FuseIntoReductions> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ReduceWhereComputed>(&getContext());
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
