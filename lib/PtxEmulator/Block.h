//===- Block.h - State of a thread block ------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_BLOCK_H
#define MIXP_LIB_PTXEMULATOR_BLOCK_H

#include "LaunchState.h"
#include "MBarriers.h"
#include "NamedBarriers.h"
#include "Random.h"
#include "Shadow.h"
#include "Warp.h"
#include "WgmmaUnit.h"

namespace mixp::ptx {

struct Block {
  Block(LaunchState &state) : state(state) {}

  LaunchState &state;
  Dim3 id;
  Random random;
  std::vector<char> shared; // indexed by address
  Shadow shadow;
  std::vector<Warp> warps;
  std::unique_ptr<uint32_t[]> files; // the registers of all warps
  NamedBarriers barriers;
  MBarriers mbarriers;
  WgmmaUnit wgmma;
  std::vector<std::unique_ptr<PendingOperation>> pending;
  uint64_t events = 0; // counts what may end a wait
  uint64_t steps = 0;
  std::string failure; // of the first error

  bool failed() const { return !failure.empty(); }
  Counters &countersOf(const Instruction &ins) {
    return state.counters[&ins - state.program.code.data()];
  }

  // Agents beside the warps.
  Agent cpAsyncAgent(unsigned warp) const { return warps.size() + warp; }
  Agent bulkAgent(unsigned warp) const { return 2 * warps.size() + warp; }
  Agent wgmmaAgent(unsigned warp) const { return 3 * warps.size() + warp; }
  Agent firstBarrierAgent() const { return 4 * warps.size(); }
  std::string describeAgent(Agent agent) const;

  void start(Dim3 id, uint64_t seed);
  /// Runs all warps to their end, or until one fails.
  void run();

  /// Checks an access of shared memory by `access` and returns its bytes, or
  /// null after an error.
  char *accessShared(Warp &warp, const Access &access, uint32_t address,
                     uint32_t bytes, bool write, int lane);
  /// The access of a warp's own instruction.
  Access ownAccess(Warp &warp, bool atomic = false) const {
    return {Agent(warp.index), warp.now(), &warp.knowledge, warp.pc, atomic};
  }
  void completePending(size_t index);

private:
  bool pickWarp(unsigned &index);
  void runWarp(Warp &warp, unsigned quantum);
  bool selectGroup(Warp &warp);
  bool isReady(Warp &warp, const Instruction &ins, const LaneGroup &group);
  void executeFlow(Warp &warp, const Instruction &ins, uint32_t mask);
  void mergeGroups(Warp &warp);
  bool step(Warp &warp);
  void startWarp(Warp &warp, unsigned index, uint32_t *file);
  void setSpecials(Warp &warp);
  bool completeSomething();
  void reportDeadlock();
  void finish();
};

/// Lets one of the cp.async groups of a warp land.
bool landSomeCpAsync(Warp &warp);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_BLOCK_H
