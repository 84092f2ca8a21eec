//===- CastOp.cpp - Rounding and saturation ------------------------------===//
#include "ConstantFolding.h"
#include "Constraints.h"
#include "SoftRounding.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;
using namespace mixp;

bool CastOp::isInputUnsigned() {
  return isUnsignedElement(getInput().getType().getElementType(),
                           getInputUnsigned());
}

bool CastOp::isResultUnsigned() {
  return isUnsignedElement(getResult().getType().getElementType(),
                           getResultUnsigned());
}

void CastOp::build(OpBuilder &builder, OperationState &state, Type result,
                   Value input, RoundingMode rounding, bool saturate,
                   bool inputUnsigned, bool resultUnsigned) {
  build(builder, state, result, input, rounding, /*seed=*/{}, /*origin=*/{},
        /*within=*/{}, saturate, inputUnsigned, resultUnsigned);
}

/// Whether some value of an integer type is beyond the largest of a float one.
static bool mayOverflow(Type from, bool isUnsigned, FloatType to) {
  unsigned width = from.getIntOrFloatBitWidth();
  // -2^(w-1), or 2^w - 1.
  double greatest = isUnsignedElement(from, isUnsigned)
                        ? std::ldexp(1.0, width) - 1
                        : std::ldexp(1.0, width - 1);
  return greatest > largestFinite(to);
}

/// C2: what has neither NaN nor infinity has no other way to overflow.
static LogicalResult verifySaturate(CastOp op, Type from, Type to) {
  auto toFloat = dyn_cast<FloatType>(to);
  bool needed = toFloat ? !floatSpecials(toFloat).nan &&
                              (isa<FloatType>(from) ||
                               mayOverflow(from, op.isInputUnsigned(), toFloat))
                        : isa<FloatType>(from);
  if (!needed || op.getSaturate())
    return success();
  return op.emitOpError() << "expected 'saturate' on a cast from " << from
                          << " to " << to
                          << ": there is no other meaning; add it";
}

/// C4, C5: what makes stochastic rounding depend on the element's place only.
static LogicalResult verifyRandomness(CastOp op, int64_t rank) {
  bool isStochastic = op.getRounding() == RoundingMode::Stochastic;
  if (isStochastic != static_cast<bool>(op.getSeed())) // C4
    return op.emitOpError()
           << "expected 'seed' with the rounding 'stochastic' and only there; "
           << (isStochastic ? "add seed(%s : i64)" : "remove it");
  int64_t origins = op.getOrigin().size(), sizes = op.getWithin().size();
  if (origins == 0 && sizes == 0)
    return success();
  if (!isStochastic) // C5
    return op.emitOpError() << "expected 'origin' and 'within' only with the "
                               "rounding 'stochastic'; remove them";
  if (origins != rank || sizes != rank) // C5
    return op.emitOpError()
           << "expected 'origin' and 'within' both to have " << rank
           << " values, one per dim, but got " << origins << " and " << sizes;
  return success();
}

LogicalResult CastOp::verify() {
  RankedTensorType input = getInput().getType();
  RankedTensorType result = getResult().getType();
  if (failed(verifySameShape(*this, input, result))) // C1
    return failure();
  if (failed(verifyUnsignedFlag(*this, getInputUnsigned(), input,
                                "input_unsigned")) ||
      failed(verifyUnsignedFlag(*this, getResultUnsigned(), result,
                                "result_unsigned"))) // C3
    return failure();
  if (failed(verifySaturate(*this, input.getElementType(),
                            result.getElementType()))) // C2
    return failure();
  return verifyRandomness(*this, input.getRank());
}

LogicalResult CastOp::reifyResultShapes(OpBuilder &builder,
                                        ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Folding and canonicalization
//===----------------------------------------------------------------------===//

/// Whether `to` has every value of `from`, NaN, infinities and -0 included.
static bool isExactToFloat(FloatType from, FloatType to) {
  if (from == to)
    return true;
  // Of f8E8M0FNU's neighbours some are negative or zero.
  FloatSpecials had = floatSpecials(from), has = floatSpecials(to);
  if (isa<Float8E8M0FNUType>(to) || (had.infinity && !has.infinity) ||
      (had.nan && !has.nan) || (had.minusZero && !has.minusZero))
    return false;
  using llvm::APFloat;
  const llvm::fltSemantics &a = from.getFloatSemantics();
  const llvm::fltSemantics &b = to.getFloatSemantics();
  auto lastDigit = [](const llvm::fltSemantics &format) {
    return APFloat::semanticsMinExponent(format) -
           static_cast<int>(APFloat::semanticsPrecision(format));
  };
  return APFloat::semanticsPrecision(a) <= APFloat::semanticsPrecision(b) &&
         lastDigit(a) >= lastDigit(b) &&
         largestFinite(from) <= largestFinite(to);
}

/// Whether the result holds every value of the input, so that no flag matters.
static bool isExact(Type from, bool fromUnsigned, Type to, bool toUnsigned) {
  auto fromFloat = dyn_cast<FloatType>(from), toFloat = dyn_cast<FloatType>(to);
  if (fromFloat)
    return toFloat && isExactToFloat(fromFloat, toFloat);
  unsigned width = from.getIntOrFloatBitWidth();
  if (toFloat) {
    unsigned digits = fromUnsigned ? width : width - 1;
    return !isa<Float8E8M0FNUType>(to) &&
           llvm::APFloat::semanticsPrecision(toFloat.getFloatSemantics()) >=
               digits &&
           !mayOverflow(from, fromUnsigned, toFloat);
  }
  unsigned spare = to.getIntOrFloatBitWidth() - width;
  if (to.getIntOrFloatBitWidth() < width)
    return false;
  return fromUnsigned == toUnsigned || (fromUnsigned && spare > 0);
}

OpFoldResult CastOp::fold(FoldAdaptor adaptor) {
  Type from = getInput().getType().getElementType();
  Type to = getResult().getType().getElementType();
  auto toFloat = dyn_cast<FloatType>(to);
  // cast x : T -> T => x, but for infinities that saturate.
  bool keepsInfinity =
      !getSaturate() || !toFloat || !floatSpecials(toFloat).infinity;
  if (from == to && isInputUnsigned() == isResultUnsigned() && keepsInfinity)
    return getInput();
  // Which way an element goes is left to when its place is known.
  if (getRounding() == RoundingMode::Stochastic)
    return {};
  Conversion conversion;
  conversion.input = adaptor.getInput();
  conversion.inputUnsigned = getInputUnsigned();
  conversion.inputValue = getInput();
  conversion.resultType = getResult().getType();
  return foldConversion(conversion, [&](double x, double, double) {
    if (toFloat)
      return roundToFloat(x, toFloat, getRounding(), getSaturate());
    StorageRange range = storageRange(to, getResultUnsigned());
    // Without saturation the input is an integer, and writing it truncates.
    return getSaturate()
               ? clampToRange(roundToInteger(x, getRounding()), range, 0)
               : x;
  });
}

namespace {

/// cast(cast x) => cast x, where the first cast loses nothing.
struct CastOfWideningCast : OpRewritePattern<CastOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(CastOp op,
                                PatternRewriter &rewriter) const override {
    auto first = op.getInput().getDefiningOp<CastOp>();
    if (!first)
      return rewriter.notifyMatchFailure(op, "input is not a cast");
    Type from = first.getInput().getType().getElementType();
    Type to = first.getResult().getType().getElementType();
    // An infinity would saturate in the first cast only.
    auto fromFloat = dyn_cast<FloatType>(from);
    bool saturates =
        first.getSaturate() && fromFloat && floatSpecials(fromFloat).infinity;
    if (saturates ||
        !isExact(from, first.isInputUnsigned(), to, first.isResultUnsigned()))
      return rewriter.notifyMatchFailure(op, "the first cast changes values");
    // The bits are read as the first cast wrote them, or not as a number.
    if (first.isResultUnsigned() != op.isInputUnsigned())
      return rewriter.notifyMatchFailure(op, "the casts disagree on the sign");
    rewriter.modifyOpInPlace(op, [&] {
      op.getInputMutable().assign(first.getInput());
      op.setInputUnsigned(first.getInputUnsigned());
    });
    return success();
  }
};

} // namespace

void CastOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                         MLIRContext *context) {
  patterns.add<CastOfWideningCast>(context);
}
