//===- EvalChooseScales.cpp - Scales from the data ------------------------===//
#include "BlockLookup.h"
#include "EvalCast.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::reference;

static double fl(double x) { return static_cast<float>(x); }

/// A scale as the op gives it: neither subnormal nor infinite.
static double legalScale(double s) {
  if (!(s >= smallestNormal(FloatFormat::F32)))
    return 1.0;
  return std::min(s, maxFinite(FloatFormat::F32));
}

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

/// Scale and zero point of a range, for the storage's integers.
struct Chooser {
  double qmin, qmax;

  double symmetricScale(double high) const {
    return legalScale(fl(high / qmax));
  }
  double scale(double low, double high) const {
    return legalScale(fl(fl(high - low) / (qmax - qmin)));
  }
  double zeroPoint(double low, double high) const {
    double range = fl(fl(high - low) / (qmax - qmin));
    if (!(range >= smallestNormal(FloatFormat::F32)))
      return 0.0;
    double shift = fl(qmin - fl(low / scale(low, high)));
    return std::clamp(roundToIntegral(shift), qmin, qmax);
  }
};

} // namespace

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

  Chooser chooser{storage->minInteger(), storage->maxInteger()};
  scale->bounds.resize(ranges.size());
  Tensor zeroPoint;
  if (!symmetric) {
    zeroPoint = *scale;
    zeroPoint.elementType = getElementTypeOrSelf(op.getZeroPoint().getType());
  }
  for (auto [i, range] : llvm::enumerate(ranges)) {
    range.finish();
    Number s =
        symmetric
            ? applyMonotone(
                  [&](double high) { return chooser.symmetricScale(high); },
                  range.high)
            : applyMonotone(
                  [&](double low, double high) {
                    return chooser.scale(low, high);
                  },
                  range.low, range.high);
    // Around the smallest normal number the scale jumps to 1.
    if (s.bound != 0 && !(s.low() > smallestNormal(FloatFormat::F32)))
      s.bound = std::numeric_limits<double>::infinity();
    scale->values[i] = s.value;
    scale->bounds[i] = s.bound;
    if (symmetric)
      continue;
    Number z = applyMonotone(
        [&](double low, double high) { return chooser.zeroPoint(low, high); },
        range.low, range.high);
    // Rounding on the way may move it by one more between the corners.
    if (range.inexact)
      z.bound = std::isinf(s.bound) ? chooser.qmax - chooser.qmin : z.bound + 1;
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
