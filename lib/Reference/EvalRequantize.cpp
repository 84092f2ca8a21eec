//===- EvalRequantize.cpp - Accumulators to narrow integers ---------------===//
#include "BlockLookup.h"
#include "EvalCast.h"
#include "Integers.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

/// Products of an accumulator and a multiplier, with room for what is added.
using Wide = __int128;

/// floor(x / 2^n), for a negative n x * 2^-n.
static Wide scaleByPowerOfTwo(Wide x, int n) {
  return n >= 0 ? x >> n : x * (Wide(1) << -n);
}

/// gemmlowp's saturating, rounding, doubling high multiply: half of the product
/// is added away from the sign's side on which division truncates.
static int64_t doublingHighMultiply(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN)
    return INT32_MAX;
  Wide product = Wide(a) * b;
  Wide nudge = product >= 0 ? Wide(1) << 30 : 1 - (Wide(1) << 30);
  return static_cast<int64_t>((product + nudge) / (Wide(1) << 31));
}

/// gemmlowp's rounding division by 2^n: the remainder of a floored division
/// against a threshold that is one larger for negative numbers.
static int64_t dividePowerOfTwo(int64_t x, int n) {
  int64_t mask = (int64_t(1) << n) - 1;
  int64_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> n) + ((x & mask) > threshold ? 1 : 0);
}

static Wide scaleTflite(int64_t acc, int64_t multiplier, int shift) {
  shift = std::clamp(shift, -30, 31);
  // TFLite shifts in an int32: what does not fit is lost.
  auto shifted = static_cast<int32_t>(
      static_cast<uint32_t>(acc * (int64_t(1) << std::max(-shift, 0))));
  int64_t high =
      doublingHighMultiply(shifted, static_cast<int32_t>(multiplier));
  return dividePowerOfTwo(high, std::max(shift, 0));
}

static Wide scaleTosa(int64_t acc, int64_t multiplier, int shift,
                      bool doubleRound) {
  multiplier = std::max<int64_t>(multiplier, 0);
  shift = std::clamp(shift, 2, 62);
  Wide round = Wide(1) << (shift - 1);
  if (doubleRound && shift > 31)
    round += acc >= 0 ? Wide(1) << 30 : -(Wide(1) << 30);
  return scaleByPowerOfTwo(Wide(acc) * multiplier + round, shift);
}

/// An accumulator under a fixed-point profile, without the zero point.
static Wide scaleFixedPoint(RequantizeProfile profile, double acc,
                            double multiplier, double shift) {
  auto a = static_cast<int64_t>(acc), m = static_cast<int64_t>(multiplier);
  int n = static_cast<int>(shift);
  switch (profile) {
  case RequantizeProfile::Tflite:
    return scaleTflite(a, m, n);
  case RequantizeProfile::TosaSingle:
  case RequantizeProfile::TosaDouble:
    return scaleTosa(a, m, n, profile == RequantizeProfile::TosaDouble);
  case RequantizeProfile::Truncate:
  case RequantizeProfile::Onnx:
    break;
  }
  return scaleByPowerOfTwo(Wide(a) * m, std::clamp(n, 0, 63));
}

namespace {

/// One mixp.requantize, for an element at a time. Parameters that are not exact
/// leave the result anywhere in its range.
struct Requantizer {
  RequantizeProfile profile;
  double low, high;

  /// rint(fl(fl(acc) * scale)) or a fixed-point profile, then the zero point.
  Number operator()(Number acc, Number factor, Number shift, Number z) const {
    auto apply = [&](double a, double f, double point) {
      return convert(a, f, shift.value, point);
    };
    bool isFloat = profile == RequantizeProfile::Onnx;
    if (!isFloat &&
        (factor.bound != 0 || shift.bound != 0 || mayWrap(acc, shift.value)))
      return {apply(acc.value, factor.value, z.value), high - low};
    return applyMonotone(apply, acc, factor, z);
  }

private:
  double convert(double acc, double factor, double shift, double z) const {
    z = std::clamp(z, low, high);
    if (profile == RequantizeProfile::Onnx) {
      float product = static_cast<float>(acc) * static_cast<float>(factor);
      if (std::isnan(product))
        return z;
      return std::clamp(roundToIntegral(product) + z, low, high);
    }
    // An accumulator beyond its type stands for the end of its bound.
    acc = std::clamp(acc, -0x1p31, 0x1p31 - 1);
    Wide sum = scaleFixedPoint(profile, acc, factor, shift) +
               static_cast<Wide>(static_cast<int64_t>(z));
    return static_cast<double>(
        std::clamp<Wide>(sum, static_cast<Wide>(static_cast<int64_t>(low)),
                         static_cast<Wide>(static_cast<int64_t>(high))));
  }

  /// Whether a left shift loses bits, so that the rule is not monotone.
  bool mayWrap(Number acc, double shift) const {
    if (acc.bound == 0 || profile != RequantizeProfile::Tflite || shift >= 0)
      return false;
    double limit = std::ldexp(1.0, 31 + std::max(static_cast<int>(shift), -30));
    return !(acc.low() >= -limit && acc.high() < limit);
  }
};

} // namespace

/// The lookup of whichever parameter is there: all share one shape.
static FailureOr<BlockLookup> findBlocks(RequantizeOp op, const Tensor &source,
                                         const Tensor &factor,
                                         ArrayRef<const Tensor *> others) {
  for (const Tensor *other : others)
    if (other && other->shape != factor.shape)
      return op->emitOpError() << "expected scale or multiplier, shift and "
                                  "zero point to have the same shape";
  return BlockLookup::build(op, source.shape, factor, op.getBlock(),
                            op.getScale() ? "scale" : "multiplier");
}

LogicalResult reference::evaluateRequantize(RequantizeOp op,
                                            Evaluation &evaluation) {
  const Tensor &source = evaluation.get(op.getInput());
  auto find = [&](Value value) -> const Tensor * {
    return value ? &evaluation.get(value) : nullptr;
  };
  const Tensor &factor =
      evaluation.get(op.getScale() ? op.getScale() : op.getMultiplier());
  const Tensor *shift = find(op.getShift()), *zero = find(op.getZeroPoint());
  FailureOr<BlockLookup> lookup = findBlocks(op, source, factor, {shift, zero});
  FailureOr<Tensor> result =
      allocate(op, source.shape, op.getType().getElementType());
  if (failed(lookup) || failed(result))
    return failure();

  NumberType type = *numberType(op.getType().getElementType());
  bool flag = op.getResultUnsigned();
  Requantizer requantizer{op.getProfile(), type.minInteger(flag),
                          type.maxInteger(flag)};
  BlockValues factors{&factor}, shifts{shift}, zeroPoints{zero};
  result->bounds.resize(source.values.size());
  lookup->forEach(source.shape, [&](int64_t i, int64_t at) {
    Number number =
        requantizer({source.values[i], source.bound(i)}, factors.at(at),
                    shifts.at(at), zeroPoints.at(at));
    number = writeInteger(number, type, flag);
    result->values[i] = number.value;
    result->bounds[i] = number.bound;
  });
  result->dropZeroBounds();
  evaluation.set(op.getResult(), std::move(*result));
  return success();
}
