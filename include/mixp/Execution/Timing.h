//===- Timing.h - Repeated measurement --------------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_TIMING_H
#define MIXP_EXECUTION_TIMING_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <functional>
#include <vector>

namespace mixp {

/// Seconds of one repetition.
struct Timing {
  double median = 0;
  double minimum = 0;
  int64_t repetitions = 0;
  /// Half of the turns lie between these.
  double lowerQuartile = 0, upperQuartile = 0;
};

/// Measures several works to be compared: they take turns, each for a tenth of
/// `minSeconds`, until each has run for `minSeconds` in all and had five turns.
/// So a machine that slows down does so for all of them. The median is that of
/// the turns' medians. Long works need fewer turns than short ones.
std::vector<Timing> measureInTurns(llvm::ArrayRef<std::function<void()>> works,
                                   double minSeconds = 0.3);

/// The same for works that return their seconds: only they know which part of a
/// call counts.
using TimedWork = std::function<double()>;
std::vector<Timing> measureTimedInTurns(llvm::ArrayRef<TimedWork> works,
                                        double minSeconds = 0.3);

/// The seconds of one call.
double timeOnce(const std::function<void()> &work);

} // namespace mixp

#endif // MIXP_EXECUTION_TIMING_H
