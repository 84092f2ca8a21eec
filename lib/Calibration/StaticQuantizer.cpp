//===- StaticQuantizer.cpp - 8 bits for a range ---------------------------===//
#include "mixp/Calibration/StaticQuantizer.h"
#include <algorithm>
#include <cmath>
#include <limits>

using namespace mixp;

StaticScale mixp::chooseStaticScale(CalibratedRange range, float largest,
                                    StaticForm form) {
  constexpr float tiny = std::numeric_limits<float>::min();
  constexpr float huge = std::numeric_limits<float>::max();
  float lo = std::min(range.lo, 0.0f), hi = std::max(range.hi, 0.0f);
  bool isSigned = form == StaticForm::SignedSymmetric;
  float scale = (isSigned ? std::max(-lo, hi) : hi - lo) / largest;
  scale = scale < tiny ? 1 : std::min(scale, huge);
  if (isSigned)
    return {scale, 0};
  return {scale, static_cast<int32_t>(
                     std::clamp(std::nearbyint(-(lo / scale)), 0.0f, largest))};
}

StaticQuantizer::StaticQuantizer(CalibratedRange range, StaticForm form) {
  bool isSigned = form == StaticForm::SignedSymmetric;
  StaticScale chosen = chooseStaticScale(range, isSigned ? 127 : 255, form);
  scale = chosen.scale;
  zeroPoint = chosen.zeroPoint;
  int32_t first = isSigned ? -128 : 0;
  smallest = double(first - zeroPoint) * scale;
  largest = double(first + 255 - zeroPoint) * scale;
}

double StaticQuantizer::roundTrip(double x) const {
  double step = std::nearbyint((x - smallest) / scale);
  return smallest + std::clamp(step, 0.0, 255.0) * scale;
}

double StaticQuantizer::integrateSquaredError(double x) const {
  // Each whole step of size s adds the integral of r^2 over [-s/2, s/2].
  double s = scale, perStep = s * s * s / 12;
  double steps = std::clamp(std::nearbyint((x - smallest) / s), 0.0, 255.0);
  double rest = x - (smallest + steps * s);
  return steps * perStep + rest * rest * rest / 3;
}

double mixp::getMeanSquaredError(const Histogram &histogram,
                                 const StaticQuantizer &quantizer) {
  double sum = 0, total = 0;
  for (size_t i = 0, e = histogram.counts.size(); i < e; ++i) {
    if (histogram.counts[i] == 0)
      continue;
    auto count = static_cast<double>(histogram.counts[i]);
    sum += count * (quantizer.integrateSquaredError(histogram.getEdge(i + 1)) -
                    quantizer.integrateSquaredError(histogram.getEdge(i)));
    total += count;
  }
  return total == 0 ? 0 : sum / (histogram.getWidth() * total);
}

/// The mean square of the values of `histogram`.
static double getMeanSquare(const Histogram &histogram) {
  double sum = 0, total = 0;
  for (size_t i = 0, e = histogram.counts.size(); i < e; ++i) {
    double a = histogram.getEdge(i), b = histogram.getEdge(i + 1);
    auto count = static_cast<double>(histogram.counts[i]);
    sum += count * (a * a + a * b + b * b) / 3;
    total += count;
  }
  return total == 0 ? 0 : sum / total;
}

double mixp::getSignalToNoise(llvm::ArrayRef<QuantizedValues> parts) {
  double signal = 0, noise = 0;
  for (const auto &[histogram, quantizer] : parts) {
    auto count = static_cast<double>(histogram.getTotal());
    signal += count * getMeanSquare(histogram);
    noise += count * getMeanSquaredError(histogram, quantizer);
  }
  return 10 * std::log10(signal / noise);
}
