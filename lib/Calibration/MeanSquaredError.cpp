//===- MeanSquaredError.cpp - Ranges of the least squared error -----------===//
#include "mixp/Calibration/Calibrator.h"
#include <algorithm>

using namespace mixp;

namespace {
/// Steps in which a bound is tried: 1/kSteps, 2/kSteps, ... of the whole.
constexpr int kSteps = 256;

/// Looks for bounds that are whole steps of the histogram's.
class RangeSearch {
public:
  RangeSearch(const Histogram &histogram, StaticForm form)
      : histogram(histogram), form(form) {}

  /// Both bounds together.
  CalibratedRange findSymmetric();
  /// One bound after the other, until neither helps: the error of one hardly
  /// depends on the other but for the size of a step.
  CalibratedRange findAffine();

private:
  /// Tries all steps of one bound. Returns whether `best` got better.
  bool improve(bool isUpper);
  bool tryRange(CalibratedRange range);

  const Histogram &histogram;
  StaticForm form;
  CalibratedRange best;
  double least = -1;
};
} // namespace

bool RangeSearch::tryRange(CalibratedRange range) {
  double error = getMeanSquaredError(histogram, StaticQuantizer(range, form));
  if (least >= 0 && error >= least)
    return false;
  least = error;
  best = range;
  return true;
}

CalibratedRange RangeSearch::findSymmetric() {
  float whole = std::max(-histogram.min, histogram.max);
  for (int step = kSteps; step > 0; --step) {
    float t = whole * (static_cast<float>(step) / kSteps);
    tryRange({-t, t});
  }
  return best;
}

bool RangeSearch::improve(bool isUpper) {
  CalibratedRange start = best;
  float whole = isUpper ? histogram.max : histogram.min;
  bool better = false;
  for (int step = kSteps; step > 0; --step) {
    CalibratedRange next = start;
    (isUpper ? next.hi : next.lo) = whole * (static_cast<float>(step) / kSteps);
    better |= tryRange(next);
  }
  return better;
}

CalibratedRange RangeSearch::findAffine() {
  // 0 is always inside.
  tryRange({std::min(histogram.min, 0.0f), std::max(histogram.max, 0.0f)});
  bool better = true;
  while (better) {
    better = false;
    if (histogram.max > 0)
      better |= improve(/*isUpper=*/true);
    if (histogram.min < 0)
      better |= improve(/*isUpper=*/false);
  }
  return best;
}

CalibratedRange mixp::findLeastErrorRange(const Histogram &histogram,
                                          StaticForm form, bool symmetric) {
  RangeSearch search(histogram, form);
  return symmetric ? search.findSymmetric() : search.findAffine();
}
