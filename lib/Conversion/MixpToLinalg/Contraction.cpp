//===- Contraction.cpp - The loop nest of a product -----------------------===//
#include "Contraction.h"
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

namespace {

/// Which loop walks which dim.
struct ContractionLoops {
  explicit ContractionLoops(MatmulOp op);

  AffineMap map(ArrayRef<unsigned> dims, MLIRContext *context) const {
    SmallVector<AffineExpr> exprs;
    for (unsigned dim : dims)
      exprs.push_back(getAffineDimExpr(dim, context));
    return AffineMap::get(count, 0, exprs, context);
  }

  unsigned count, reduction;
  SmallVector<unsigned> lhs, rhs, outs;
  SmallVector<utils::IteratorType> iterators;
};

} // namespace

ContractionLoops::ContractionLoops(MatmulOp op) {
  unsigned batch = op.isBatched() ? 1 : 0;
  count = batch + 3;
  // The innermost loop runs along the rows of rhs as stored, but where that has
  // no rows of its own to walk.
  bool isInnermost = op.getTransposeRhs() || op.isSparse();
  unsigned m = batch, n = batch + (isInnermost ? 1 : 2),
           k = batch + (isInnermost ? 2 : 1);
  if (batch)
    lhs = rhs = outs = {0};
  lhs.append({op.getTransposeLhs() ? k : m, op.getTransposeLhs() ? m : k});
  rhs.append({op.getTransposeRhs() ? n : k, op.getTransposeRhs() ? k : n});
  outs.append({m, n});
  iterators.assign(count, utils::IteratorType::parallel);
  iterators[k] = utils::IteratorType::reduction;
  reduction = k;
}

/// acc + product
static void yieldSum(ImplicitLocOpBuilder &b, Value acc, Value product) {
  Value sum;
  if (product.getType().isInteger())
    sum = arith::AddIOp::create(b, acc, product);
  else
    sum = arith::AddFOp::create(b, acc, product);
  linalg::YieldOp::create(b, sum);
}

/// The element of the dense side that the stored one meets: at position
/// 4 (j / 2) + metadata[j] along K, j the reduction loop.
static Value readDense(ImplicitLocOpBuilder &b, const ContractionLoops &loops,
                       Value dense, ArrayRef<unsigned> denseLoops,
                       Value metadata) {
  auto constant = [&](int64_t value) {
    return arith::ConstantIndexOp::create(b, value);
  };
  SmallVector<Value> indices;
  for (unsigned loop : denseLoops) {
    Value index = linalg::IndexOp::create(b, loop);
    if (loop == loops.reduction) {
      Value group = arith::DivUIOp::create(b, index, constant(2));
      Value first = arith::MulIOp::create(b, group, constant(4));
      Value within =
          arith::IndexCastUIOp::create(b, b.getIndexType(), metadata);
      index = arith::AddIOp::create(b, first, within);
    }
    indices.push_back(index);
  }
  return tensor::ExtractOp::create(b, dense, indices);
}

Value mixp::buildContraction(
    RewriterBase &rewriter, MatmulOp op, const ContractionOperands &operands,
    Value init,
    function_ref<Value(ImplicitLocOpBuilder &, ArrayRef<Value>)> term) {
  ContractionLoops loops(op);
  MLIRContext *context = op.getContext();
  AffineMap lhsMap = loops.map(loops.lhs, context);
  AffineMap rhsMap = loops.map(loops.rhs, context);
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  if (op.getLhsMetadata()) {
    inputs = {operands.lhs, op.getLhsMetadata()};
    maps = {lhsMap, lhsMap};
  } else if (op.getRhsMetadata()) {
    inputs = {operands.rhs, op.getRhsMetadata()};
    maps = {rhsMap, rhsMap};
  } else {
    inputs = {operands.lhs, operands.rhs};
    maps = {lhsMap, rhsMap};
  }
  BlockedParameter zl(operands.lhsZero, op.getResolvedLhsBlock(), loops.lhs,
                      loops.count);
  BlockedParameter zr(operands.rhsZero, op.getResolvedRhsBlock(), loops.rhs,
                      loops.count);
  zl.appendTo(inputs, maps);
  zr.appendTo(inputs, maps);
  maps.push_back(loops.map(loops.outs, context));
  auto generic = linalg::GenericOp::create(
      rewriter, op.getLoc(), init.getType(), inputs, init, maps,
      loops.iterators, [&](OpBuilder &nested, Location loc, ValueRange args) {
        ImplicitLocOpBuilder b(loc, nested);
        Value left = args[0], right = args[1];
        if (op.getLhsMetadata())
          right = readDense(b, loops, operands.rhs, loops.rhs, args[1]);
        if (op.getRhsMetadata()) {
          left = readDense(b, loops, operands.lhs, loops.lhs, args[1]);
          right = args[0];
        }
        yieldSum(b, args.back(),
                 term(b, {left, right, zl.read(b, args), zr.read(b, args)}));
      });
  return generic.getResult(0);
}

Value mixp::scaleSum(ImplicitLocOpBuilder &b, Value acc, Value lhsScale,
                     Value rhsScale, Value outs, Type type) {
  auto read = [&](Value value) {
    return value ? toFloat(b, value, false, type) : value;
  };
  Value left = read(lhsScale), right = read(rhsScale);
  Value scale = left && right ? Value(arith::MulFOp::create(b, left, right))
                              : (left ? left : right);
  Value product = arith::MulFOp::create(b, read(acc), scale);
  Value sum = arith::AddFOp::create(b, read(outs), product);
  return narrowFloat(b, sum, outs.getType(), RoundingMode::NearestEven,
                     /*saturate=*/false);
}

Value mixp::prepareOperand(OpBuilder &builder, Location loc, Value operand,
                           Value scale, Value zeroPoint,
                           ArrayRef<int64_t> block, bool isUnsigned,
                           Type type) {
  Type element = cast<RankedTensorType>(operand.getType()).getElementType();
  bool isNarrowFloat =
      isa<FloatType>(element) && element.getIntOrFloatBitWidth() <= 8;
  if (!scale && !zeroPoint && !isNarrowFloat)
    return operand;
  return buildDequantize(builder, loc, operand, scale, zeroPoint, block,
                         isUnsigned, type);
}

Value mixp::buildFilled(OpBuilder &builder, Location loc, Value like,
                        TypedAttr value) {
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, like), value.getType());
  Value scalar = arith::ConstantOp::create(builder, loc, value);
  return linalg::FillOp::create(builder, loc, scalar, empty).getResult(0);
}
