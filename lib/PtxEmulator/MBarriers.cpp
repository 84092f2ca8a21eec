//===- MBarriers.cpp - Barriers in shared memory --------------------------===//
#include "MBarriers.h"
#include "Block.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mixp::ptx;

/// Bounds of the counts (PTX ISA, "mbarrier").
static constexpr uint32_t kMaxCount = (1 << 20) - 1;
static constexpr int64_t kMaxTx = (1 << 20) - 1;

static std::string hex(uint32_t address) { return "0x" + utohexstr(address); }

void MBarriers::init(Warp &warp, uint32_t address, uint32_t count, int lane) {
  Block &block = *warp.block;
  if (!count || count > kMaxCount)
    return warp.fail(ErrorClass::MbarrierMisuse,
                     "expected a count of 1 to 1048575 but got " + Twine(count),
                     lane);
  if (barriers.count(address))
    return warp.fail(ErrorClass::MbarrierMisuse,
                     "an mbarrier is at " + hex(address) +
                         " already; invalidate it first",
                     lane);
  if (!block.accessShared(warp, block.ownAccess(warp), address, 8, true, lane))
    return;
  block.shadow.setBarrier(address, true);
  MBarrier &barrier = barriers[address];
  barrier.count = count;
  barrier.pending = count;
  barrier.agent = nextAgent++;
  barrier.initializer = warp.index;
  barrier.initTime = warp.now();
  ++block.events;
}

MBarrier *MBarriers::find(Warp &warp, uint32_t address, int lane) {
  auto it = barriers.find(address);
  if (it == barriers.end()) {
    warp.fail(ErrorClass::MbarrierMisuse,
              "no mbarrier was initialized at " + hex(address), lane);
    return nullptr;
  }
  MBarrier &barrier = it->second;
  if (warp.knowledge.happened.get(barrier.initializer) < barrier.initTime) {
    warp.fail(ErrorClass::Race,
              "the mbarrier at " + hex(address) + " was initialized by warp " +
                  Twine(barrier.initializer) +
                  ", and nothing orders that before this use",
              lane);
    return nullptr;
  }
  return &barrier;
}

void MBarriers::invalidate(Warp &warp, uint32_t address, int lane) {
  MBarrier *barrier = find(warp, address, lane);
  if (!barrier)
    return;
  if (barrier->inFlight)
    return warp.fail(ErrorClass::MbarrierMisuse,
                     "bulk copies are still in flight on the mbarrier at " +
                         hex(address),
                     lane);
  barriers.erase(address);
  warp.block->shadow.setBarrier(address, false);
}

void MBarriers::tryComplete(Warp &warp, uint32_t address, MBarrier &barrier,
                            int lane) {
  ++warp.block->events;
  if (barrier.pending || barrier.tx) {
    if (!barrier.pending && barrier.tx < 0)
      warp.fail(ErrorClass::MbarrierMisuse,
                "more bytes have arrived on the mbarrier at " + hex(address) +
                    " than were expected, by " + Twine(-barrier.tx),
                lane);
    return;
  }
  if (barrier.inFlight)
    return warp.fail(ErrorClass::MbarrierMisuse,
                     "the phase of the mbarrier at " + hex(address) +
                         " completes while " + Twine(barrier.inFlight) +
                         " bulk copies on it are in flight; expect_tx "
                         "announced too few bytes",
                     lane);
  ++barrier.phase;
  barrier.pending = barrier.count;
  barrier.arriving.happened.raise(barrier.agent, barrier.phase);
  barrier.completed = barrier.arriving;
}

void MBarriers::arrive(Warp &warp, uint32_t address, uint32_t count,
                       const Knowledge &knowledge, int lane) {
  MBarrier *barrier = find(warp, address, lane);
  if (!barrier)
    return;
  if (barrier->pending < count)
    return warp.fail(ErrorClass::MbarrierMisuse,
                     "more arrivals at the mbarrier at " + hex(address) +
                         " than its count of " + Twine(barrier->count) +
                         " in one phase",
                     lane);
  barrier->pending -= count;
  barrier->arriving.join(knowledge);
  tryComplete(warp, address, *barrier, lane);
}

void MBarriers::expectTx(Warp &warp, uint32_t address, int64_t bytes,
                         int lane) {
  MBarrier *barrier = find(warp, address, lane);
  if (!barrier)
    return;
  barrier->tx += bytes;
  if (barrier->tx > kMaxTx || bytes < 0)
    warp.fail(ErrorClass::MbarrierMisuse,
              "expected a transaction count of 0 to 1048575 bytes on the "
              "mbarrier at " +
                  hex(address) + " but got " + Twine(barrier->tx),
              lane);
}

void MBarriers::completeTx(Warp &warp, uint32_t address, int64_t bytes,
                           int lane) {
  MBarrier *barrier = find(warp, address, lane);
  if (!barrier)
    return;
  barrier->tx -= bytes;
  tryComplete(warp, address, *barrier, lane);
}

void MBarriers::fence(const Warp &warp) {
  for (auto &[address, barrier] : barriers)
    if (warp.knowledge.happened.get(barrier.initializer) >= barrier.initTime)
      barrier.fenced = true;
}

std::string MBarriers::describe() const {
  std::string text;
  for (const auto &[address, barrier] : barriers)
    text += (Twine(text.empty() ? "" : "; ") + "mbarrier " + hex(address) +
             ": phase " + Twine(barrier.phase) + ", " + Twine(barrier.pending) +
             " of " + Twine(barrier.count) + " arrivals and " +
             Twine(barrier.tx) + " bytes pending")
                .str();
  return text;
}
