//===- VectorClock.h - What happened before what ----------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_VECTORCLOCK_H
#define MIXP_LIB_PTXEMULATOR_VECTORCLOCK_H

#include "llvm/ADT/SmallVector.h"
#include <cstdint>

namespace mixp::ptx {

/// Numbers of agents: the warps of the block, then what acts for them
/// asynchronously, then the mbarriers on which bulk copies complete.
using Agent = uint16_t;

/// For each agent, the last of its epochs that is known to have happened.
class VectorClock {
public:
  uint32_t get(Agent agent) const {
    return agent < times.size() ? times[agent] : 0;
  }
  void raise(Agent agent, uint32_t time) {
    if (agent >= times.size())
      times.resize(agent + 1, 0);
    if (times[agent] < time)
      times[agent] = time;
  }
  void join(const VectorClock &other) {
    if (times.size() < other.times.size())
      times.resize(other.times.size(), 0);
    for (size_t i = 0; i < other.times.size(); ++i)
      times[i] = times[i] < other.times[i] ? other.times[i] : times[i];
  }

private:
  llvm::SmallVector<uint32_t, 40> times;
};

/// What an agent knows: the epochs that happened before, and those of the
/// generic proxy that the async proxy sees too, because a proxy fence lies
/// between.
struct Knowledge {
  VectorClock happened, fenced;
  void join(const Knowledge &other) {
    happened.join(other.happened);
    fenced.join(other.fenced);
  }
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_VECTORCLOCK_H
