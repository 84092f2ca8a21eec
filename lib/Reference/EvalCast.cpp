//===- EvalCast.cpp - mixp.cast -------------------------------------------===//
#include "EvalCast.h"
#include "Integers.h"
#include "Philox.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

double reference::castToFloat(double x, FloatFormat format, RoundingMode mode,
                              bool saturate, uint32_t random) {
  // What has no sign becomes NaN by it, however large it is.
  double max = maxFinite(format);
  if (saturate && std::fabs(x) > max && (x > 0 || formatInfo(format).hasSign))
    x = std::copysign(max, x);
  return roundTo(x, format, mode, random);
}

double reference::castToInteger(double x, double low, double high,
                                RoundingMode mode, uint32_t random) {
  if (std::isnan(x))
    return 0;
  double rounded = std::clamp(roundToIntegral(x, mode, random), low, high);
  return rounded == 0 ? 0.0 : rounded; // no -0
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

  /// Inputs and results that a double holds.
  Number operator()(Number x, uint32_t random) const {
    if (!from.isFloat)
      x = readInteger(x, from, inputUnsigned);
    if (to.isFloat) {
      Number result = applyMonotone(
          [&](double v) {
            return castToFloat(v, to.format, mode, saturate, random);
          },
          x);
      // Between two overflows of different signs there are numbers.
      if (x.bound != 0 && std::isnan(result.value) && !std::isnan(x.value))
        result.bound = std::numeric_limits<double>::infinity();
      return result;
    }
    double low = to.minInteger(resultUnsigned);
    double high = to.maxInteger(resultUnsigned);
    Number result;
    if (from.isFloat || saturate) {
      result = applyMonotone(
          [&](double v) { return castToInteger(v, low, high, mode, random); },
          x);
    } else {
      result.value = wrapToRange(x.value, low, high);
      bool wraps = x.low() < low || x.high() > high;
      result.bound = x.bound != 0 && wraps ? high - low : x.bound;
    }
    return writeInteger(result, to, resultUnsigned);
  }

  /// Whether more than a double may be needed.
  bool isWide() const {
    return (!from.isFloat && from.width > 53) || (!to.isFloat && to.width > 53);
  }

  /// Any exact input, of integers the whole element.
  void castExactly(const Tensor &input, Tensor &result, int64_t i,
                   uint32_t random) const {
    if (from.isFloat) {
      // 2^64 and more, which a double holds, saturate.
      double rounded =
          castToInteger(input.values[i], -0x1p64, 0x1p64, mode, random);
      writeExactly(static_cast<Int128>(rounded), result, i);
      return;
    }
    Int128 x = readExactly(input, i);
    if (!to.isFloat) {
      writeExactly(x, result, i);
      return;
    }
    double rounded = roundIntegerTo(x, to.format, mode, random);
    bool overflows = saturate && !(std::fabs(rounded) <= maxFinite(to.format));
    if (overflows && (x > 0 || formatInfo(to.format).hasSign))
      rounded = std::copysign(maxFinite(to.format), static_cast<double>(x));
    result.values[i] = rounded;
  }

private:
  static Int128 power(unsigned exponent) { return Int128(1) << exponent; }

  Int128 readExactly(const Tensor &input, int64_t i) const {
    if (from.width <= 53)
      return static_cast<Int128>(
          readInteger({input.values[i], 0}, from, inputUnsigned).value);
    Int128 x = input.integer(i);
    return inputUnsigned && x < 0 ? x + power(from.width) : x;
  }

  /// Clamps or wraps, and writes as the tensor holds it.
  void writeExactly(Int128 x, Tensor &result, int64_t i) const {
    bool isUnsigned = to.isUnsigned || resultUnsigned;
    Int128 low = isUnsigned ? 0 : -power(to.width - 1);
    Int128 high = low + power(to.width) - 1;
    if (from.isFloat || saturate)
      x = std::clamp(x, low, high);
    else if (x = (x - low) % power(to.width); x < 0)
      x += power(to.width) + low;
    else
      x += low;
    if (to.width > 53) // held as signed
      result.setInteger(i, static_cast<int64_t>(x));
    else
      result.values[i] =
          writeInteger({static_cast<double>(x), 0}, to, resultUnsigned).value;
  }
};

/// The random bits of each element of a stochastic cast.
class RandomBits {
public:
  RandomBits(CastOp op, const Evaluation &evaluation, ArrayRef<int64_t> shape) {
    if (op.getRounding() != RoundingMode::Stochastic)
      return;
    seed = static_cast<uint64_t>(evaluation.get(op.getSeed()).integer(0));
    inner = rowMajorStrides(shape);
    sizes.assign(shape.begin(), shape.end());
    SmallVector<int64_t> within(shape), origin(shape.size(), 0);
    for (auto [dim, value] : llvm::enumerate(op.getWithin()))
      within[dim] = evaluation.getIndex(value);
    for (auto [dim, value] : llvm::enumerate(op.getOrigin()))
      origin[dim] = evaluation.getIndex(value);
    outer = rowMajorStrides(within);
    for (auto [offset, stride] : llvm::zip_equal(origin, outer))
      base += static_cast<uint64_t>(offset) * static_cast<uint64_t>(stride);
  }

  /// Of element `i` of the tile, by its place in the whole tensor.
  uint32_t of(int64_t i) const {
    if (!seed)
      return 0;
    uint64_t index = base;
    for (size_t dim = 0; dim < inner.size(); ++dim)
      index += static_cast<uint64_t>(i / inner[dim] % sizes[dim]) *
               static_cast<uint64_t>(outer[dim]);
    return stochasticBits(*seed, index);
  }

private:
  std::optional<uint64_t> seed;
  uint64_t base = 0;
  SmallVector<int64_t> sizes, inner, outer;
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
  RandomBits random(op, evaluation, input.shape);
  bool isWide = caster.isWide();
  result->bounds.resize(input.isExact() ? 0 : input.values.size());
  for (int64_t i = 0, e = input.numElements(); i < e; ++i) {
    if (input.isExact() && isWide) {
      caster.castExactly(input, *result, i, random.of(i));
      continue;
    }
    Number number = caster({input.values[i], input.bound(i)}, random.of(i));
    result->values[i] = number.value;
    if (input.isExact())
      continue;
    // Of an inexact i64 only the first part is known.
    double slack = isWide && std::fabs(number.value) > 0x1p53 ? 0x1p10 : 0;
    result->bounds[i] = number.bound + slack;
  }
  result->dropZeroBounds();
  evaluation.set(op.getResult(), std::move(*result));
  return success();
}
