//===- SparseEncode.cpp - Lowers mixp.sparse_encode -----------------------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mixp;

/// |x| in a type that holds it: f32, f64 or i32.
static Value buildMagnitude(ImplicitLocOpBuilder &b, Value x, bool isUnsigned) {
  if (x.getType().isF64())
    return math::AbsFOp::create(b, x);
  if (isa<FloatType>(x.getType()))
    return math::AbsFOp::create(b, toFloat(b, x, false, b.getF32Type()));
  Value wide = extendInt(b, x, b.getI32Type(), isUnsigned);
  Value negative =
      arith::SubIOp::create(b, constantInt(b, b.getI32Type(), 0), wide);
  return arith::MaxSIOp::create(b, wide, negative);
}

/// Whether the element of magnitude `x` is kept before a later one of `y`: it
/// is NaN or at least as great.
static Value isKeptBefore(ImplicitLocOpBuilder &b, Value x, Value y) {
  if (x.getType().isInteger())
    return arith::CmpIOp::create(b, arith::CmpIPredicate::sge, x, y);
  Value isNaN = arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, x, x);
  Value isGreater = arith::CmpFOp::create(b, arith::CmpFPredicate::OGE, x, y);
  return arith::OrIOp::create(b, isNaN, isGreater);
}

/// Which of four elements are kept: those that fewer than two are kept before.
static SmallVector<Value> chooseKept(ImplicitLocOpBuilder &b,
                                     ArrayRef<Value> magnitudes) {
  Type i32 = b.getI32Type();
  Value one = constantInt(b, i32, 1);
  SmallVector<Value> before(4, constantInt(b, i32, 0));
  for (int i = 0; i < 4; ++i)
    for (int j = i + 1; j < 4; ++j) {
      Value first = arith::ExtUIOp::create(
          b, i32, isKeptBefore(b, magnitudes[i], magnitudes[j]));
      before[j] = arith::AddIOp::create(b, before[j], first);
      before[i] = arith::AddIOp::create(b, before[i],
                                        arith::SubIOp::create(b, one, first));
    }
  return llvm::map_to_vector(before, [&](Value count) -> Value {
    return arith::CmpIOp::create(b, arith::CmpIPredicate::slt, count,
                                 constantInt(b, i32, 2));
  });
}

/// The position in its group of the element that stands at `index` of the
/// encoded dim: the first kept one where that is even, else the last.
static Value choosePosition(ImplicitLocOpBuilder &b, ArrayRef<Value> kept,
                            Value index) {
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, value);
  };
  auto select = [&](Value condition, Value x, Value y) -> Value {
    return arith::SelectOp::create(b, condition, x, y);
  };
  Value first =
      select(kept[0], constant(0), select(kept[1], constant(1), constant(2)));
  Value last =
      select(kept[3], constant(3), select(kept[2], constant(2), constant(1)));
  Value isOdd = arith::TruncIOp::create(
      b, b.getI1Type(), arith::IndexCastOp::create(b, b.getI32Type(), index));
  return select(isOdd, last, first);
}

/// {value, metadata} at the indices of one encoded element.
static SmallVector<Value> buildElement(ImplicitLocOpBuilder &b,
                                       SparseEncodeOp op) {
  unsigned rank = op.getInput().getType().getRank();
  SmallVector<Value> indices;
  for (unsigned dim = 0; dim < rank; ++dim)
    indices.push_back(linalg::IndexOp::create(b, dim));
  Value index = indices[op.getDim()];
  Value group =
      arith::DivUIOp::create(b, index, arith::ConstantIndexOp::create(b, 2));
  Value begin =
      arith::MulIOp::create(b, group, arith::ConstantIndexOp::create(b, 4));
  auto extract = [&](Value position) -> Value {
    indices[op.getDim()] = arith::AddIOp::create(b, begin, position);
    return tensor::ExtractOp::create(b, op.getInput(), indices);
  };
  SmallVector<Value> magnitudes;
  for (int64_t i = 0; i < 4; ++i)
    magnitudes.push_back(
        buildMagnitude(b, extract(arith::ConstantIndexOp::create(b, i)),
                       op.isInputUnsigned()));
  Value position = choosePosition(b, chooseKept(b, magnitudes), index);
  Value metadata = arith::IndexCastOp::create(
      b, op.getMetadata().getType().getElementType(), position);
  return {extract(position), metadata};
}

namespace {
/// mixp.sparse_encode -> one linalg.generic over the encoded elements, each of
/// which looks at its group
struct SparseEncodePattern : OpRewritePattern<SparseEncodeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(SparseEncodeOp op,
                                PatternRewriter &rewriter) const override {
    if (failed(requireSignless(op, rewriter)))
      return failure();
    ReifiedRankedShapedTypeDims shapes;
    if (failed(op.reifyResultShapes(rewriter, shapes)))
      return failure();
    SmallVector<Value> outs;
    for (auto [result, sizes] : llvm::zip_equal(op.getResults(), shapes))
      outs.push_back(tensor::EmptyOp::create(rewriter, op.getLoc(), sizes,
                                             getElementTypeOrSelf(result)));
    unsigned rank = op.getInput().getType().getRank();
    SmallVector<AffineMap> maps(2, rewriter.getMultiDimIdentityMap(rank));
    SmallVector<utils::IteratorType> iterators(rank,
                                               utils::IteratorType::parallel);
    auto generic = linalg::GenericOp::create(
        rewriter, op.getLoc(), TypeRange(ValueRange(outs)), ValueRange(), outs,
        maps, iterators, [&](OpBuilder &nested, Location loc, ValueRange) {
          ImplicitLocOpBuilder b(loc, nested);
          linalg::YieldOp::create(b, buildElement(b, op));
        });
    SmallVector<Value> results;
    for (auto [value, result] :
         llvm::zip_equal(generic.getResults(), op.getResults()))
      results.push_back(
          castShape(rewriter, op.getLoc(), value, result.getType()));
    rewriter.replaceOp(op, results);
    return success();
  }
};
} // namespace

void mixp::populateSparseEncodePattern(RewritePatternSet &patterns) {
  patterns.add<SparseEncodePattern>(patterns.getContext());
}
