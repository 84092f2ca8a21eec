//===- NeutralSides.h - What a contraction need not say ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_NEUTRALSIDES_H
#define MIXP_LIB_DIALECT_MIXP_IR_NEUTRALSIDES_H

#include "ConstantFolding.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

namespace mixp {

/// The operands of one side of a contraction that can be dropped.
struct NeutralSide {
  mlir::Value scale, zeroPoint, otherScale;
  mlir::MutableOperandRange mutableScale, mutableZeroPoint;
  mlir::StringAttr block;
  bool constantAlongK;
};

/// Whether dropping a zero point of 0 leaves the rule that the op follows. An
/// f32 zero point makes it the float rule, which does not wrap.
inline bool canDropZeroPoint(const NeutralSide &side) {
  return isConstantOf(side.zeroPoint, 0) &&
         mlir::getElementTypeOrSelf(side.zeroPoint.getType()).isInteger(32);
}

/// Whether dropping a scale of 1 leaves the op valid and its rule the same.
inline bool canDropScale(const NeutralSide &side, bool hasIntegerOperands) {
  if (!isConstantOf(side.scale, 1))
    return false;
  // An f32 zero point needs it.
  if (side.zeroPoint &&
      mlir::getElementTypeOrSelf(side.zeroPoint.getType()).isF32())
    return false;
  // The result stays a float, and the exact rule what it is.
  return !hasIntegerOperands || (side.otherScale && side.constantAlongK);
}

/// op zero_point(0) scale(1) => op, on either side, which the functions tell.
template <typename OpT, NeutralSide (*firstSide)(OpT),
          NeutralSide (*secondSide)(OpT)>
struct DropNeutralOperand : mlir::OpRewritePattern<OpT> {
  using mlir::OpRewritePattern<OpT>::OpRewritePattern;

  llvm::LogicalResult
  matchAndRewrite(OpT op, mlir::PatternRewriter &rewriter) const override {
    for (auto getSide : {firstSide, secondSide}) {
      NeutralSide side = getSide(op);
      bool zeroPoint = canDropZeroPoint(side);
      bool scale = canDropScale(side, op.hasIntegerOperands());
      if (!zeroPoint && !scale)
        continue;
      // One at a time: each moves the other's place among the operands.
      rewriter.modifyOpInPlace(op, [&] {
        (zeroPoint ? side.mutableZeroPoint : side.mutableScale).clear();
        if (!(zeroPoint ? side.scale : side.zeroPoint))
          op->removeAttr(side.block);
      });
      return mlir::success();
    }
    return rewriter.notifyMatchFailure(op, "no scale of 1 or zero point of 0");
  }
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_NEUTRALSIDES_H
