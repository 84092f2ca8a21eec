//===- Histogram.cpp - Values counted by size -----------------------------===//
#include "mixp/Calibration/Histogram.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <limits>
#include <numeric>

using namespace mixp;

static constexpr size_t kParts = 2048;

bool Histogram::canCount(float min, float max) {
  float magnitude = std::max(-min, max);
  // The width and the number of parts per unit shall be normal.
  return magnitude > kParts * std::numeric_limits<float>::min() &&
         magnitude < std::numeric_limits<float>::max() / 2;
}

Histogram Histogram::forRange(float min, float max) {
  Histogram result;
  result.min = min;
  result.max = max;
  float magnitude = std::max(-min, max);
  result.lo = min < 0 ? -magnitude : 0;
  result.hi = max > 0 ? magnitude : 0;
  result.counts.resize(min < 0 && max > 0 ? 2 * kParts : kParts);
  return result;
}

uint64_t Histogram::getTotal() const {
  return std::accumulate(counts.begin(), counts.end(), uint64_t(0));
}

void Histogram::add(llvm::ArrayRef<int64_t> run) {
  for (auto [count, more] : llvm::zip_equal(counts, run))
    count += more;
}

void Histogram::merge(const Histogram &other) {
  for (auto [count, more] : llvm::zip_equal(counts, other.counts))
    count += more;
  min = std::min(min, other.min);
  max = std::max(max, other.max);
}

std::vector<uint64_t> Histogram::countMagnitudes() const {
  if (lo == 0)
    return counts;
  if (hi == 0)
    return {counts.rbegin(), counts.rend()};
  size_t half = counts.size() / 2;
  std::vector<uint64_t> magnitudes(counts.begin() + half, counts.end());
  for (size_t i = 0; i < half; ++i)
    magnitudes[i] += counts[half - 1 - i];
  return magnitudes;
}
