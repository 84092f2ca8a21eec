//===- MatmulCanonicalization.cpp - Simpler matmuls -----------------------===//
#include "ConstantFolding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

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

namespace {

/// The operands of one side that can be dropped.
struct Side {
  Value scale, zeroPoint, otherScale;
  MutableOperandRange mutableScale, mutableZeroPoint;
  StringAttr block;
  bool constantAlongK;
};

} // namespace

static Side lhsSide(MatmulOp op) {
  return {op.getLhsScale(),
          op.getLhsZeroPoint(),
          op.getRhsScale(),
          op.getLhsScaleMutable(),
          op.getLhsZeroPointMutable(),
          op.getLhsBlockAttrName(),
          op.isLhsConstantAlongK()};
}

static Side rhsSide(MatmulOp op) {
  return {op.getRhsScale(),
          op.getRhsZeroPoint(),
          op.getLhsScale(),
          op.getRhsScaleMutable(),
          op.getRhsZeroPointMutable(),
          op.getRhsBlockAttrName(),
          op.isRhsConstantAlongK()};
}

/// Whether dropping a zero point of 0 leaves the rule that the op follows. An
/// f32 zero point makes it the float rule, which does not wrap.
static bool canDropZeroPoint(const Side &side) {
  return isConstantOf(side.zeroPoint, 0) &&
         getElementTypeOrSelf(side.zeroPoint.getType()).isInteger(32);
}

/// Whether dropping a scale of 1 leaves the op valid and its rule the same.
static bool canDropScale(MatmulOp op, const Side &side) {
  if (!isConstantOf(side.scale, 1))
    return false;
  if (side.zeroPoint && getElementTypeOrSelf(side.zeroPoint.getType()).isF32())
    return false; // C4
  if (!op.hasIntegerOperands())
    return true;
  return side.otherScale && side.constantAlongK; // C3, and the exact rule
}

namespace {

/// matmul zero_point(0) scale(1) => matmul, on either side.
struct DropNeutralOperand : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(MatmulOp op,
                                PatternRewriter &rewriter) const override {
    for (auto getSide : {lhsSide, rhsSide}) {
      Side side = getSide(op);
      bool zeroPoint = canDropZeroPoint(side), scale = canDropScale(op, side);
      if (!zeroPoint && !scale)
        continue;
      // One at a time: each moves the other's place among the operands.
      rewriter.modifyOpInPlace(op, [&] {
        (zeroPoint ? side.mutableZeroPoint : side.mutableScale).clear();
        if (!(zeroPoint ? side.scale : side.zeroPoint))
          op->removeAttr(side.block);
      });
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no scale of 1 or zero point of 0");
  }
};

} // namespace

void MatmulOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                           MLIRContext *context) {
  patterns.add<DropNeutralOperand>(context);
}
