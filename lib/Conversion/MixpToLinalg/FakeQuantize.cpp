//===- FakeQuantize.cpp - Lowers mixp.fake_quantize and its gradient ------===//
#include "BlockedElementwise.h"
#include "Patterns.h"
#include "ScalarNumerics.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mixp;

namespace {

/// fake_quantize x -> dequantize (quantize x), on signless types
struct FakeQuantizePattern : OpRewritePattern<FakeQuantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(FakeQuantizeOp op,
                                PatternRewriter &rewriter) const override {
    Type storage = op.getStorage();
    bool isUnsigned = storage.isUnsignedInteger();
    if (isUnsigned)
      storage = rewriter.getIntegerType(storage.getIntOrFloatBitWidth());
    RankedTensorType type = op.getInput().getType();
    Value quantized = QuantizeOp::create(
        rewriter, op.getLoc(), type.clone(storage), op.getInput(),
        op.getScale(), op.getZeroPoint(), op.getBlockAttr(), isUnsigned);
    rewriter.replaceOpWithNewOp<DequantizeOp>(op, type, quantized,
                                              op.getScale(), op.getZeroPoint(),
                                              op.getBlockAttr(), isUnsigned);
    return success();
  }
};

/// Whether quantizing `x` to `storage` clamps nothing. NaN is no such x.
static Value isInRange(ImplicitLocOpBuilder &b, Value x, Value scale,
                       Value zeroPoint, Type storage) {
  if (!x.getType().isF64())
    x = toF32(b, x, false);
  if (scale)
    x = arith::DivFOp::create(b, x, toFloat(b, scale, false, x.getType()));
  Type type = x.getType();
  auto inside = [&](Value value, Value low, Value high) -> Value {
    Value above =
        arith::CmpFOp::create(b, arith::CmpFPredicate::OGE, value, low);
    Value below =
        arith::CmpFOp::create(b, arith::CmpFPredicate::OLE, value, high);
    return arith::AndIOp::create(b, above, below);
  };
  if (auto format = dyn_cast<FloatType>(storage)) {
    double max =
        APFloat::getLargest(format.getFloatSemantics()).convertToDouble();
    return inside(x, constantFloat(b, type, -max), constantFloat(b, type, max));
  }
  IntegerFormat format(storage, storage.isUnsignedInteger());
  x = roundToIntegral(b, x, RoundingMode::NearestEven);
  // In f32 the bounds of 32 bits are no numbers.
  if (format.width == 32 && !type.isF64()) {
    type = b.getF64Type();
    x = toFloat(b, x, false, type);
  }
  Value low = constantFloat(b, type, static_cast<double>(format.min()));
  Value high = constantFloat(b, type, static_cast<double>(format.max()));
  if (zeroPoint) {
    int64_t max = std::min<uint64_t>(format.max(), INT32_MAX);
    Value z = clampInt(b, zeroPoint, format.min(), max);
    z = arith::SIToFPOp::create(b, type, z);
    low = arith::SubFOp::create(b, low, z);
    high = arith::SubFOp::create(b, high, z);
  }
  return inside(x, low, high);
}

/// mixp.fake_quantize_grad -> linalg.generic: the gradient or 0
struct FakeQuantizeGradPattern : OpRewritePattern<FakeQuantizeGradOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(FakeQuantizeGradOp op,
                                PatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    RankedTensorType type = op.getInput().getType();
    unsigned rank = type.getRank();
    SmallVector<unsigned> loops = llvm::to_vector(llvm::seq<unsigned>(0, rank));
    AffineMap identity = rewriter.getMultiDimIdentityMap(rank);
    SmallVector<Value> inputs = {op.getGradient(), op.getInput()};
    SmallVector<AffineMap> maps = {identity, identity};
    SmallVector<int64_t> block = op.getResolvedBlock();
    BlockedParameter scale(op.getScale(), block, loops, rank);
    BlockedParameter zeroPoint(op.getZeroPoint(), block, loops, rank);
    scale.appendTo(inputs, maps);
    zeroPoint.appendTo(inputs, maps);
    maps.push_back(identity);
    Value empty = tensor::EmptyOp::create(
        rewriter, loc, tensor::getMixedSizes(rewriter, loc, op.getInput()),
        type.getElementType());
    SmallVector<utils::IteratorType> iterators(rank,
                                               utils::IteratorType::parallel);
    auto generic = linalg::GenericOp::create(
        rewriter, loc, empty.getType(), inputs, empty, maps, iterators,
        [&](OpBuilder &nested, Location nestedLoc, ValueRange args) {
          ImplicitLocOpBuilder b(nestedLoc, nested);
          Value passes = isInRange(b, args[1], scale.read(b, args),
                                   zeroPoint.read(b, args), op.getStorage());
          Value zero = arith::ConstantOp::create(
              b, b.getFloatAttr(type.getElementType(), 0.0));
          Value result = arith::SelectOp::create(b, passes, args[0], zero);
          linalg::YieldOp::create(b, result);
        });
    rewriter.replaceOp(op,
                       castShape(rewriter, loc, generic.getResult(0), type));
    return success();
  }
};

} // namespace

void mixp::populateFakeQuantizePatterns(RewritePatternSet &patterns) {
  patterns.add<FakeQuantizePattern, FakeQuantizeGradPattern>(
      patterns.getContext());
}
