//===- Matmul.cpp - Lowers mixp.matmul ------------------------------------===//
#include "BlockedElementwise.h"
#include "Contraction.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

/// (q - z) modulo 2^32 of a whole operand.
static Value subtractZeroPoint(RewriterBase &rewriter, MatmulOp op,
                               Value operand, Value zeroPoint,
                               ArrayRef<int64_t> block, bool isUnsigned) {
  Type i32 = rewriter.getI32Type();
  auto subtract = [&](ImplicitLocOpBuilder &b, Value q,
                      ArrayRef<Value> parameters) -> Value {
    Value wide = extendInt(b, q, i32, isUnsigned);
    return arith::SubIOp::create(b, wide, parameters[0]);
  };
  return buildBlockedElementwise(rewriter, op.getLoc(), operand, i32,
                                 {zeroPoint}, block, subtract);
}

/// outs + sum (a - za)(b - zb) modulo 2^32 into the i32 `init`.
static Value buildIntContraction(RewriterBase &rewriter, MatmulOp op,
                                 Value init) {
  ContractionOperands operands{op.getLhs(), op.getRhs(), op.getLhsZeroPoint(),
                               op.getRhsZeroPoint()};
  // Beside a sparse side, elements are read at computed places, and so would
  // their zero points be.
  if (op.isSparse() && operands.lhsZero) {
    operands.lhs =
        subtractZeroPoint(rewriter, op, operands.lhs, operands.lhsZero,
                          op.getResolvedLhsBlock(), op.isLhsUnsigned());
    operands.lhsZero = {};
  }
  if (op.isSparse() && operands.rhsZero) {
    operands.rhs =
        subtractZeroPoint(rewriter, op, operands.rhs, operands.rhsZero,
                          op.getResolvedRhsBlock(), op.isRhsUnsigned());
    operands.rhsZero = {};
  }
  auto operand = [](ImplicitLocOpBuilder &b, Value value, Value zero,
                    bool isUnsigned) {
    value = extendInt(b, value, b.getI32Type(), isUnsigned);
    return zero ? Value(arith::SubIOp::create(b, value, zero)) : value;
  };
  auto term = [&](ImplicitLocOpBuilder &b, ArrayRef<Value> values) -> Value {
    Value left = operand(b, values[0], values[2], op.isLhsUnsigned());
    Value right = operand(b, values[1], values[3], op.isRhsUnsigned());
    return arith::MulIOp::create(b, left, right);
  };
  return buildContraction(rewriter, op, operands, init, term);
}

/// fl(outs + fl(fl(acc) * fl(sl * sr))), rounded once more if outs is narrower.
static Value buildScaledEpilogue(RewriterBase &rewriter, MatmulOp op,
                                 Value acc) {
  MLIRContext *context = op.getContext();
  unsigned rank = op.getOuts().getType().getRank(), m = rank - 2, n = rank - 1;
  AffineMap identity = rewriter.getMultiDimIdentityMap(rank);
  SmallVector<Value> inputs = {acc};
  SmallVector<AffineMap> maps = {identity};
  // The scales do not vary along K: their dim there has one element, so that
  // any loop serves for it.
  SmallVector<unsigned> lhsLoops(rank, m), rhsLoops(rank, n);
  if (op.isBatched())
    lhsLoops[0] = rhsLoops[0] = 0;
  BlockedParameter sl(op.getLhsScale(), op.getResolvedLhsBlock(), lhsLoops,
                      rank);
  BlockedParameter sr(op.getRhsScale(), op.getResolvedRhsBlock(), rhsLoops,
                      rank);
  sl.appendTo(inputs, maps);
  sr.appendTo(inputs, maps);
  maps.push_back(AffineMap::getMultiDimIdentityMap(rank, context));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  Value outs = op.getOuts();
  Type type = computeType(op);
  auto generic = linalg::GenericOp::create(
      rewriter, op.getLoc(), outs.getType(), inputs, outs, maps, iterators,
      [&](OpBuilder &nested, Location loc, ValueRange args) {
        ImplicitLocOpBuilder b(loc, nested);
        linalg::YieldOp::create(b,
                                scaleSum(b, args[0], sl.read(b, args),
                                         sr.read(b, args), args.back(), type));
      });
  return generic.getResult(0);
}

/// All products and sums in f32 (or f64), rounded once more at the end if outs
/// is narrower.
static Value buildFloatContraction(RewriterBase &rewriter, MatmulOp op) {
  Location loc = op.getLoc();
  Type type = computeType(op);
  Type resultElement = op.getOuts().getType().getElementType();
  ContractionOperands operands;
  operands.lhs = prepareOperand(rewriter, loc, op.getLhs(), op.getLhsScale(),
                                op.getLhsZeroPoint(), op.getResolvedLhsBlock(),
                                op.isLhsUnsigned(), type);
  operands.rhs = prepareOperand(rewriter, loc, op.getRhs(), op.getRhsScale(),
                                op.getRhsZeroPoint(), op.getResolvedRhsBlock(),
                                op.isRhsUnsigned(), type);
  Value init = op.getOuts();
  if (resultElement != type)
    init = buildDequantize(rewriter, loc, init, {}, {}, {}, false, type);
  auto term = [&](ImplicitLocOpBuilder &b, ArrayRef<Value> values) -> Value {
    return arith::MulFOp::create(
        b, toFloat(b, values[0], op.isLhsUnsigned(), type),
        toFloat(b, values[1], op.isRhsUnsigned(), type));
  };
  Value sum = buildContraction(rewriter, op, operands, init, term);
  return resultElement == type ? sum
                               : buildDequantize(rewriter, loc, sum, {}, {}, {},
                                                 false, resultElement);
}

namespace {
/// mixp.matmul -> one contraction, and an epilogue where scales need one
struct MatmulPattern : OpRewritePattern<MatmulOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(MatmulOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    Value result;
    if (op.getOuts().getType().getElementType().isInteger()) {
      result = buildIntContraction(rewriter, op, op.getOuts());
    } else if (op.isExact()) {
      Value zero = buildFilled(rewriter, op.getLoc(), op.getOuts(),
                               rewriter.getI32IntegerAttr(0));
      result = buildScaledEpilogue(rewriter, op,
                                   buildIntContraction(rewriter, op, zero));
    } else {
      result = buildFloatContraction(rewriter, op);
    }
    rewriter.replaceOp(op, result);
    return success();
  }
};
} // namespace

void mixp::populateMatmulPattern(RewritePatternSet &patterns) {
  patterns.add<MatmulPattern>(patterns.getContext());
}
