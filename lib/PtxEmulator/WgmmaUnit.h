//===- WgmmaUnit.h - Warpgroup matrix products in flight --------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_WGMMAUNIT_H
#define MIXP_LIB_PTXEMULATOR_WGMMAUNIT_H

#include "Instruction.h"
#include <deque>
#include <vector>

namespace mixp::ptx {

struct Warp;
struct Block;

/// One wgmma.mma_async of a warpgroup. Its warps issue it one by one.
struct WgmmaOperation {
  const Instruction *instruction = nullptr;
  uint32_t pc = 0;
  unsigned issued = 0;    // warps that have issued it, as a mask
  unsigned committed = 0; // and committed it
  uint64_t descriptorA = 0, descriptorB = 0;
  bool scaleD = false;
  std::vector<uint32_t> registersA; // [warp][register][lane]
};

/// The operations of all warpgroups, which complete in order.
class WgmmaUnit {
public:
  void reset(unsigned warpgroups);
  /// Adds a warp's part of its next operation.
  void issue(Warp &warp, const Instruction &ins, uint64_t descriptorA,
             uint64_t descriptorB, bool scaleD);
  void commit(Warp &warp);
  /// Whether all operations of the warp but those of its `pending` last groups
  /// are complete. Completes them where it can.
  bool wait(Warp &warp, uint64_t pending);
  /// Completes the next operation of a warpgroup if all warps committed it.
  bool completeNext(Block &block, unsigned warpgroup);
  unsigned numWarpgroups() const { return queues.size(); }

private:
  struct Queue {
    std::deque<WgmmaOperation> operations;
    uint64_t completed = 0; // operations before the front
  };
  WgmmaOperation *findOperation(Warp &warp, const Instruction &ins);
  bool completeFront(Block &block, unsigned warpgroup);
  std::vector<Queue> queues;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_WGMMAUNIT_H
