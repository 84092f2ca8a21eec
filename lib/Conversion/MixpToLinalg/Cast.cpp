//===- Cast.cpp - Lowers mixp.cast ----------------------------------------===//
#include "BlockedElementwise.h"
#include "IntMath.h"
#include "Patterns.h"
#include "Philox.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

/// Integer to integer: modulo 2^width, or clamped first.
static Value castInt(ImplicitLocOpBuilder &b, Value value, Type type,
                     CastOp op) {
  IntegerFormat from(value.getType(), op.getInputUnsigned());
  IntegerFormat to(type, op.getResultUnsigned());
  if (op.getSaturate()) {
    // Bounds that lie within the input's range are numbers of its type.
    IntMath m(b, from.width);
    if (from.min() < to.min())
      value = m.maxSigned(value, m.constant(to.min()));
    if (from.max() > to.max() && from.isUnsigned)
      value = m.minUnsigned(value, m.constant(to.max()));
    if (from.max() > to.max() && !from.isUnsigned)
      value = arith::MinSIOp::create(b, value, m.constant(to.max()));
  }
  if (from.width > to.width)
    return arith::TruncIOp::create(b, type, value);
  return extendInt(b, value, type, from.isUnsigned);
}

static Value castScalar(ImplicitLocOpBuilder &b, Value value, Type type,
                        CastOp op, Value random) {
  bool toFloatType = isa<FloatType>(type);
  if (!isa<FloatType>(value.getType())) {
    if (toFloatType)
      return intToFloat(b, value, op.getInputUnsigned(), type, op.getRounding(),
                        op.getSaturate(), random);
    return castInt(b, value, type, op);
  }
  // Every float but f64 is an f32 without loss.
  if (!value.getType().isF64())
    value = toF32(b, value, false);
  if (toFloatType)
    return narrowFloat(b, value, type, op.getRounding(), op.getSaturate(),
                       random);
  return floatToInt(b, value, type, op.getResultUnsigned(), op.getRounding(),
                    random);
}

/// The sizes of the whole tensor, of which the input may be a tile.
static SmallVector<Value> getWholeSizes(OpBuilder &b, CastOp op) {
  if (!op.getWithin().empty())
    return op.getWithin();
  SmallVector<Value> sizes;
  for (OpFoldResult size : tensor::getMixedSizes(b, op.getLoc(), op.getInput()))
    sizes.push_back(getValueOrCreateConstantIndexOp(b, op.getLoc(), size));
  return sizes;
}

/// In the body of a linalg op: the random number of the element, from its
/// row-major place in the whole tensor.
static Value buildRandom(ImplicitLocOpBuilder &b, CastOp op,
                         ArrayRef<Value> sizes) {
  IndexType indexType = b.getIndexType();
  Value index = arith::ConstantOp::create(b, b.getIntegerAttr(indexType, 0));
  for (auto [dim, size] : llvm::enumerate(sizes)) {
    Value place = linalg::IndexOp::create(b, dim);
    if (!op.getOrigin().empty())
      place = arith::AddIOp::create(b, place, op.getOrigin()[dim]);
    index = arith::MulIOp::create(b, index, size);
    index = arith::AddIOp::create(b, index, place);
  }
  index = arith::IndexCastOp::create(b, b.getI64Type(), index);
  return buildPhilox(b, op.getSeed(), index);
}

namespace {
/// mixp.cast -> one element-wise linalg.generic
struct CastPattern : OpRewritePattern<CastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(CastOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    Type type = op.getResult().getType().getElementType();
    bool isStochastic = op.getRounding() == RoundingMode::Stochastic;
    if (isStochastic && !op.getSeed())
      return rewriter.notifyMatchFailure(op, "stochastic without a seed");
    SmallVector<Value> sizes;
    if (isStochastic)
      sizes = getWholeSizes(rewriter, op);
    Value result = buildBlockedElementwise(
        rewriter, op.getLoc(), op.getInput(), type, {}, {},
        [&](ImplicitLocOpBuilder &b, Value value, ArrayRef<Value>) {
          Value random = isStochastic ? buildRandom(b, op, sizes) : Value();
          return castScalar(b, value, type, op, random);
        });
    rewriter.replaceOp(
        op, castShape(rewriter, op.getLoc(), result, op.getResult().getType()));
    return success();
  }
};
} // namespace

void mixp::populateCastPattern(RewritePatternSet &patterns) {
  patterns.add<CastPattern>(patterns.getContext());
}
