//===- Warp.h - State of a warp ---------------------------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_WARP_H
#define MIXP_LIB_PTXEMULATOR_WARP_H

#include "CopyQueues.h"
#include "ErrorClass.h"
#include "Instruction.h"
#include "VectorClock.h"
#include "WgmmaState.h"
#include "llvm/ADT/Twine.h"

namespace mixp::ptx {

struct Block;

/// Lanes of a warp that are at the same instruction.
struct LaneGroup {
  uint32_t pc;
  uint32_t mask;
};

/// Why a warp does not run.
enum class Wait : uint8_t {
  None,
  Barrier, // until it is released
  Event,   // until something happens in the block; the instruction is retried
  Poll     // the same, after a test that failed
};

struct Warp {
  Block *block = nullptr;
  unsigned index = 0;
  uint32_t *file = nullptr; // rows of 32 words
  llvm::SmallVector<LaneGroup, 2> groups;
  unsigned current = 0; // the group that runs
  uint32_t live = 0;    // lanes that have not exited
  uint32_t pc = 0;      // of the instruction that executes
  uint64_t steps = 0;
  unsigned preferOther = 0; // steps for which other lanes go before
  uint32_t spinning = 0;    // these, whose test has failed
  unsigned polls = 0;       // failed tests since
  uint64_t polledEvents = 0;

  Wait wait = Wait::None;
  uint64_t seenEvents = 0;  // when it began to wait for an event
  bool released = false;    // from the barrier at which it waits
  uint32_t carry = 0;       // of each lane
  bool inReduction = false; // at a barrier whose result it will read
  unsigned barrier = 0;

  Knowledge knowledge;
  CpAsyncQueue cpAsync;
  BulkQueue bulk;
  WgmmaState wgmma;
  std::vector<uint8_t> local; // of each lane

  uint32_t *u32(int32_t row) { return file + row * 32; }
  uint64_t *u64(int32_t row) {
    return reinterpret_cast<uint64_t *>(file + row * 32);
  }
  uint32_t predicate(int32_t row) const { return file[row * 32]; }

  /// Ends the launch with an error. `lane` is -1 where none is to blame.
  void fail(ErrorClass error, const llvm::Twine &what, int lane = -1);
  /// Retries the instruction after the next event.
  void waitForEvent(Wait why = Wait::Event);
  /// A test by these lanes has failed: others go first.
  void poll(uint32_t lanes);
  /// Starts a new epoch: what follows is not part of what was published.
  void advance();
  uint32_t now() const { return knowledge.happened.get(index); }
};

/// Calls `f(lane)` for the lanes of a mask; a full mask makes a loop that can
/// be vectorized.
template <typename F> inline void forLanes(uint32_t mask, F f) {
  if (mask == 0xffffffffu) {
    for (unsigned lane = 0; lane < 32; ++lane)
      f(lane);
    return;
  }
  for (; mask; mask &= mask - 1)
    f(unsigned(__builtin_ctz(mask)));
}

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_WARP_H
