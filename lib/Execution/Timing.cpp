//===- Timing.cpp - Repeated measurement ----------------------------------===//
#include "mixp/Execution/Timing.h"
#include <algorithm>
#include <chrono>
#include <vector>

using namespace mixp;

Timing mixp::measure(llvm::function_ref<void()> work, double minSeconds) {
  using Clock = std::chrono::steady_clock;
  work();
  std::vector<double> seconds;
  double total = 0;
  while (total < minSeconds || seconds.size() < 5) {
    Clock::time_point start = Clock::now();
    work();
    seconds.push_back(
        std::chrono::duration<double>(Clock::now() - start).count());
    total += seconds.back();
  }
  Timing timing;
  timing.repetitions = static_cast<int64_t>(seconds.size());
  timing.minimum = *std::min_element(seconds.begin(), seconds.end());
  auto middle = seconds.begin() + seconds.size() / 2;
  std::nth_element(seconds.begin(), middle, seconds.end());
  timing.median = *middle;
  return timing;
}
