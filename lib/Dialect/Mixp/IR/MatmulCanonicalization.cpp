//===- MatmulCanonicalization.cpp - Simpler matmuls -----------------------===//
#include "NeutralSides.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

using namespace mlir;
using namespace mixp;

/// An empty product adds nothing, and an empty outs has nothing to add to.
OpFoldResult MatmulOp::fold(FoldAdaptor) {
  bool noTerms = getLhs().getType().getDimSize(getLhsReductionDim()) == 0 ||
                 getRhs().getType().getDimSize(getRhsReductionDim()) == 0;
  if (noTerms || llvm::is_contained(getOuts().getType().getShape(), 0))
    return getOuts();
  return {};
}

static NeutralSide lhsSide(MatmulOp op) {
  return {op.getLhsScale(),
          op.getLhsZeroPoint(),
          op.getRhsScale(),
          op.getLhsScaleMutable(),
          op.getLhsZeroPointMutable(),
          op.getLhsBlockAttrName(),
          op.isLhsConstantAlongK()};
}

static NeutralSide rhsSide(MatmulOp op) {
  return {op.getRhsScale(),
          op.getRhsZeroPoint(),
          op.getLhsScale(),
          op.getRhsScaleMutable(),
          op.getRhsZeroPointMutable(),
          op.getRhsBlockAttrName(),
          op.isRhsConstantAlongK()};
}

void MatmulOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                           MLIRContext *context) {
  patterns.add<DropNeutralOperand<MatmulOp, lhsSide, rhsSide>>(context);
}
