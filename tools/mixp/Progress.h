//===- Progress.h - Signs of life for slow steps ----------------*- C++ -*-===//
#ifndef MIXP_TOOLS_PROGRESS_H
#define MIXP_TOOLS_PROGRESS_H

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace mixp::tool {

/// Prints a line to stderr every two seconds for as long as it lives, so quick
/// steps print nothing.
class Progress {
public:
  explicit Progress(std::string activity);
  ~Progress();
  /// "done of total" in the next line.
  void update(int64_t newDone, int64_t newTotal) {
    done = newDone;
    total = newTotal;
  }

private:
  void watch();

  std::string activity;
  std::atomic<int64_t> done{0}, total{0};
  std::mutex mutex;
  std::condition_variable stop;
  bool stopped = false;
  std::thread watcher;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_PROGRESS_H
