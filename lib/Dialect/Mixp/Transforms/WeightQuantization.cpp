//===- WeightQuantization.cpp - Constants to narrow formats ---------------===//
#include "mixp/Dialect/Mixp/Transforms/WeightQuantization.h"
#include "BlockedShape.h"
#include <cmath>
#include <limits>

using namespace mixp;

using llvm::APFloat;

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

float WeightFormat::largest() const {
  return floats ? float(APFloat::getLargest(*floats).convertToDouble())
                : float((1 << (bits - 1)) - 1);
}

float WeightFormat::round(float quotient) const {
  float most = largest();
  if (!floats)
    return std::clamp(std::nearbyint(quotient), -most - 1, most);
  APFloat number(std::clamp(quotient, -most, most));
  bool losesInfo;
  number.convert(*floats, APFloat::rmNearestTiesToEven, &losesInfo);
  return float(number.convertToDouble());
}

uint8_t WeightFormat::encode(float number) const {
  if (!floats)
    return uint8_t(int8_t(number)) & ((1 << bits) - 1);
  APFloat code(number);
  bool losesInfo;
  code.convert(*floats, APFloat::rmNearestTiesToEven, &losesInfo);
  return uint8_t(code.bitcastToAPInt().getZExtValue());
}

//===----------------------------------------------------------------------===//
// Scales
//===----------------------------------------------------------------------===//

/// A scale that mixp.choose_scales could give, in the place of `scale`.
static float normalScale(float scale) {
  return scale < std::numeric_limits<float>::min() ? 1 : scale;
}

/// mixp.choose_scales' rule for one block.
static float chooseScale(float absmax, const WeightFormat &format) {
  if (!format.powerOfTwoScales)
    return normalScale(absmax / format.largest());
  if (absmax == 0)
    return 1;
  int exponent = std::ilogb(absmax) - std::ilogb(format.largest());
  return std::ldexp(1.0f, std::max(exponent, -127));
}

namespace {
/// Tries scales for all blocks at once and keeps the best of each.
class ScaleSearch {
public:
  ScaleSearch(llvm::ArrayRef<float> values, const BlockedShape &blocked,
              const WeightFormat &format, std::vector<float> &scales)
      : values(values), blocked(blocked), format(format), scales(scales),
        best(scales.size(), std::numeric_limits<double>::infinity()) {}

  /// `factors` of the scales that the search began with.
  void tryFactors(llvm::ArrayRef<float> factors) {
    std::vector<float> start = scales;
    for (float factor : factors) {
      std::vector<float> candidate = start;
      for (float &scale : candidate)
        scale = normalScale(scale * factor);
      tryScales(candidate);
    }
  }
  void refine();

private:
  void tryScales(llvm::ArrayRef<float> candidate);

  llvm::ArrayRef<float> values;
  const BlockedShape &blocked;
  const WeightFormat &format;
  std::vector<float> &scales;
  /// Sums of squared errors under `scales`.
  std::vector<double> best;
};
} // namespace

void ScaleSearch::tryScales(llvm::ArrayRef<float> candidate) {
  std::vector<double> error(scales.size(), 0);
  blocked.forEach([&](int64_t element, int64_t block) {
    float scale = candidate[block], value = values[element];
    double difference =
        double(value) - double(format.round(value / scale)) * scale;
    error[block] += difference * difference;
  });
  for (size_t i = 0; i < scales.size(); ++i) {
    if (error[i] >= best[i])
      continue;
    best[i] = error[i];
    scales[i] = candidate[i];
  }
}

/// Given the numbers q that the values of a block are rounded to, the scale of
/// the least squared error is (w . q) / (q . q); with it values round anew.
void ScaleSearch::refine() {
  constexpr int steps = 4;
  for (int step = 0; step < steps; ++step) {
    std::vector<double> products(scales.size(), 0), squares = products;
    blocked.forEach([&](int64_t element, int64_t block) {
      double number = format.round(values[element] / scales[block]);
      products[block] += number * values[element];
      squares[block] += number * number;
    });
    std::vector<float> candidate = scales;
    for (size_t i = 0; i < scales.size(); ++i)
      if (squares[i] > 0 && products[i] > 0)
        candidate[i] = normalScale(float(products[i] / squares[i]));
    tryScales(candidate);
  }
}

std::vector<float> mixp::chooseWeightScales(llvm::ArrayRef<float> values,
                                            llvm::ArrayRef<int64_t> shape,
                                            const WeightFormat &format) {
  BlockedShape blocked(shape, format.block);
  std::vector<float> scales(blocked.numScales(), 0);
  blocked.forEach([&](int64_t element, int64_t block) {
    scales[block] = std::max(scales[block], std::fabs(values[element]));
  });
  for (float &scale : scales)
    scale = chooseScale(scale, format);
  // Below about 0.6 the clipped values dominate for any usual distribution.
  static constexpr float fractions[] = {1,     0.96f, 0.92f, 0.88f, 0.84f,
                                        0.80f, 0.76f, 0.72f, 0.68f, 0.64f};
  if (format.searchScale)
    ScaleSearch(values, blocked, format, scales).tryFactors(fractions);
  return scales;
}

void mixp::searchWeightScales(llvm::ArrayRef<float> values,
                              llvm::ArrayRef<int64_t> shape,
                              const WeightFormat &format,
                              std::vector<float> &scales) {
  BlockedShape blocked(shape, format.block);
  ScaleSearch search(values, blocked, format, scales);
  if (format.powerOfTwoScales)
    return search.tryFactors({1.0f, 0.5f, 2.0f});
  llvm::SmallVector<float> factors;
  for (int percent = 100; percent >= 30; percent -= 2)
    factors.push_back(float(percent) / 100);
  search.tryFactors(factors);
  search.refine();
}

//===----------------------------------------------------------------------===//
// Codes
//===----------------------------------------------------------------------===//

std::vector<uint8_t> mixp::roundWeights(llvm::ArrayRef<float> values,
                                        llvm::ArrayRef<int64_t> shape,
                                        const WeightFormat &format,
                                        llvm::ArrayRef<float> scales) {
  std::vector<uint8_t> codes(values.size());
  BlockedShape(shape, format.block)
      .forEach([&](int64_t element, int64_t block) {
        codes[element] =
            format.encode(format.round(values[element] / scales[block]));
      });
  return codes;
}

QuantizedWeight mixp::quantizeWeight(llvm::ArrayRef<float> values,
                                     llvm::ArrayRef<int64_t> shape,
                                     const WeightFormat &format) {
  QuantizedWeight result;
  result.scales = chooseWeightScales(values, shape, format);
  result.values = roundWeights(values, shape, format, result.scales);
  result.scaleShape = BlockedShape(shape, format.block).scaleShape;
  return result;
}
