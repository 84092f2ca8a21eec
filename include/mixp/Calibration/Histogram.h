//===- Histogram.h - Values counted by size ---------------------*- C++ -*-===//
#ifndef MIXP_CALIBRATION_HISTOGRAM_H
#define MIXP_CALIBRATION_HISTOGRAM_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <vector>

namespace mixp {

/// The values of a tensor over any number of runs: how many lie in each of
/// `counts.size()` equal parts of [lo, hi], as mixp.observe counts them.
struct Histogram {
  float lo = 0, hi = 0;
  std::vector<uint64_t> counts;
  /// The least and the greatest value.
  float min = 0, max = 0;

  /// Whether forRange can divide [min, max] in f32: neither nothing nor all of
  /// what f32 holds.
  static bool canCount(float min, float max);
  /// An empty histogram for values in [min, max] that canCount takes: 2048
  /// parts of the largest magnitude M on each side that has values, so that 0
  /// is an edge and |x| has 2048 parts, too.
  static Histogram forRange(float min, float max);

  double getWidth() const { return (double(hi) - lo) / counts.size(); }
  /// The lower edge of part `index`; that of counts.size() is `hi`.
  double getEdge(size_t index) const { return lo + index * getWidth(); }
  uint64_t getTotal() const;

  /// Adds the counts of one run.
  void add(llvm::ArrayRef<int64_t> run);
  /// Adds the counts of another histogram of the same parts.
  void merge(const Histogram &other);

  /// The counts of |x|, in parts of the same width from 0 on. Only of a
  /// histogram that forRange made.
  std::vector<uint64_t> countMagnitudes() const;
};

} // namespace mixp

#endif // MIXP_CALIBRATION_HISTOGRAM_H
