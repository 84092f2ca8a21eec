//===- Percentile.cpp - Ranges that hold a share of the values ------------===//
#include "mixp/Calibration/Calibrator.h"
#include <numeric>

using namespace mixp;

/// Where `share` of the counts are below, in parts.
static double findQuantile(llvm::ArrayRef<uint64_t> counts, double share) {
  auto total = static_cast<double>(
      std::accumulate(counts.begin(), counts.end(), uint64_t(0)));
  double wanted = share * total, below = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    auto count = static_cast<double>(counts[i]);
    if (count > 0 && below + count >= wanted)
      return i + (wanted - below) / count;
    below += count;
  }
  return static_cast<double>(counts.size());
}

CalibratedRange mixp::findPercentileRange(const Histogram &histogram,
                                          double percent) {
  double outside = (100 - percent) / 200;
  double width = histogram.getWidth();
  return {
      static_cast<float>(histogram.lo +
                         findQuantile(histogram.counts, outside) * width),
      static_cast<float>(histogram.lo +
                         findQuantile(histogram.counts, 1 - outside) * width)};
}

float mixp::findPercentileThreshold(const Histogram &histogram,
                                    double percent) {
  return static_cast<float>(
      findQuantile(histogram.countMagnitudes(), percent / 100) *
      histogram.getWidth());
}
