//===- Timing.h - Repeated measurement --------------------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_TIMING_H
#define MIXP_EXECUTION_TIMING_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <cstdint>

namespace mixp {

/// Seconds of one repetition.
struct Timing {
  double median = 0;
  double minimum = 0;
  int64_t repetitions = 0;
};

/// Runs `work` once to warm up, then at least five times and for at least
/// `minSeconds` in all.
Timing measure(llvm::function_ref<void()> work, double minSeconds = 0.3);

} // namespace mixp

#endif // MIXP_EXECUTION_TIMING_H
