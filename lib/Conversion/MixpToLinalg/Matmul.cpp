//===- Matmul.cpp - Lowers mixp.matmul ------------------------------------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

namespace {

using BodyBuilder =
    function_ref<Value(ImplicitLocOpBuilder &, ArrayRef<Value>)>;

/// The loop nest of a contraction: which loop walks which dim.
struct ContractionLoops {
  explicit ContractionLoops(MatmulOp op);

  AffineMap map(ArrayRef<unsigned> dims, MLIRContext *context) const {
    SmallVector<AffineExpr> exprs;
    for (unsigned dim : dims)
      exprs.push_back(getAffineDimExpr(dim, context));
    return AffineMap::get(count, 0, exprs, context);
  }

  unsigned count;
  SmallVector<unsigned> lhs, rhs, outs;
  SmallVector<utils::IteratorType> iterators;
};

} // namespace

ContractionLoops::ContractionLoops(MatmulOp op) {
  unsigned batch = op.isBatched() ? 1 : 0;
  count = batch + 3;
  // The innermost loop runs along the rows of rhs as stored.
  unsigned m = batch, n = batch + (op.getTransposeRhs() ? 1 : 2),
           k = batch + (op.getTransposeRhs() ? 2 : 1);
  if (batch)
    lhs = rhs = outs = {0};
  lhs.append({op.getTransposeLhs() ? k : m, op.getTransposeLhs() ? m : k});
  rhs.append({op.getTransposeRhs() ? n : k, op.getTransposeRhs() ? k : n});
  outs.append({m, n});
  iterators.assign(count, utils::IteratorType::parallel);
  iterators[k] = utils::IteratorType::reduction;
}

/// One contraction into `init`. `term` gives the value that is added for each
/// element pair from {lhs, rhs, lhs zero point, rhs zero point}, the latter two
/// null where absent.
static Value buildContraction(RewriterBase &rewriter, MatmulOp op, Value lhs,
                              Value rhs, Value lhsZero, Value rhsZero,
                              Value init, BodyBuilder term) {
  ContractionLoops loops(op);
  MLIRContext *context = op.getContext();
  SmallVector<Value> inputs = {lhs, rhs};
  SmallVector<AffineMap> maps = {loops.map(loops.lhs, context),
                                 loops.map(loops.rhs, context)};
  BlockedParameter zl(lhsZero, op.getResolvedLhsBlock(), loops.lhs,
                      loops.count);
  BlockedParameter zr(rhsZero, op.getResolvedRhsBlock(), loops.rhs,
                      loops.count);
  zl.appendTo(inputs, maps);
  zr.appendTo(inputs, maps);
  maps.push_back(loops.map(loops.outs, context));
  auto generic = linalg::GenericOp::create(
      rewriter, op.getLoc(), init.getType(), inputs, init, maps,
      loops.iterators, [&](OpBuilder &nested, Location loc, ValueRange args) {
        ImplicitLocOpBuilder b(loc, nested);
        Value product =
            term(b, {args[0], args[1], zl.read(b, args), zr.read(b, args)});
        Value sum;
        if (product.getType().isInteger())
          sum = arith::AddIOp::create(b, args.back(), product);
        else
          sum = arith::AddFOp::create(b, args.back(), product);
        linalg::YieldOp::create(b, sum);
      });
  return generic.getResult(0);
}

/// outs + sum (a - za)(b - zb) modulo 2^32 into the i32 `init`.
static Value buildIntContraction(RewriterBase &rewriter, MatmulOp op,
                                 Value init) {
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
  return buildContraction(rewriter, op, op.getLhs(), op.getRhs(),
                          op.getLhsZeroPoint(), op.getRhsZeroPoint(), init,
                          term);
}

static Value buildFilled(RewriterBase &rewriter, Location loc, Value like,
                         TypedAttr zero) {
  Value empty = tensor::EmptyOp::create(
      rewriter, loc, tensor::getMixedSizes(rewriter, loc, like),
      zero.getType());
  Value scalar = arith::ConstantOp::create(rewriter, loc, zero);
  return linalg::FillOp::create(rewriter, loc, scalar, empty).getResult(0);
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
  auto generic = linalg::GenericOp::create(
      rewriter, op.getLoc(), outs.getType(), inputs, outs, maps, iterators,
      [&](OpBuilder &nested, Location loc, ValueRange args) {
        ImplicitLocOpBuilder b(loc, nested);
        Value left = sl.read(b, args), right = sr.read(b, args);
        Value scale = left && right
                          ? Value(arith::MulFOp::create(b, left, right))
                          : (left ? left : right);
        Value product =
            arith::MulFOp::create(b, toF32(b, args[0], false), scale);
        Value sum =
            arith::AddFOp::create(b, toF32(b, args.back(), false), product);
        linalg::YieldOp::create(b, narrowFloat(b, sum, args.back().getType(),
                                               RoundingMode::NearestEven,
                                               /*saturate=*/false));
      });
  return generic.getResult(0);
}

/// One side of the float rule: dequantized to f32 where it has parameters,
/// else as it is, to be widened in the contraction's body.
static Value dequantizeOperand(RewriterBase &rewriter, Location loc,
                               Value operand, Value scale, Value zeroPoint,
                               ArrayRef<int64_t> block, bool isUnsigned) {
  if (!scale && !zeroPoint)
    return operand;
  return buildDequantize(rewriter, loc, operand, scale, zeroPoint, block,
                         isUnsigned, rewriter.getF32Type());
}

/// All products and sums in f32, narrowed once at the end.
static Value buildFloatContraction(RewriterBase &rewriter, MatmulOp op) {
  Location loc = op.getLoc();
  Type f32 = rewriter.getF32Type();
  Type resultElement = op.getOuts().getType().getElementType();
  Value lhs = dequantizeOperand(rewriter, loc, op.getLhs(), op.getLhsScale(),
                                op.getLhsZeroPoint(), op.getResolvedLhsBlock(),
                                op.isLhsUnsigned());
  Value rhs = dequantizeOperand(rewriter, loc, op.getRhs(), op.getRhsScale(),
                                op.getRhsZeroPoint(), op.getResolvedRhsBlock(),
                                op.isRhsUnsigned());
  Value init = op.getOuts();
  if (resultElement != f32)
    init = buildDequantize(rewriter, loc, init, {}, {}, {}, false, f32);
  auto term = [&](ImplicitLocOpBuilder &b, ArrayRef<Value> values) -> Value {
    return arith::MulFOp::create(b, toF32(b, values[0], op.isLhsUnsigned()),
                                 toF32(b, values[1], op.isRhsUnsigned()));
  };
  Value sum = buildContraction(rewriter, op, lhs, rhs, {}, {}, init, term);
  return resultElement == f32 ? sum
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
    if (op.isSparse() || op.hasF64())
      return rewriter.notifyMatchFailure(op, "is sparse or has f64");
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
