//===- NamedBarriers.h - bar.sync and its kin -------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_NAMEDBARRIERS_H
#define MIXP_LIB_PTXEMULATOR_NAMEDBARRIERS_H

#include "VectorClock.h"
#include <array>
#include <string>

namespace mixp::ptx {

struct Warp;
struct Block;

/// The 16 barriers of a block. Warps count as 32 threads each.
class NamedBarriers {
public:
  static constexpr unsigned kCount = 16;

  void reset() { barriers = {}, cluster = {}; }
  /// A warp arrives at barrier `id`; `threads` is 0 for all of the block. With
  /// `waits` it sleeps until the barrier is released.
  void arrive(Warp &warp, uint32_t id, uint32_t threads, bool waits);
  /// Adds a lane mask to the reduction of the barrier's current use.
  void reduce(uint32_t id, uint32_t trueLanes, uint32_t lanes);
  struct Reduction {
    uint32_t count = 0;
    bool all = true, any = false;
  };
  const Reduction &getResult(uint32_t id) const { return barriers[id].result; }
  /// barrier.cluster of a cluster of one block: arrival, and whether the warp's
  /// last arrival has been answered by all others.
  void arriveCluster(Warp &warp);
  bool waitCluster(Warp &warp);
  /// Threads that have exited take part no longer where all are expected.
  void warpExited(Block &block);
  /// E.g. "barrier 1: 64 of 128 threads have arrived", of those in use.
  std::string describe() const;

private:
  struct Barrier {
    uint32_t expected = 0, arrived = 0; // expected is 0: all of the block
    uint64_t arrivedWarps = 0, waitingWarps = 0; // masks
    Knowledge knowledge;
    Reduction partial, result;
  };
  void tryRelease(Block &block, Barrier &barrier);
  void tryReleaseCluster(Block &block);

  std::array<Barrier, kCount> barriers;
  struct {
    uint64_t arrivedWarps = 0;
    Knowledge arriving, completed;
  } cluster;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_NAMEDBARRIERS_H
