//===- WeightQuantization.cpp - Constants to narrow integers --------------===//
#include "mixp/Dialect/Mixp/Transforms/WeightQuantization.h"
#include "mixp/Dialect/Mixp/IR/BlockRule.h"
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

using namespace mixp;

namespace {

/// The row-major tensor that is walked together with its scales.
struct BlockedShape {
  llvm::SmallVector<int64_t> shape, block, scaleShape;

  BlockedShape(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> written)
      : shape(shape), scaleShape(mixp::scaleShape(shape, written)) {
    for (auto [dim, size] : llvm::zip_equal(shape, written))
      block.push_back(std::max<int64_t>(size == 0 ? dim : size, 1));
  }

  int64_t numScales() const {
    return std::accumulate(scaleShape.begin(), scaleShape.end(), int64_t(1),
                           std::multiplies<int64_t>());
  }

  /// Calls fn(index of the element, index of its scale) for all elements, both
  /// indices linear and row-major.
  template <typename Fn> void forEach(Fn &&fn) const { visitDim(0, 0, 0, fn); }

private:
  template <typename Fn>
  void visitDim(size_t dim, int64_t element, int64_t scale, Fn &fn) const {
    if (dim == shape.size())
      return fn(element, scale);
    for (int64_t i = 0; i < shape[dim]; ++i)
      visitDim(dim + 1, element * shape[dim] + i,
               scale * scaleShape[dim] + i / block[dim], fn);
  }
};

} // namespace

/// mixp.quantize of one finite value without a zero point.
static float quantizeValue(float value, float scale, float qmax) {
  return std::clamp(std::nearbyint(value / scale), -qmax - 1, qmax);
}

/// mixp.choose_scales' rule for one block.
static float chooseScale(float absmax, float qmax) {
  float scale = absmax / qmax;
  return scale < std::numeric_limits<float>::min() ? 1 : scale;
}

/// For every block, replaces the scale by the tried fraction of it under which
/// the block's sum of squared errors is smallest.
static void searchScales(llvm::ArrayRef<float> values,
                         const BlockedShape &blocked, float qmax,
                         std::vector<float> &scales) {
  // Below about 0.6 the clipped values dominate for any usual distribution.
  static constexpr float fractions[] = {1,     0.96f, 0.92f, 0.88f, 0.84f,
                                        0.80f, 0.76f, 0.72f, 0.68f, 0.64f};
  std::vector<float> start = scales, candidate(scales.size());
  std::vector<double> best(scales.size(),
                           std::numeric_limits<double>::infinity());
  for (float fraction : fractions) {
    std::vector<double> error(scales.size(), 0);
    for (size_t i = 0; i < scales.size(); ++i)
      candidate[i] = chooseScale(start[i] * fraction, 1);
    blocked.forEach([&](int64_t element, int64_t block) {
      float scale = candidate[block], value = values[element];
      double difference =
          double(value) - double(quantizeValue(value, scale, qmax)) * scale;
      error[block] += difference * difference;
    });
    for (size_t i = 0; i < scales.size(); ++i) {
      if (error[i] >= best[i])
        continue;
      best[i] = error[i];
      scales[i] = candidate[i];
    }
  }
}

QuantizedWeight mixp::quantizeWeight(llvm::ArrayRef<float> values,
                                     llvm::ArrayRef<int64_t> shape,
                                     const WeightFormat &format) {
  BlockedShape blocked(shape, format.block);
  float qmax = float((1 << (format.bits - 1)) - 1);

  std::vector<float> scales(blocked.numScales(), 0);
  blocked.forEach([&](int64_t element, int64_t block) {
    scales[block] = std::max(scales[block], std::fabs(values[element]));
  });
  for (float &scale : scales)
    scale = chooseScale(scale, qmax);
  if (format.searchScale)
    searchScales(values, blocked, qmax, scales);

  QuantizedWeight result;
  result.values.resize(values.size());
  blocked.forEach([&](int64_t element, int64_t block) {
    result.values[element] =
        int8_t(quantizeValue(values[element], scales[block], qmax));
  });
  result.scales = std::move(scales);
  result.scaleShape = blocked.scaleShape;
  return result;
}
