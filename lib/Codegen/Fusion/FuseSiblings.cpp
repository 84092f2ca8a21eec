//===- FuseSiblings.cpp - Reductions of one tensor in one loop ------------===//
#include "mixp/Codegen/Fusion/Passes.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/RegionUtils.h"

namespace mixp {
#define GEN_PASS_DEF_FUSESIBLINGSPASS
#include "mixp/Codegen/Fusion/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

/// Whether both have the same loops and read a tensor of as many elements.
static bool readTheSame(linalg::GenericOp first, linalg::GenericOp second) {
  if (first.getIteratorTypesArray() != second.getIteratorTypesArray() ||
      first.getStaticLoopRanges() != second.getStaticLoopRanges())
    return false;
  for (OpOperand *operand : first.getDpsInputOperands()) {
    AffineMap map = first.getMatchingIndexingMap(operand);
    if (!map.isPermutation())
      continue;
    for (OpOperand *other : second.getDpsInputOperands())
      if (other->get() == operand->get() &&
          second.getMatchingIndexingMap(other) == map)
        return true;
  }
  return false;
}

/// One op with the operands, results and bodies of both; those of `first` come
/// first in each.
static linalg::GenericOp merge(RewriterBase &rewriter, linalg::GenericOp first,
                               linalg::GenericOp second) {
  SmallVector<Value> inputs, outputs;
  SmallVector<AffineMap> inputMaps, outputMaps;
  SmallVector<BlockArgument> inputArguments, outputArguments;
  for (linalg::GenericOp op : {first, second}) {
    for (OpOperand *operand : op.getDpsInputOperands()) {
      inputs.push_back(operand->get());
      inputMaps.push_back(op.getMatchingIndexingMap(operand));
      inputArguments.push_back(op.getMatchingBlockArgument(operand));
    }
    for (OpOperand &operand : op.getDpsInitsMutable()) {
      outputs.push_back(operand.get());
      outputMaps.push_back(op.getMatchingIndexingMap(&operand));
      outputArguments.push_back(op.getMatchingBlockArgument(&operand));
    }
  }
  SmallVector<AffineMap> maps(inputMaps);
  maps.append(outputMaps);
  SmallVector<BlockArgument> arguments(inputArguments);
  arguments.append(outputArguments);
  return linalg::GenericOp::create(
      rewriter, rewriter.getFusedLoc({first.getLoc(), second.getLoc()}),
      ValueRange(outputs).getTypes(), inputs, outputs, maps,
      first.getIteratorTypesArray(),
      [&](OpBuilder &b, Location loc, ValueRange elements) {
        IRMapping mapping;
        for (auto [old, element] : llvm::zip_equal(arguments, elements))
          mapping.map(old, element);
        SmallVector<Value> yielded;
        for (linalg::GenericOp op : {first, second}) {
          for (Operation &inner : op.getBody()->without_terminator())
            b.clone(inner, mapping);
          for (Value value : op.getBody()->getTerminator()->getOperands())
            yielded.push_back(mapping.lookupOrDefault(value));
        }
        linalg::YieldOp::create(b, loc, yielded);
      });
}

namespace {
/// generic(x), generic(x) -> one generic(x) with the results of both
struct MergeReductions : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    linalg::GenericOp other = findSibling(op);
    if (!other)
      return rewriter.notifyMatchFailure(op, "no other op reduces the same");
    // What the second one needs besides moves before the first.
    if (failed(moveOperationDependencies(rewriter, other, op)))
      return rewriter.notifyMatchFailure(op, "one needs the other's result");
    rewriter.setInsertionPoint(op);
    linalg::GenericOp merged = merge(rewriter, op, other);
    rewriter.replaceOp(op, merged->getResults().take_front(op.getNumResults()));
    rewriter.replaceOp(other,
                       merged->getResults().take_back(other.getNumResults()));
    return success();
  }

private:
  /// An op behind `op` in its block that reduces a tensor that `op` reduces.
  static linalg::GenericOp findSibling(linalg::GenericOp op) {
    if (op.getNumReductionLoops() == 0 || !op.hasPureTensorSemantics())
      return nullptr;
    for (OpOperand *operand : op.getDpsInputOperands())
      for (Operation *user : operand->get().getUsers()) {
        auto other = dyn_cast<linalg::GenericOp>(user);
        if (other && other != op && other->getBlock() == op->getBlock() &&
            op->isBeforeInBlock(other) && other.hasPureTensorSemantics() &&
            readTheSame(op, other))
          return other;
      }
    return nullptr;
  }
};

struct FuseSiblings : mixp::impl::FuseSiblingsPassBase<FuseSiblings> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<MergeReductions>(&getContext());
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
