//===- FuseElementwise.cpp - Elementwise ops into what reads them ---------===//
#include "ElementwiseCost.h"
#include "mixp/Codegen/Fusion/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/SetVector.h"

namespace mixp {
#define GEN_PASS_DEF_FUSEELEMENTWISEPASS
#include "mixp/Codegen/Fusion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether what reads `operand`, which nothing else does, should compute it.
static bool isWorthFusing(OpOperand *operand) {
  auto producer = operand->get().getDefiningOp<linalg::GenericOp>();
  auto consumer = dyn_cast<linalg::GenericOp>(operand->getOwner());
  if (!producer || !consumer || !producer->hasOneUse())
    return false;
  // What follows a product fuses into its kernel; a reduction does not.
  if (consumer.getNumReductionLoops() > 0 &&
      followsProduct(producer->getResult(0)))
    return false;
  return isCheap(producer) || !isRepeated(consumer, operand);
}

/// Whether it is best if all that reads the op's result computes it: nothing is
/// left to be written to memory, and no more is read.
static bool isWorthRepeating(linalg::GenericOp producer) {
  return producer.getNumResults() == 1 && isCheap(producer) &&
         countLargeInputs(producer) <= 1 &&
         !followsProduct(producer->getResult(0)) &&
         llvm::all_of(producer->getUses(), [](OpOperand &use) {
           return isa<linalg::GenericOp>(use.getOwner()) &&
                  linalg::areElementwiseOpsFusable(&use);
         });
}

static bool isReadOnce(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  return producer && producer->hasOneUse();
}

/// Whether a reshape, which reads `operand` or gives it, only adds or drops
/// dims of size 1, of what is no product: those end with all their dims.
static bool isUnitReshape(OpOperand *operand) {
  auto isUnit = [](ArrayRef<int64_t> shape,
                   ArrayRef<ReassociationIndices> groups) {
    return llvm::all_of(groups, [&](const ReassociationIndices &group) {
      return llvm::count_if(group,
                            [&](int64_t dim) { return shape[dim] != 1; }) <= 1;
    });
  };
  if (followsProduct(operand->get()))
    return false;
  Operation *ends[] = {operand->getOwner(), operand->get().getDefiningOp()};
  return llvm::any_of(ends, [&](Operation *op) {
    if (auto expand = dyn_cast_if_present<tensor::ExpandShapeOp>(op))
      return isUnit(expand.getResultType().getShape(),
                    expand.getReassociationIndices());
    if (auto collapse = dyn_cast_if_present<tensor::CollapseShapeOp>(op))
      return isUnit(collapse.getSrcType().getShape(),
                    collapse.getReassociationIndices());
    return false;
  });
}

namespace {
/// Gives each op that reads a cheap one's result a copy of its own.
struct CopyCheap : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    llvm::SetVector<Operation *> readers(op->user_begin(), op->user_end());
    if (readers.size() < 2 || !isWorthRepeating(op))
      return rewriter.notifyMatchFailure(op, "read once or not cheap");
    // The first one keeps the op itself.
    for (Operation *reader : ArrayRef(readers.getArrayRef()).drop_front()) {
      Value copy = rewriter.clone(*op)->getResult(0);
      rewriter.replaceUsesWithIf(op.getResult(0), copy, [&](OpOperand &use) {
        return use.getOwner() == reader;
      });
    }
    return success();
  }
};

struct FuseElementwise : mixp::impl::FuseElementwisePassBase<FuseElementwise> {
  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    patterns.add<CopyCheap>(context);
    linalg::populateElementwiseOpsFusionPatterns(patterns, isWorthFusing);
    // Loops over dims of size 1 would keep reductions of one tensor apart.
    linalg::populateFoldReshapeOpsByExpansionPatterns(
        patterns, [](OpOperand *operand) {
          return isReadOnce(operand) && !isUnitReshape(operand);
        });
    // The rest is as in upstream's linalg-fuse-elementwise-ops.
    linalg::populateConstantFoldLinalgOperations(patterns, isReadOnce);
    affine::AffineApplyOp::getCanonicalizationPatterns(patterns, context);
    linalg::GenericOp::getCanonicalizationPatterns(patterns, context);
    tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
    context->getLoadedDialect<linalg::LinalgDialect>()
        ->getCanonicalizationPatterns(patterns);
    if (failed(applyPatternsGreedily(
            getOperation(), std::move(patterns),
            GreedyRewriteConfig().setUseTopDownTraversal())))
      signalPassFailure();
  }
};
} // namespace
