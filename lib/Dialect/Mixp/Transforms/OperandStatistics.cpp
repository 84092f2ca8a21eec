//===- OperandStatistics.cpp - Statistics of an lhs as ops ----------------===//
#include "OperandStatistics.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include <limits>

using namespace mlir;
using namespace mixp;

static int64_t getK(MatmulOp op) {
  return op.getLhs().getType().getDimSize(op.getLhsReductionDim());
}

bool mixp::hasRowStatistics(MatmulOp op) {
  return !op.isBatched() && !ShapedType::isDynamic(getK(op)) &&
         matchPattern(op.getRhs(), m_Constant()) &&
         !matchPattern(op.getLhs(), m_Constant());
}

/// A tensor of `shape` whose elements are `value`.
static Value createFilled(OpBuilder &builder, Location loc,
                          ArrayRef<int64_t> shape, FloatType type,
                          double value) {
  Value element = arith::ConstantOp::create(builder, loc,
                                            builder.getFloatAttr(type, value));
  Value empty = tensor::EmptyOp::create(builder, loc, shape, type);
  return linalg::FillOp::create(builder, loc, element, empty).getResult(0);
}

Value mixp::createRowCount(OpBuilder &builder, MatmulOp op) {
  Location loc = op.getLoc();
  Value rows =
      tensor::DimOp::create(builder, loc, op.getLhs(), op.getLhsParallelDim());
  rows = arith::IndexCastOp::create(builder, loc, builder.getI64Type(), rows);
  return tensor::FromElementsOp::create(
      builder, loc, RankedTensorType::get({}, builder.getI64Type()), rows);
}

/// A reduction of the lhs over its rows that starts with `start` of `type`.
static Value reduceRows(
    OpBuilder &builder, MatmulOp op, FloatType type, double start,
    function_ref<Value(OpBuilder &, Location, Value x, Value sum)> combine) {
  Location loc = op.getLoc();
  int64_t reduced = op.getLhsReductionDim();
  Value init = createFilled(builder, loc, getK(op), type, start);
  AffineMap maps[] = {builder.getMultiDimIdentityMap(2),
                      AffineMap::get(2, 0, builder.getAffineDimExpr(reduced))};
  utils::IteratorType iterators[2];
  iterators[reduced] = utils::IteratorType::parallel;
  iterators[op.getLhsParallelDim()] = utils::IteratorType::reduction;
  return linalg::GenericOp::create(
             builder, loc, init.getType(), op.getLhs(), init, maps, iterators,
             [&](OpBuilder &nested, Location loc, ValueRange args) {
               linalg::YieldOp::create(nested, loc,
                                       combine(nested, loc, args[0], args[1]));
             })
      .getResult(0);
}

Value mixp::createExtremumAlongK(OpBuilder &builder, MatmulOp op, bool isMax) {
  double identity = std::numeric_limits<double>::infinity();
  return reduceRows(
      builder, op, builder.getF32Type(), isMax ? -identity : identity,
      [isMax](OpBuilder &b, Location loc, Value x, Value last) -> Value {
        if (isMax)
          return arith::MaximumFOp::create(b, loc, x, last);
        return arith::MinimumFOp::create(b, loc, x, last);
      });
}

Value mixp::createChannelMax(OpBuilder &builder, MatmulOp op) {
  return reduceRows(
      builder, op, builder.getF32Type(), 0,
      [](OpBuilder &b, Location loc, Value x, Value max) -> Value {
        Value magnitude = math::AbsFOp::create(b, loc, x);
        return arith::MaximumFOp::create(b, loc, magnitude, max);
      });
}

Value mixp::createChannelSum(OpBuilder &builder, MatmulOp op) {
  return reduceRows(
      builder, op, builder.getF64Type(), 0,
      [](OpBuilder &b, Location loc, Value x, Value sum) -> Value {
        Value wide = arith::ExtFOp::create(b, loc, b.getF64Type(), x);
        return arith::AddFOp::create(b, loc, wide, sum);
      });
}

Value mixp::createGramSum(OpBuilder &builder, MatmulOp op) {
  int64_t k = getK(op);
  Value zeros =
      createFilled(builder, op.getLoc(), {k, k}, builder.getF32Type(), 0);
  // x^T x: the product that stores x as the op does.
  auto product =
      MatmulOp::create(builder, op.getLoc(), op.getLhs(), op.getLhs(), zeros);
  product.setTransposeLhs(!op.getTransposeLhs());
  product.setTransposeRhs(op.getTransposeLhs());
  return product.getResult();
}
