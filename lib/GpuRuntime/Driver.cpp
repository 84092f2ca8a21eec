//===- Driver.cpp - Timing without events ---------------------------------===//
#include "GpuRuntime/Driver.h"
#include <chrono>

using namespace mixp::gpurt;

Status Driver::timeEach(const std::vector<std::function<Status()>> &work,
                        std::vector<double> &milliseconds) {
  milliseconds.clear();
  if (Status status = synchronize(); status.failed())
    return status;
  for (const std::function<Status()> &item : work) {
    auto start = std::chrono::steady_clock::now();
    if (Status status = item(); status.failed())
      return status;
    if (Status status = synchronize(); status.failed())
      return status;
    std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    milliseconds.push_back(elapsed.count());
  }
  return Status::ok();
}
