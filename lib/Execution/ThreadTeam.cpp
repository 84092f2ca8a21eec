//===- ThreadTeam.cpp - The same work on several cores at once ------------===//
#include "mixp/Execution/ThreadTeam.h"
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using namespace mixp;

double mixp::timeOnThreads(int64_t threads,
                           const std::function<void(int64_t)> &work) {
  using Clock = std::chrono::steady_clock;
  std::atomic<int64_t> waiting{threads};
  auto meetAndWork = [&](int64_t index) {
    --waiting;
    while (waiting > 0)
      std::this_thread::yield();
    work(index);
  };
  std::vector<std::thread> others;
  for (int64_t i = 1; i < threads; ++i)
    others.emplace_back(meetAndWork, i);
  --waiting;
  while (waiting > 0)
    std::this_thread::yield();
  Clock::time_point start = Clock::now();
  work(0);
  for (std::thread &other : others)
    other.join();
  return std::chrono::duration<double>(Clock::now() - start).count();
}
