//===- ThreadTeam.h - The same work on several cores at once ----*- C++ -*-===//
#ifndef MIXP_EXECUTION_THREADTEAM_H
#define MIXP_EXECUTION_THREADTEAM_H

#include <cstdint>
#include <functional>

namespace mixp {

/// Runs `work(0)` to `work(threads - 1)` on threads of their own, which begin
/// together, and gives the seconds from there to the end of the last. Starting
/// the threads is not part of that.
double timeOnThreads(int64_t threads, const std::function<void(int64_t)> &work);

} // namespace mixp

#endif // MIXP_EXECUTION_THREADTEAM_H
