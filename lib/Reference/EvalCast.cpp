//===- EvalCast.cpp - mixp.cast -------------------------------------------===//
#include "EvalCast.h"
#include "Integers.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

double reference::castToFloat(double x, FloatFormat format, RoundingMode mode,
                              bool saturate) {
  double rounded = roundTo(x, format, mode);
  if (saturate && std::isinf(rounded))
    return std::copysign(maxFinite(format), rounded);
  return rounded;
}

double reference::castToInteger(double x, double low, double high,
                                RoundingMode mode) {
  if (std::isnan(x))
    return 0;
  return std::clamp(roundToIntegral(x, mode), low, high);
}

/// An integer to the type's range modulo 2^width.
static double wrapToRange(double x, double low, double high) {
  double period = high - low + 1;
  double wrapped = std::fmod(x - low, period);
  return low + (wrapped < 0 ? wrapped + period : wrapped);
}

namespace {

/// One mixp.cast, for an element at a time.
struct Caster {
  NumberType from, to;
  RoundingMode mode;
  bool saturate, inputUnsigned, resultUnsigned;

  Number operator()(Number x) const {
    if (!from.isFloat && inputUnsigned)
      x = readUnsigned(x, from);
    if (to.isFloat)
      return applyMonotone(
          [&](double v) { return castToFloat(v, to.format, mode, saturate); },
          x);
    double low = to.minInteger(resultUnsigned);
    double high = to.maxInteger(resultUnsigned);
    Number result;
    if (from.isFloat || saturate) {
      result = applyMonotone(
          [&](double v) { return castToInteger(v, low, high, mode); }, x);
    } else {
      result.value = wrapToRange(x.value, low, high);
      bool wraps = x.low() < low || x.high() > high;
      result.bound = x.bound != 0 && wraps ? high - low : x.bound;
    }
    return resultUnsigned ? writeUnsigned(result, to) : result;
  }
};

} // namespace

LogicalResult reference::evaluateCastOp(CastOp op, Evaluation &evaluation) {
  const Tensor &input = evaluation.get(op.getInput());
  FailureOr<Tensor> result =
      allocate(op, input.shape, op.getType().getElementType());
  std::optional<NumberType> from = numberType(input.elementType);
  if (failed(result) || !from)
    return failure();
  Caster caster{*from,
                *numberType(result->elementType),
                op.getRounding(),
                op.getSaturate(),
                op.getInputUnsigned(),
                op.getResultUnsigned()};
  result->bounds.resize(input.isExact() ? 0 : input.values.size());
  for (int64_t i = 0, e = input.numElements(); i < e; ++i) {
    Number number = caster({input.values[i], input.bound(i)});
    result->values[i] = number.value;
    if (!input.isExact())
      result->bounds[i] = number.bound;
  }
  result->dropZeroBounds();
  evaluation.set(op.getResult(), std::move(*result));
  return success();
}
