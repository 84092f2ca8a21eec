//===- StreamRate.h - How fast memory can be read ---------------*- C++ -*-===//
#ifndef MIXP_EXECUTION_STREAMRATE_H
#define MIXP_EXECUTION_STREAMRATE_H

#include "mixp/Dialect/Mixp/IR/MixpAttrs.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <string>

namespace mixp {

/// Bytes of the cache that is last before memory, as this machine's cores see
/// it; 0 where the system does not say.
int64_t getLastLevelCacheBytes();

/// Bytes of memory that the last-level cache keeps less than a quarter of.
int64_t getBytesBeyondCaches();

/// Reads memory beyond the caches, some of it in each run, on several cores at
/// once, in the way that proves fastest here: in so many streams, with or
/// without prefetches, from small or huge pages. No code that reads each byte
/// once can be expected to be faster, so this bounds products of few rows.
class StreamRate {
public:
  static llvm::Expected<std::unique_ptr<StreamRate>>
  create(TargetAttr target, int64_t threads = 1);
  ~StreamRate();

  /// Seconds of reading the next part.
  double run() const;
  /// 10^9 bytes per second, of a run of so many seconds.
  double getGbs(double seconds) const;
  /// The way of reading, e.g. "4 streams, huge pages".
  std::string describe() const;

private:
  struct Implementation;
  explicit StreamRate(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation;
};

} // namespace mixp

#endif // MIXP_EXECUTION_STREAMRATE_H
