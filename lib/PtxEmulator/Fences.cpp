//===- Fences.cpp - Fences and what has no effect here --------------------===//
#include "Block.h"
#include "Families.h"
#include "Lanes.h"

using namespace llvm;
using namespace mixp::ptx;

static void nothing(Warp &, const Instruction &, uint32_t) {}

/// What happened before is seen by the async proxy too.
static void proxyFence(Warp &w, const Instruction &, uint32_t) {
  w.knowledge.fenced = w.knowledge.happened;
  w.block->mbarriers.fence(w);
}

static void barrierInitFence(Warp &w, const Instruction &, uint32_t) {
  w.block->mbarriers.fence(w);
}

/// Threads of a warp execute in order and the block's memory is one: fences
/// order nothing here that is not ordered already, but those of proxies.
void mixp::ptx::decodeFence(Decode &d) {
  d.ins.handler = nothing;
  if (d.name() == "membar") {
    d.takeAny({"cta", "gl", "sys", "gpu"});
    if (d.take("proxy"))
      d.takeAny({"alias", "async"});
    return;
  }
  if (d.take("mbarrier_init")) {
    d.ins.handler = barrierInitFence;
    d.take("release");
    d.take("cluster");
    return;
  }
  if (d.take("proxy")) {
    int kind =
        d.takeAny({"async", "alias", "async::generic", "tensormap::generic"});
    if (kind < 0)
      return void(d.fail("expected a proxy"));
    int space = d.takeAny({"shared::cta", "shared::cluster", "global",
                           "sync_restrict::shared::cta",
                           "sync_restrict::shared::cluster"});
    d.takeAny({"acquire", "release"});
    d.takeAny({"cta", "cluster", "gpu", "sys"});
    if ((kind == 0 && space != 2) || kind == 2)
      d.ins.handler = proxyFence;
    return;
  }
  d.takeAny({"sc", "acq_rel", "acquire", "release"});
  d.takeAny({"sync_restrict::shared::cta", "sync_restrict::shared::cluster"});
  d.takeAny({"cta", "cluster", "gpu", "sys"});
}

static void yieldTurn(Warp &w, const Instruction &, uint32_t m) { w.poll(m); }

static void trap(Warp &w, const Instruction &, uint32_t m) {
  w.fail(ErrorClass::Trap, "the kernel has trapped", __builtin_ctz(m));
}

static void policy(Warp &w, const Instruction &i, uint32_t m) {
  forLanes(m, [&](unsigned lane) { w.u64(i.row[0])[lane] = 0; });
}

void mixp::ptx::decodeNoEffect(Decode &d) {
  StringRef name = d.name();
  d.ins.handler = nothing;
  if (name == "trap") {
    d.ins.handler = trap;
  } else if (name == "nanosleep") {
    d.ins.handler = yieldTurn;
  } else if (name == "createpolicy") {
    if (d.expectOperands(1, 4))
      d.ins.row[0] = d.dest(0, 64);
    d.ins.handler = policy;
  } else if (name == "setmaxnreg") {
    std::optional<int64_t> count =
        d.numOperands() == 1 ? d.integer(d.operand(0)) : std::nullopt;
    if (!count || *count < 24 || *count > 256 || *count % 8)
      return void(d.fail("expected a multiple of 8 from 24 to 256"));
    d.ins.collective = Collective::AllLive;
  }
  // The words of these hints do not matter.
  d.words().clear();
}
