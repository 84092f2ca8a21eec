//===- WgmmaState.h - What a warp knows of its wgmma ------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_WGMMASTATE_H
#define MIXP_LIB_PTXEMULATOR_WGMMASTATE_H

#include <cstdint>
#include <deque>
#include <vector>

namespace mixp::ptx {

struct Instruction;

/// What a warp knows of its wgmma operations.
struct WgmmaState {
  struct Lock {
    uint16_t count = 0; // operations in flight
    uint16_t shape = 0; // of accumulators; 0 for fragments of A
  };
  std::vector<Lock> locks;          // per row
  std::vector<uint64_t> lastAccess; // per row: step of the last access
  uint64_t fenceStep = 0;           // 0: no fence yet
  uint64_t committed = 0;           // operations
  std::vector<uint64_t> groups;     // operations before the end of each
  // Those that were not waited for, of all that were issued.
  std::deque<const Instruction *> inFlight;
  uint64_t issued = 0;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_WGMMASTATE_H
