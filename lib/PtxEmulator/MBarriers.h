//===- MBarriers.h - Barriers in shared memory ------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_MBARRIERS_H
#define MIXP_LIB_PTXEMULATOR_MBARRIERS_H

#include "VectorClock.h"
#include <map>
#include <string>

namespace mixp::ptx {

struct Warp;
struct Block;

/// An mbarrier: a phase completes when no arrival and no transaction byte is
/// pending.
struct MBarrier {
  uint32_t count = 0; // arrivals that a phase expects
  int64_t pending = 0, tx = 0;
  uint64_t phase = 0;    // completed phases
  unsigned inFlight = 0; // bulk copies that will complete on it
  Agent agent = 0;
  /// What is known by those that arrived, and by those that saw a phase end.
  Knowledge arriving, completed;
  Agent initializer = 0;
  uint32_t initTime = 0;
  bool fenced = false; // the async proxy may use it
};

class MBarriers {
public:
  void reset(Agent firstAgent) {
    barriers.clear();
    nextAgent = firstAgent;
  }

  void init(Warp &warp, uint32_t address, uint32_t count, int lane);
  void invalidate(Warp &warp, uint32_t address, int lane);
  /// The mbarrier at an address, null after an error.
  MBarrier *find(Warp &warp, uint32_t address, int lane);
  /// Takes `count` arrivals off the current phase; `knowledge` is published.
  void arrive(Warp &warp, uint32_t address, uint32_t count,
              const Knowledge &knowledge, int lane);
  /// Adds to the bytes that the current phase expects.
  void expectTx(Warp &warp, uint32_t address, int64_t bytes, int lane);
  void completeTx(Warp &warp, uint32_t address, int64_t bytes, int lane);
  /// Marks the barriers that a warp has initialized as seen by the async proxy.
  void fence(const Warp &warp);
  std::string describe() const;

private:
  void tryComplete(Warp &warp, uint32_t address, MBarrier &barrier, int lane);

  std::map<uint32_t, MBarrier> barriers; // by address
  Agent nextAgent = 0;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_MBARRIERS_H
