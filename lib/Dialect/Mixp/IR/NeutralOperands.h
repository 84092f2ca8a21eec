//===- NeutralOperands.h - Drop scales of 1, zeros of 0 ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_NEUTRALOPERANDS_H
#define MIXP_LIB_DIALECT_MIXP_IR_NEUTRALOPERANDS_H

#include "ConstantFolding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/PatternMatch.h"

namespace mixp {

/// op x zero_point(0) => op x. Subtracting or adding 0 changes nothing, also
/// where the zero point is an f32.
template <typename OpT> struct DropZeroPoint : mlir::OpRewritePattern<OpT> {
  using mlir::OpRewritePattern<OpT>::OpRewritePattern;

  llvm::LogicalResult
  matchAndRewrite(OpT op, mlir::PatternRewriter &rewriter) const override {
    if (!isConstantOf(op.getZeroPoint(), 0))
      return rewriter.notifyMatchFailure(op, "no zero point that is all 0");
    rewriter.modifyOpInPlace(op, [&] {
      op.getZeroPointMutable().clear();
      if (op->getNumOperands() == 1)
        op.removeBlockAttr();
    });
    return mlir::success();
  }
};

/// op x scale(1) => op x. Dividing or multiplying by 1 rounds nothing.
template <typename OpT> struct DropScale : mlir::OpRewritePattern<OpT> {
  using mlir::OpRewritePattern<OpT>::OpRewritePattern;

  llvm::LogicalResult
  matchAndRewrite(OpT op, mlir::PatternRewriter &rewriter) const override {
    if (!isConstantOf(op.getScale(), 1))
      return rewriter.notifyMatchFailure(op, "no scale that is all 1");
    rewriter.modifyOpInPlace(op, [&] {
      op.getScaleMutable().clear();
      if (!op.getZeroPoint())
        op.removeBlockAttr();
    });
    return mlir::success();
  }
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_NEUTRALOPERANDS_H
