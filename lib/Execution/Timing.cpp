//===- Timing.cpp - Repeated measurement ----------------------------------===//
#include "mixp/Execution/Timing.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <chrono>

using namespace mixp;

double mixp::timeOnce(const std::function<void()> &work) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The value that `part` of all values lie below; reorders them.
static double getQuantile(std::vector<double> &values, double part) {
  auto index = static_cast<size_t>(part * static_cast<double>(values.size()));
  auto at = values.begin() + std::min(index, values.size() - 1);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

namespace {
/// What is known of one work that takes turns with others.
class Turns {
public:
  Turns(const TimedWork &work, double minSeconds)
      : work(work), minSeconds(minSeconds), lastSeconds(work()) {}

  bool isDone() const { return medians.size() >= 5 && total >= minSeconds; }
  void take();
  Timing summarize() {
    return {getQuantile(medians, 0.5), minimum, repetitions,
            getQuantile(medians, 0.25), getQuantile(medians, 0.75)};
  }

private:
  const TimedWork &work;
  double minSeconds;
  double lastSeconds;
  double total = 0;
  double minimum = 0;
  int64_t repetitions = 0;
  /// One for each turn.
  std::vector<double> medians;
};
} // namespace

void Turns::take() {
  double turnSeconds = minSeconds / 10;
  // The others had the caches; only a short call notices.
  if (lastSeconds < turnSeconds)
    work();
  std::vector<double> seconds;
  for (double spent = 0; seconds.empty() || spent < turnSeconds;) {
    lastSeconds = work();
    seconds.push_back(lastSeconds);
    spent += lastSeconds;
    total += lastSeconds;
  }
  double least = *std::min_element(seconds.begin(), seconds.end());
  minimum = repetitions == 0 ? least : std::min(minimum, least);
  repetitions += static_cast<int64_t>(seconds.size());
  medians.push_back(getQuantile(seconds, 0.5));
}

std::vector<Timing> mixp::measureTimedInTurns(llvm::ArrayRef<TimedWork> works,
                                              double minSeconds) {
  std::vector<Turns> all;
  for (const TimedWork &work : works)
    all.emplace_back(work, minSeconds);
  auto isDone = [](const Turns &turns) { return turns.isDone(); };
  while (!llvm::all_of(all, isDone))
    for (Turns &turns : all)
      if (!turns.isDone())
        turns.take();
  std::vector<Timing> timings;
  for (Turns &turns : all)
    timings.push_back(turns.summarize());
  return timings;
}

std::vector<Timing>
mixp::measureInTurns(llvm::ArrayRef<std::function<void()>> works,
                     double minSeconds) {
  std::vector<TimedWork> timed;
  for (const std::function<void()> &work : works)
    timed.push_back([&work] { return timeOnce(work); });
  return measureTimedInTurns(timed, minSeconds);
}
