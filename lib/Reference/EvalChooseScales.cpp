//===- EvalChooseScales.cpp - Scales from the data ------------------------===//
#include "QuantizeElement.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

namespace {

/// Range of a block, for the least and the greatest data within the bounds.
struct DataRange {
  Number low, high; // 0 is always inside
  bool inexact = false;

  void add(double value, double bound, bool symmetric) {
    if (std::isnan(value))
      return;
    inexact |= bound != 0;
    if (symmetric)
      value = std::fabs(value);
    highest = std::max(highest, value);
    highestUp = std::max(highestUp, value + bound);
    highestDown = std::max(highestDown, value - bound);
    lowest = std::min(lowest, value);
    lowestDown = std::min(lowestDown, value - bound);
    lowestUp = std::min(lowestUp, value + bound);
  }
  void finish() {
    high = {highest, std::max(deviation(highest, highestUp),
                              deviation(highest, highestDown))};
    low = {lowest, std::max(deviation(lowest, lowestUp),
                            deviation(lowest, lowestDown))};
  }

private:
  double highest = 0, highestUp = 0, highestDown = 0;
  double lowest = 0, lowestUp = 0, lowestDown = 0;
};

/// Scale and zero point of a range.
struct Chooser {
  NumberType storage;
  FloatFormat scaleFormat;
  bool isF64; // of the input
  double qmin = storage.isFloat ? 0 : storage.minInteger();
  double qmax =
      storage.isFloat ? maxFinite(storage.format) : storage.maxInteger();

  /// Below this, or at 0, the scale jumps to 1.
  double jump() const {
    return scaleFormat == FloatFormat::F32 ? smallestNormal(FloatFormat::F32)
                                           : 0;
  }

  double symmetricScale(double high) const {
    if (scaleFormat == FloatFormat::F32)
      return legalScale(f32Scale(high, qmax));
    if (high == 0)
      return 1;
    if (scaleFormat == FloatFormat::F8E8M0FNU) {
      int exponent = std::isinf(high) ? 1024 : std::ilogb(high);
      return std::ldexp(1.0,
                        std::clamp(exponent - std::ilogb(qmax), -127, 127));
    }
    constexpr double smallest = 0x1p-9; // of f8E4M3FN
    double s = castToFloat(fl(high / qmax, isF64), scaleFormat,
                           RoundingMode::NearestEven, /*saturate=*/true);
    return std::max(s, smallest);
  }
  double scale(double low, double high) const {
    return legalScale(f32Scale(fl(high - low, isF64), qmax - qmin));
  }
  double zeroPoint(double low, double high) const {
    if (!(f32Scale(fl(high - low, isF64), qmax - qmin) >= jump()))
      return 0.0;
    double shift = fl(qmin - fl(low / scale(low, high), isF64), isF64);
    return std::clamp(roundToIntegral(shift), qmin, qmax);
  }

private:
  double f32Scale(double range, double steps) const {
    return static_cast<float>(fl(range / steps, isF64));
  }
  /// An f32 scale as the op gives it: neither subnormal nor infinite.
  double legalScale(double s) const {
    return s >= jump() ? std::min(s, maxFinite(FloatFormat::F32)) : 1.0;
  }
};

} // namespace

/// The scale of one block, and its zero point where asymmetric.
static std::pair<Number, Number>
choose(const Chooser &chooser, const DataRange &range, bool symmetric) {
  if (symmetric) {
    Number s = applyMonotone(
        [&](double high) { return chooser.symmetricScale(high); }, range.high);
    bool mayBeZero = range.inexact && !(range.high.low() > 0);
    if (mayBeZero || (s.bound != 0 && !(s.low() > chooser.jump())))
      s.bound = std::numeric_limits<double>::infinity();
    return {s, {}};
  }
  Number s = applyMonotone(
      [&](double low, double high) { return chooser.scale(low, high); },
      range.low, range.high);
  if (s.bound != 0 && !(s.low() > chooser.jump()))
    s.bound = std::numeric_limits<double>::infinity();
  Number z = applyMonotone(
      [&](double low, double high) { return chooser.zeroPoint(low, high); },
      range.low, range.high);
  // Rounding on the way may move it by one more between the corners.
  if (range.inexact)
    z.bound = std::isinf(s.bound) ? chooser.qmax - chooser.qmin : z.bound + 1;
  return {s, z};
}

LogicalResult reference::evaluateChooseScales(ChooseScalesOp op,
                                              Evaluation &evaluation) {
  const Tensor &input = evaluation.get(op.getInput());
  bool symmetric = op.getRange() == RangeKind::Symmetric;
  SmallVector<int64_t> shape;
  for (auto [size, block] : llvm::zip_equal(input.shape, op.getBlock()))
    shape.push_back(block == 0 ? 1 : (size + block - 1) / block);
  FailureOr<Tensor> scale =
      allocate(op, shape, getElementTypeOrSelf(op.getScale().getType()));
  std::optional<NumberType> storage = numberType(op.getStorage());
  if (failed(scale) || !storage)
    return failure();
  FailureOr<BlockLookup> lookup =
      BlockLookup::build(op, input.shape, *scale, op.getBlock(), "scale");
  if (failed(lookup))
    return failure();

  std::vector<DataRange> ranges(scale->values.size());
  lookup->forEach(input.shape, [&](int64_t i, int64_t at) {
    ranges[at].add(input.values[i], input.bound(i), symmetric);
  });

  Chooser chooser{*storage, numberType(scale->elementType)->format,
                  input.elementType.isF64()};
  scale->bounds.resize(ranges.size());
  Tensor zeroPoint;
  if (!symmetric) {
    zeroPoint = *scale;
    zeroPoint.elementType = getElementTypeOrSelf(op.getZeroPoint().getType());
  }
  for (auto [i, range] : llvm::enumerate(ranges)) {
    range.finish();
    auto [s, z] = choose(chooser, range, symmetric);
    scale->values[i] = s.value;
    scale->bounds[i] = s.bound;
    if (symmetric)
      continue;
    zeroPoint.values[i] = z.value;
    zeroPoint.bounds[i] = z.bound;
  }
  scale->dropZeroBounds();
  evaluation.set(op.getScale(), std::move(*scale));
  if (!symmetric) {
    zeroPoint.dropZeroBounds();
    evaluation.set(op.getZeroPoint(), std::move(zeroPoint));
  }
  return success();
}
