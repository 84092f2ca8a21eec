//===- Entropy.cpp - Ranges of the least divergence -----------------------===//
#include "mixp/Calibration/Calibrator.h"
#include <cmath>
#include <limits>
#include <numeric>

using namespace mixp;

/// Sums of the counts, and numbers of those that are not 0, from the first part
/// on: what a level holds is then a difference.
namespace {
struct Prefixes {
  explicit Prefixes(llvm::ArrayRef<uint64_t> counts)
      : sums(counts.size() + 1), filled(counts.size() + 1) {
    for (size_t i = 0; i < counts.size(); ++i) {
      sums[i + 1] = sums[i] + static_cast<double>(counts[i]);
      filled[i + 1] = filled[i] + (counts[i] != 0);
    }
  }
  std::vector<double> sums;
  std::vector<size_t> filled;
};
} // namespace

/// The Kullback-Leibler divergence of the first `kept` parts, with what is
/// beyond added to the last of them, from the same parts without that in
/// `levels` levels, each spread evenly over its parts that are not empty.
static double getDivergence(llvm::ArrayRef<uint64_t> counts,
                            const Prefixes &prefixes, size_t kept,
                            size_t levels) {
  double total = prefixes.sums.back(), inside = prefixes.sums[kept];
  double outliers = total - inside;
  // The last part counts as filled if outliers are put there.
  bool fillsLast = outliers > 0 && counts[kept - 1] == 0;
  double divergence = 0;
  for (size_t level = 0; level < levels; ++level) {
    size_t begin = level * kept / levels, end = (level + 1) * kept / levels;
    double sum = prefixes.sums[end] - prefixes.sums[begin];
    size_t filled = prefixes.filled[end] - prefixes.filled[begin];
    filled += end == kept && fillsLast;
    if (filled == 0)
      continue;
    if (sum == 0) // outliers where the levels have nothing
      return std::numeric_limits<double>::infinity();
    double q = sum / filled / inside;
    for (size_t i = begin; i < end; ++i) {
      double p = static_cast<double>(counts[i]);
      if (i + 1 == kept)
        p += outliers;
      p /= total;
      if (p > 0)
        divergence += p * std::log(p / q);
    }
  }
  return divergence;
}

size_t mixp::findEntropyThreshold(llvm::ArrayRef<uint64_t> magnitudes,
                                  size_t levels) {
  Prefixes prefixes(magnitudes);
  size_t best = magnitudes.size();
  double least = std::numeric_limits<double>::infinity();
  // All of them last: of equals the widest.
  for (size_t kept = levels; kept <= magnitudes.size(); ++kept) {
    double divergence = getDivergence(magnitudes, prefixes, kept, levels);
    if (divergence <= least) {
      least = divergence;
      best = kept;
    }
  }
  return best;
}
