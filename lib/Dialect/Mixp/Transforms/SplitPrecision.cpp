//===- SplitPrecision.cpp - f32 products from bf16 ones -------------------===//
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <limits>

namespace mixp {
#define GEN_PASS_DEF_SPLITPRECISIONPASS
#include "mixp/Dialect/Mixp/Transforms/Passes.h.inc"
} // namespace mixp

using namespace mlir;
using namespace mixp;

namespace {

/// An f32 tensor as a sum of bf16 ones, each rounding what those before it
/// leave.
struct Terms {
  /// The first term with its infinities and NaN, and with 0 in their place:
  /// the other terms are 0 there, and must not make a NaN of them.
  Value first, finiteFirst;
  /// The second term, and the third of three. Always finite.
  Value second, third;
};

/// Builds the terms and the products of one matmul.
class Splitter {
public:
  explicit Splitter(MatmulOp op) : op(op), b(op), loc(op.getLoc()) {}
  void run();

private:
  Value convert(Value tensor, FloatType type);
  SmallVector<Value> buildElementwise(
      Value like, ValueRange inputs, unsigned results,
      function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body);
  Terms split(Value operand, bool isThree);
  Value multiply(Value lhs, Value rhs, Value outs);

  MatmulOp op;
  OpBuilder b;
  Location loc;
};

} // namespace

/// mixp.cast to nearest, even.
Value Splitter::convert(Value tensor, FloatType type) {
  auto from = cast<RankedTensorType>(tensor.getType());
  if (from.getElementType() == type)
    return tensor;
  return CastOp::create(b, loc, from.clone(type), tensor,
                        RoundingMode::NearestEven, /*saturate=*/false);
}

/// `results` f32 tensors of the shape of `like`, element by element.
SmallVector<Value> Splitter::buildElementwise(
    Value like, ValueRange inputs, unsigned results,
    function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body) {
  unsigned rank = cast<RankedTensorType>(like.getType()).getRank();
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, like), b.getF32Type());
  SmallVector<Value> outs(results, empty);
  SmallVector<AffineMap> maps(inputs.size() + results,
                              b.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      b, loc, TypeRange(ValueRange(outs)), inputs, outs, maps, iterators,
      [&](OpBuilder &nested, Location, ValueRange args) {
        linalg::YieldOp::create(nested, loc, body(nested, args));
      });
  return SmallVector<Value>(generic.getResults());
}

Terms Splitter::split(Value operand, bool isThree) {
  FloatType f32 = b.getF32Type(), bf16 = b.getBF16Type();
  Terms terms;
  terms.first = convert(operand, bf16);
  Value rounded = convert(terms.first, f32);
  SmallVector<Value> rest = buildElementwise(
      operand, {operand, rounded}, 2,
      [&](OpBuilder &nested, ValueRange args) -> SmallVector<Value> {
        // inf - inf is NaN, and so is what an operand that is NaN leaves.
        Value left = arith::SubFOp::create(nested, loc, args[0], args[1]);
        Value size = math::AbsFOp::create(nested, loc, left);
        Value infinity = arith::ConstantOp::create(
            nested, loc,
            nested.getF32FloatAttr(std::numeric_limits<float>::infinity()));
        Value zero =
            arith::ConstantOp::create(nested, loc, nested.getF32FloatAttr(0));
        Value isFinite = arith::CmpFOp::create(
            nested, loc, arith::CmpFPredicate::OLT, size, infinity);
        return {arith::SelectOp::create(nested, loc, isFinite, left, zero),
                arith::SelectOp::create(nested, loc, isFinite, args[1], zero)};
      });
  terms.finiteFirst = convert(rest[1], bf16);
  terms.second = convert(rest[0], bf16);
  if (!isThree)
    return terms;
  Value last =
      buildElementwise(
          operand, {rest[0], convert(terms.second, f32)}, 1,
          [&](OpBuilder &nested, ValueRange args) -> SmallVector<Value> {
            return {arith::SubFOp::create(nested, loc, args[0], args[1])};
          })
          .front();
  terms.third = convert(last, bf16);
  return terms;
}

/// The product of one term of each side, with all that the op has besides.
Value Splitter::multiply(Value lhs, Value rhs, Value outs) {
  auto product = cast<MatmulOp>(b.clone(*op));
  product.getLhsMutable().assign(lhs);
  product.getRhsMutable().assign(rhs);
  product.getOutsMutable().assign(outs);
  product->getResult(0).setType(cast<RankedTensorType>(outs.getType()));
  product.setPrecision(OperandPrecision::Full);
  // It was for other types.
  product.removeScheduleAttr();
  return product.getResult();
}

void Splitter::run() {
  bool isThree = op.getPrecision() == OperandPrecision::BF16x6;
  Terms x = split(op.getLhs(), isThree), y = split(op.getRhs(), isThree);
  // A narrow result is rounded once, after the last product.
  auto type = cast<FloatType>(op.getOuts().getType().getElementType());
  bool isNarrow = type.getWidth() < 32;
  Value sum = isNarrow ? convert(op.getOuts(), b.getF32Type()) : op.getOuts();
  // The smallest products first.
  if (isThree) {
    sum = multiply(x.third, y.finiteFirst, sum);
    sum = multiply(x.finiteFirst, y.third, sum);
    sum = multiply(x.second, y.second, sum);
  }
  sum = multiply(x.second, y.finiteFirst, sum);
  sum = multiply(x.finiteFirst, y.second, sum);
  sum = multiply(x.first, y.first, sum);
  if (isNarrow)
    sum = convert(sum, type);
  op.replaceAllUsesWith(sum);
  op.erase();
}

namespace {
struct SplitPrecision : mixp::impl::SplitPrecisionPassBase<SplitPrecision> {
  void runOnOperation() override {
    SmallVector<MatmulOp> ops;
    getOperation()->walk([&](MatmulOp op) {
      if (op.getPrecision() == OperandPrecision::BF16x3 ||
          op.getPrecision() == OperandPrecision::BF16x6)
        ops.push_back(op);
    });
    for (MatmulOp op : ops)
      Splitter(op).run();
  }
};
} // namespace
