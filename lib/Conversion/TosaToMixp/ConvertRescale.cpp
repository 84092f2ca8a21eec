//===- ConvertRescale.cpp - TOSA's fixed-point scaling --------------------===//
#include "Parameters.h"
#include "Patterns.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace mixp;

/// The input, less its zero point, in i32.
static Value buildDifference(OpBuilder &builder, tosa::RescaleOp op) {
  Location loc = op.getLoc();
  Value input = op.getInput();
  auto type = cast<RankedTensorType>(input.getType());
  bool isUnsigned = op.getInputUnsigned();
  bool isWide = type.getElementType().isInteger(32);
  IntegerType i32 = builder.getI32Type();
  if (isZero(op.getInputZp())) {
    if (isWide)
      return input;
    return CastOp::create(builder, loc, type.clone(i32), input,
                          RoundingMode::NearestEven, /*saturate=*/false,
                          isUnsigned);
  }
  Value zero = buildScalar(builder, loc, op.getInputZp(), isUnsigned);
  Value init = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, input), i32);
  SmallVector<AffineMap> maps(2,
                              builder.getMultiDimIdentityMap(type.getRank()));
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  auto subtract = [&](OpBuilder &b, Location loc, ValueRange args) {
    Value wide = args[0];
    if (!isWide && isUnsigned)
      wide = arith::ExtUIOp::create(b, loc, i32, wide);
    else if (!isWide)
      wide = arith::ExtSIOp::create(b, loc, i32, wide);
    linalg::YieldOp::create(
        b, loc, arith::SubIOp::create(b, loc, wide, zero).getResult());
  };
  return linalg::GenericOp::create(builder, loc, type.clone(i32), input, init,
                                   maps, loops, subtract)
      .getResult(0);
}

/// Why mixp.requantize cannot take `op`; empty where it can.
static StringRef findObstacle(tosa::RescaleOp op) {
  auto output = dyn_cast<RankedTensorType>(op.getOutput().getType());
  if (!output ||
      !llvm::all_of(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>))
    return "expected ranked tensors";
  auto input = cast<RankedTensorType>(op.getInput().getType());
  auto multiplier = cast<RankedTensorType>(op.getMultiplier().getType());
  auto shift = cast<RankedTensorType>(op.getShift().getType());
  if (input.getShape() != output.getShape())
    return "expected an input and an output of one shape";
  if (!multiplier.hasStaticShape() || shift.getShape() != multiplier.getShape())
    return "expected as many multipliers as shifts, in tensors of static size";
  if (op.getPerChannel() && input.getRank() == 0)
    return "expected a tensor with a last dim for scales per channel";
  auto isStorage = [](Type type) {
    return type.isSignlessInteger() &&
           (type.getIntOrFloatBitWidth() <= 8 || type.isInteger(16));
  };
  if (!input.getElementType().isSignlessInteger(32) &&
      !isStorage(input.getElementType()))
    return "mixp rescales from integers of 1 to 8, 16 or 32 bits";
  if (!output.getElementType().isSignlessInteger(32) &&
      !isStorage(output.getElementType()))
    return "mixp rescales to integers of 1 to 8, 16 or 32 bits";
  if (input.getElementType().isInteger(32) && op.getInputUnsigned())
    return "mixp rescales signed 32-bit integers only";
  return {};
}

namespace {

/// tosa.rescale -> mixp.requantize tosa_single or tosa_double
struct ConvertRescale : OpRewritePattern<tosa::RescaleOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::RescaleOp op,
                                PatternRewriter &rewriter) const override {
    StringRef obstacle = findObstacle(op);
    if (!obstacle.empty())
      return keepTosa(op, rewriter, obstacle);
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getOutput().getType());
    int64_t rank = type.getRank();
    // Any result is right for INEXACT_ROUND; multipliers of 16 bits only have
    // the single rounding.
    bool isDouble = op.getScale32() &&
                    op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND;
    Value multiplier = buildAlongLastDim(rewriter, loc, op.getMultiplier(),
                                         rank, rewriter.getI32Type());
    Value shift = buildAlongLastDim(rewriter, loc, op.getShift(), rank,
                                    rewriter.getI8Type());
    ArrayRef<int64_t> shape =
        cast<RankedTensorType>(multiplier.getType()).getShape();
    Value zero = buildZeroPoint(rewriter, loc, op.getOutputZp(), shape,
                                op.getOutputUnsigned());
    SmallVector<int64_t> block(rank, 0);
    if (op.getPerChannel())
      block.back() = 1;
    rewriter.replaceOpWithNewOp<RequantizeOp>(
        op, type,
        isDouble ? RequantizeProfile::TosaDouble
                 : RequantizeProfile::TosaSingle,
        buildDifference(rewriter, op), /*scale=*/Value(), multiplier, shift,
        zero, rewriter.getDenseI64ArrayAttr(block), op.getOutputUnsigned());
    return success();
  }
};

} // namespace

void mixp::populateTosaRescalePattern(RewritePatternSet &patterns) {
  patterns.add<ConvertRescale>(patterns.getContext());
}
