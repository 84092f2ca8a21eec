//===- MachinePeak.h - What the machine can do at most ----------*- C++ -*-===//
#ifndef MIXP_EXECUTION_MACHINEPEAK_H
#define MIXP_EXECUTION_MACHINEPEAK_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "llvm/Support/Error.h"

namespace mixp {

/// Limits of one core, measured now.
struct MachinePeak {
  /// From a chain of dependent additions, one per clock.
  double clockGhz = 0;
  /// 10^9 operations per second of a loop of the matrix instruction on
  /// registers alone.
  double gops = 0;
  /// The clock times the operations per clock of the target's description.
  double modelGops = 0;
  /// 10^9 bytes per second of a loop that reads memory beyond the caches.
  double streamGbs = 0;
};

/// Measures the limits for one matrix instruction of a target, which must be
/// one that this machine can run.
llvm::Expected<MachinePeak> measureMachinePeak(TargetAttr target,
                                               MmaAttr instruction);

} // namespace mixp

#endif // MIXP_EXECUTION_MACHINEPEAK_H
