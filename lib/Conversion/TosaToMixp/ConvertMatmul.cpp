//===- ConvertMatmul.cpp - TOSA's matrix products -------------------------===//
#include "Parameters.h"
#include "Patterns.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace mixp;

namespace {

/// tosa.matmul -> mixp.matmul into zeros
struct ConvertMatMul : OpRewritePattern<tosa::MatMulOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::MatMulOp op,
                                PatternRewriter &rewriter) const override {
    auto type = dyn_cast<RankedTensorType>(op.getOutput().getType());
    if (!type ||
        !llvm::all_of(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>))
      return keepTosa(op, rewriter, "expected ranked tensors");
    auto lhs = cast<RankedTensorType>(op.getA().getType());
    auto rhs = cast<RankedTensorType>(op.getB().getType());
    bool isInteger = isa<IntegerType>(lhs.getElementType());
    Type accumulator = type.getElementType();
    if (!isTosaOperand(lhs) || !isTosaOperand(rhs))
      return keepTosa(op, rewriter, "mixp has no such operand type");
    if (!isTosaAccumulator(accumulator, isInteger))
      return keepTosa(op, rewriter,
                      "mixp accumulates integers in i32, floats in f32");
    if (!isInteger && (!isZero(op.getAZp()) || !isZero(op.getBZp())))
      return keepTosa(op, rewriter, "floats have no zero point");
    replace(op, type, isInteger, rewriter);
    return success();
  }

private:
  static void replace(tosa::MatMulOp op, RankedTensorType type, bool isInteger,
                      PatternRewriter &rewriter) {
    Location loc = op.getLoc();
    OpFoldResult sizes[] = {tensor::getMixedSize(rewriter, loc, op.getA(), 0),
                            tensor::getMixedSize(rewriter, loc, op.getA(), 1),
                            tensor::getMixedSize(rewriter, loc, op.getB(), 2)};
    Value zeros = buildZeros(rewriter, loc, type, sizes);
    Value lhsZero, rhsZero;
    if (isInteger) {
      lhsZero = buildZeroPoint(rewriter, loc, op.getAZp(), {1, 1, 1}, false);
      rhsZero = buildZeroPoint(rewriter, loc, op.getBZp(), {1, 1, 1}, false);
    }
    auto product = MatmulOp::create(rewriter, loc, op.getA(), op.getB(), zeros);
    if (lhsZero) {
      product.getLhsZeroPointMutable().assign(lhsZero);
      product.setLhsBlock(ArrayRef<int64_t>{0, 0, 0});
    }
    if (rhsZero) {
      product.getRhsZeroPointMutable().assign(rhsZero);
      product.setRhsBlock(ArrayRef<int64_t>{0, 0, 0});
    }
    rewriter.replaceOp(op, product);
  }
};

/// tosa.matmul_t_block_scaled -> mixp.matmul with f8E8M0FNU scales
struct ConvertBlockScaled : OpRewritePattern<tosa::MatmulTBlockScaledOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::MatmulTBlockScaledOp op,
                                PatternRewriter &rewriter) const override {
    if (!llvm::all_of(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>) ||
        !isa<RankedTensorType>(op.getOutputData().getType()))
      return keepTosa(op, rewriter, "expected ranked tensors");
    auto lhs = cast<RankedTensorType>(op.getAData().getType());
    auto rhs = cast<RankedTensorType>(op.getBData().getType());
    if (!isa<FloatType>(lhs.getElementType()) ||
        !isa<FloatType>(rhs.getElementType()))
      return keepTosa(op, rewriter, "mixp has no such operand type");
    if (rhs.getDimSize(0) == 1 && lhs.getDimSize(0) != 1) {
      replaceBroadcast(op, rewriter);
      return success();
    }
    // A dynamic size could be 1, which asks for a broadcast.
    if (rhs.isDynamicDim(0) && lhs.getDimSize(0) != 1)
      return keepTosa(op, rewriter,
                      "expected rhs of a static batch size; cast it first");
    rewriter.replaceOp(op,
                       buildProduct(op, rewriter, op.getAData(), op.getAScale(),
                                    op.getBData(), op.getBScale(),
                                    getZeros(op, rewriter)));
    return success();
  }

private:
  static Value getZeros(tosa::MatmulTBlockScaledOp op, OpBuilder &builder) {
    Location loc = op.getLoc();
    return buildZeros(builder, loc,
                      cast<RankedTensorType>(op.getOutputData().getType()),
                      {tensor::getMixedSize(builder, loc, op.getAData(), 0),
                       tensor::getMixedSize(builder, loc, op.getAData(), 1),
                       tensor::getMixedSize(builder, loc, op.getBData(), 1)});
  }

  static Value buildProduct(tosa::MatmulTBlockScaledOp op, OpBuilder &builder,
                            Value lhs, Value lhsScale, Value rhs,
                            Value rhsScale, Value zeros) {
    auto product = MatmulOp::create(builder, op.getLoc(), lhs, rhs, zeros);
    SmallVector<int64_t> block(product.getOuts().getType().getRank(), 1);
    block.back() = static_cast<int64_t>(op.getBlockSize());
    product.setTransposeRhs(true);
    product.getLhsScaleMutable().assign(lhsScale);
    product.setLhsBlock(block);
    product.getRhsScaleMutable().assign(rhsScale);
    product.setRhsBlock(block);
    return product.getResult();
  }

  /// One rhs for every batch: the batches are more rows of lhs.
  static void replaceBroadcast(tosa::MatmulTBlockScaledOp op,
                               PatternRewriter &rewriter) {
    Location loc = op.getLoc();
    ReassociationIndices batchAndRow = {0, 1}, column = {2};
    SmallVector<ReassociationIndices> dims = {batchAndRow, column};
    auto collapse = [&](Value value) -> Value {
      return tensor::CollapseShapeOp::create(rewriter, loc, value, dims);
    };
    Value zeros = getZeros(op, rewriter);
    Value product = buildProduct(
        op, rewriter, collapse(op.getAData()), collapse(op.getAScale()),
        collapse(op.getBData()), collapse(op.getBScale()), collapse(zeros));
    rewriter.replaceOpWithNewOp<tensor::ExpandShapeOp>(
        op, zeros.getType(), product, dims,
        tensor::getMixedSizes(rewriter, loc, zeros));
  }
};

} // namespace

void mixp::populateTosaMatmulPatterns(RewritePatternSet &patterns) {
  patterns.add<ConvertMatMul, ConvertBlockScaled>(patterns.getContext());
}
