//===- FuseConsumer.cpp - Elementwise consumers into products -------------===//
#include "Epilogue/FuseConsumer.h"

using namespace mlir;
using namespace mixp;

bool mixp::isDimsAndZeros(AffineMap map) {
  return llvm::all_of(map.getResults(), [](AffineExpr expr) {
    return isa<AffineDimExpr>(expr) || expr == 0;
  });
}

StringRef mixp::findEpilogueObstacle(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumResults() != 1 ||
      op.getNumParallelLoops() != op.getNumLoops())
    return "not elementwise";
  if (!op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
      !op.getRegionOutputArgs()[0].use_empty())
    return "reads or permutes its result";
  for (AffineMap map : op.getIndexingMapsArray())
    if (!isDimsAndZeros(map))
      return "map with arithmetic";
  for (Operation &inner : op.getBody()->without_terminator())
    if (!isVectorizableInEpilogue(&inner))
      return "op without a vector form";
  return "";
}

void mixp::appendToEpilogue(linalg::GenericOp op, OpOperand *product,
                            Block &epilogue, Block *block,
                            PatternRewriter &rewriter) {
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPointToStart(block);
  IRMapping mapping;
  for (BlockArgument old : epilogue.getArguments())
    mapping.map(old, block->addArgument(old.getType(), old.getLoc()));
  for (Operation &inner : epilogue.without_terminator())
    rewriter.clone(inner, mapping);
  auto yield = cast<YieldOp>(epilogue.getTerminator());
  Value accumulated = mapping.lookupOrDefault(yield.getValue());
  for (OpOperand *input : op.getDpsInputOperands()) {
    BlockArgument old = op.getMatchingBlockArgument(input);
    mapping.map(old, input == product
                         ? accumulated
                         : block->addArgument(old.getType(), old.getLoc()));
  }
  for (Operation &inner : op.getBody()->without_terminator())
    rewriter.clone(inner, mapping);
  Value stored = op.getBody()->getTerminator()->getOperand(0);
  YieldOp::create(rewriter, op.getLoc(), mapping.lookupOrDefault(stored));
}
