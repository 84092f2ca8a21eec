//===- Progress.cpp - Signs of life for slow steps ------------------------===//
#include "Progress.h"
#include "llvm/Support/raw_ostream.h"

using namespace mixp::tool;

Progress::Progress(std::string activity)
    : activity(std::move(activity)), watcher([this] { watch(); }) {}

Progress::~Progress() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    stopped = true;
  }
  stop.notify_all();
  watcher.join();
}

void Progress::watch() {
  std::unique_lock<std::mutex> lock(mutex);
  for (int seconds = 2;; seconds += 2) {
    if (stop.wait_for(lock, std::chrono::seconds(2), [&] { return stopped; }))
      return;
    llvm::errs() << "mixp: " << activity;
    if (total > 0)
      llvm::errs() << ": " << done << " of " << total;
    llvm::errs() << " (" << seconds << " s)\n";
  }
}
