//===- Timing.cpp - Repeated measurement ----------------------------------===//
#include "mixp/Execution/Timing.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <chrono>

using namespace mixp;

static double timeOnce(llvm::function_ref<void()> work) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

static double getMedian(std::vector<double> values) {
  auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Timing mixp::measure(llvm::function_ref<void()> work, double minSeconds) {
  work();
  std::vector<double> seconds;
  for (double total = 0; total < minSeconds || seconds.size() < 5;) {
    seconds.push_back(timeOnce(work));
    total += seconds.back();
  }
  Timing timing;
  timing.repetitions = static_cast<int64_t>(seconds.size());
  timing.minimum = *std::min_element(seconds.begin(), seconds.end());
  timing.median = getMedian(std::move(seconds));
  return timing;
}

namespace {
/// What is known of one work that takes turns with others.
class Turns {
public:
  Turns(llvm::function_ref<void()> work, double minSeconds)
      : work(work), minSeconds(minSeconds), lastSeconds(timeOnce(work)) {}

  bool isDone() const { return medians.size() >= 5 && total >= minSeconds; }
  void take();
  Timing summarize() const {
    return {getMedian(medians), minimum, repetitions};
  }

private:
  llvm::function_ref<void()> work;
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
    lastSeconds = timeOnce(work);
    seconds.push_back(lastSeconds);
    spent += lastSeconds;
    total += lastSeconds;
  }
  double least = *std::min_element(seconds.begin(), seconds.end());
  minimum = repetitions == 0 ? least : std::min(minimum, least);
  repetitions += static_cast<int64_t>(seconds.size());
  medians.push_back(getMedian(std::move(seconds)));
}

std::vector<Timing>
mixp::measureInTurns(llvm::ArrayRef<std::function<void()>> works,
                     double minSeconds) {
  std::vector<Turns> all;
  for (const std::function<void()> &work : works)
    all.emplace_back(work, minSeconds);
  auto isDone = [](const Turns &turns) { return turns.isDone(); };
  while (!llvm::all_of(all, isDone))
    for (Turns &turns : all)
      if (!turns.isDone())
        turns.take();
  std::vector<Timing> timings;
  for (const Turns &turns : all)
    timings.push_back(turns.summarize());
  return timings;
}
