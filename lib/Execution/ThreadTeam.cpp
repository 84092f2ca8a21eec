//===- ThreadTeam.cpp - The same work on several cores at once ------------===//
#include "mixp/Execution/ThreadTeam.h"
#include <atomic>
#include <chrono>
#include <sched.h>
#include <thread>

using namespace mixp;

static std::vector<int> readAllowedCores() {
  std::vector<int> cores;
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
    for (int core = 0; core < CPU_SETSIZE; ++core)
      if (CPU_ISSET(core, &allowed))
        cores.push_back(core);
  return cores;
}

/// Read before `main`, so before anything is bound.
static const std::vector<int> allowedCores = readAllowedCores();

const std::vector<int> &mixp::getAllowedCores() { return allowedCores; }

/// New threads inherit the core that OpenMP bound the first one to.
static void bindThread(int64_t index) {
  if (allowedCores.empty())
    return;
  cpu_set_t core;
  CPU_ZERO(&core);
  CPU_SET(allowedCores[index % allowedCores.size()], &core);
  sched_setaffinity(0, sizeof(core), &core);
}

double mixp::timeOnThreads(int64_t threads,
                           const std::function<void(int64_t)> &work) {
  using Clock = std::chrono::steady_clock;
  std::atomic<int64_t> waiting{threads};
  auto meetAndWork = [&](int64_t index) {
    bindThread(index);
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
