//===- MachinePeak.h - What the machine can do at most ----------*- C++ -*-===//
#ifndef MIXP_EXECUTION_MACHINEPEAK_H
#define MIXP_EXECUTION_MACHINEPEAK_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace llvm::orc {
class LLJIT;
} // namespace llvm::orc

namespace mixp {

/// Runs of one matrix instruction on registers alone, on several cores at once,
/// and of additions that wait for each other, which tell the clock. They take
/// turns with what is compared with them, as clocks drift.
class MachinePeak {
public:
  /// The instruction must be one of the target that this machine can run.
  static llvm::Expected<std::unique_ptr<MachinePeak>>
  create(TargetAttr target, MmaAttr instruction, int64_t threads = 1);
  ~MachinePeak();

  /// Rounds of the instruction that take about so many seconds, but at least
  /// about 0.6 ms, on several threads 5 ms: long beside the time that it takes
  /// the last of them to end.
  int64_t getRounds(double seconds) const;

  /// Seconds of one run.
  double runInstruction(int64_t rounds) const;
  double runClock() const;

  /// What a run of so many seconds means: 10^9 operations per second of all
  /// threads, and 10^9 clocks per second.
  double getGops(int64_t rounds, double seconds) const;
  double getClockGhz(double seconds) const;
  /// The clock times the operations per clock of the target's description.
  double getModelGops(double clockGhz) const;

private:
  MachinePeak();

  std::unique_ptr<llvm::orc::LLJIT> jit;
  void (*instructionLoop)(char *, int64_t) = nullptr;
  int64_t (*clockLoop)(int64_t) = nullptr;
  int64_t threads = 1;
  double secondsOfRound = 0;
  /// Of one round of the loop; and of the description.
  double operations = 0, operationsPerClock = 0;
};

} // namespace mixp

#endif // MIXP_EXECUTION_MACHINEPEAK_H
