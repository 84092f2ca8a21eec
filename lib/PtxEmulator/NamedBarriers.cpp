//===- NamedBarriers.cpp - bar.sync and its kin ---------------------------===//
#include "NamedBarriers.h"
#include "Block.h"

using namespace llvm;
using namespace mixp::ptx;

void NamedBarriers::reduce(uint32_t id, uint32_t trueLanes, uint32_t lanes) {
  if (id >= kCount)
    return;
  Reduction &partial = barriers[id].partial;
  partial.count += __builtin_popcount(trueLanes & lanes);
  partial.any |= (trueLanes & lanes) != 0;
  partial.all &= (trueLanes & lanes) == lanes;
}

void NamedBarriers::arrive(Warp &warp, uint32_t id, uint32_t threads,
                           bool waits) {
  Block &block = *warp.block;
  if (id >= kCount)
    return warp.fail(ErrorClass::BarrierMisuse,
                     "expected a barrier of 0 to 15 but got " + Twine(id));
  if (threads % 32 || threads / 32 > block.warps.size())
    return warp.fail(ErrorClass::BarrierMisuse,
                     "expected a multiple of 32 of at most " +
                         Twine(block.warps.size() * 32) + " threads but got " +
                         Twine(threads));
  Barrier &barrier = barriers[id];
  if (barrier.arrived && barrier.expected != threads)
    return warp.fail(
        ErrorClass::BarrierMisuse,
        "barrier " + Twine(id) + " is used with " +
            (threads ? Twine(threads) : Twine("all")) +
            " threads while others use it with " +
            (barrier.expected ? Twine(barrier.expected) : Twine("all")));
  if (barrier.arrivedWarps >> warp.index & 1)
    return warp.fail(ErrorClass::BarrierMisuse,
                     "the warp arrives at barrier " + Twine(id) +
                         " a second time before it is released");
  barrier.expected = threads;
  barrier.arrived += 32;
  barrier.arrivedWarps |= uint64_t(1) << warp.index;
  barrier.knowledge.join(warp.knowledge);
  warp.advance();
  ++block.events;
  if (waits) {
    barrier.waitingWarps |= uint64_t(1) << warp.index;
    warp.wait = Wait::Barrier;
    warp.barrier = id;
  }
  tryRelease(block, barrier);
}

static uint64_t getLiveWarps(const Block &block) {
  uint64_t mask = 0;
  for (const Warp &warp : block.warps)
    mask |= uint64_t(warp.live != 0) << warp.index;
  return mask;
}

void NamedBarriers::tryRelease(Block &block, Barrier &barrier) {
  if (barrier.expected ? barrier.arrived < barrier.expected
                       : getLiveWarps(block) & ~barrier.arrivedWarps)
    return;
  for (Warp &other : block.warps)
    if (barrier.waitingWarps >> other.index & 1) {
      other.knowledge.join(barrier.knowledge);
      other.released = true;
    }
  Reduction result = barrier.partial;
  barrier = {};
  barrier.result = result;
}

void NamedBarriers::warpExited(Block &block) {
  for (Barrier &barrier : barriers)
    if (barrier.arrived && !barrier.expected)
      tryRelease(block, barrier);
  if (cluster.arrivedWarps)
    tryReleaseCluster(block);
}

void NamedBarriers::arriveCluster(Warp &warp) {
  if (cluster.arrivedWarps >> warp.index & 1)
    return warp.fail(ErrorClass::BarrierMisuse,
                     "the warp arrives at the cluster's barrier a second time "
                     "before it has waited");
  Block &block = *warp.block;
  cluster.arrivedWarps |= uint64_t(1) << warp.index;
  cluster.arriving.join(warp.knowledge);
  warp.advance();
  ++block.events;
  tryReleaseCluster(block);
}

void NamedBarriers::tryReleaseCluster(Block &block) {
  if (getLiveWarps(block) & ~cluster.arrivedWarps)
    return;
  cluster.completed = cluster.arriving;
  cluster.arrivedWarps = 0;
}

bool NamedBarriers::waitCluster(Warp &warp) {
  if (cluster.arrivedWarps >> warp.index & 1)
    return false;
  warp.knowledge.join(cluster.completed);
  return true;
}

std::string NamedBarriers::describe() const {
  std::string text;
  for (unsigned i = 0; i < kCount; ++i)
    if (barriers[i].arrived)
      text +=
          (Twine(text.empty() ? "" : "; ") + "barrier " + Twine(i) + ": " +
           Twine(barriers[i].arrived) + " of " +
           (barriers[i].expected ? Twine(barriers[i].expected) : Twine("all")) +
           " threads have arrived")
              .str();
  return text;
}
