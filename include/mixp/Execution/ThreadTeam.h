//===- ThreadTeam.h - The same work on several cores at once ----*- C++ -*-===//
#ifndef MIXP_EXECUTION_THREADTEAM_H
#define MIXP_EXECUTION_THREADTEAM_H

#include <cstdint>
#include <functional>
#include <vector>

namespace mixp {

/// Numbers of the cores that the process might use when it started, whatever
/// OpenMP has bound its first thread to since; empty where the system does not
/// say.
const std::vector<int> &getAllowedCores();

/// Runs `work(0)` on this thread and up to `work(threads - 1)` on others, each
/// on a core of its own if there are enough, which begin together, and gives
/// the seconds from there to the end of the last. Starting the threads is not
/// part of that.
double timeOnThreads(int64_t threads, const std::function<void(int64_t)> &work);

} // namespace mixp

#endif // MIXP_EXECUTION_THREADTEAM_H
