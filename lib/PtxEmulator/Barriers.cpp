//===- Barriers.cpp - bar and barrier -------------------------------------===//
#include "Block.h"
#include "Families.h"
#include "Lanes.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Reduce : uint8_t { None, Popc, And, Or };
} // namespace

static uint32_t firstLane(Warp &w, int32_t row, uint32_t m) {
  return row < 0 ? 0 : w.u32(row)[__builtin_ctz(m)];
}

/// rows: result, barrier, threads, predicate. mod: waits, reduction, negated.
static void barrier(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t id = firstLane(w, i.row[1], m);
  w.block->barriers.arrive(w, id, firstLane(w, i.row[2], m), i.mod[0]);
}

static void barrierReduction(Warp &w, const Instruction &i, uint32_t m) {
  NamedBarriers &barriers = w.block->barriers;
  uint32_t id = firstLane(w, i.row[1], m);
  if (!w.inReduction) {
    uint32_t value = w.predicate(i.row[3]);
    barriers.reduce(id, i.mod[2] ? ~value : value, m);
    barriers.arrive(w, id, firstLane(w, i.row[2], m), /*waits=*/true);
    w.inReduction = true;
    return;
  }
  w.inReduction = false;
  const NamedBarriers::Reduction &result = barriers.getResult(id);
  switch (static_cast<Reduce>(i.mod[1])) {
  case Reduce::Popc:
    return forLanes(
        m, [&](unsigned lane) { w.u32(i.row[0])[lane] = result.count; });
  case Reduce::And:
    return setPredicate(w, i.row[0], m, result.all ? ~0u : 0);
  default:
    return setPredicate(w, i.row[0], m, result.any ? ~0u : 0);
  }
}

static void nothing(Warp &, const Instruction &, uint32_t) {}

static void clusterArrive(Warp &w, const Instruction &i, uint32_t m) {
  w.block->barriers.arriveCluster(w);
}
static void clusterWait(Warp &w, const Instruction &i, uint32_t m) {
  if (!w.block->barriers.waitCluster(w))
    w.waitForEvent();
}

static void decodeCluster(Decode &d) {
  int kind = d.takeAny({"arrive", "wait"});
  d.takeAny({"release", "relaxed", "acquire"});
  d.take("aligned");
  if (kind < 0 || !d.expectOperands(0, 0))
    return void(d.fail("expected .arrive or .wait"));
  d.ins.collective = Collective::AllLive;
  d.ins.handler = kind ? clusterWait : clusterArrive;
}

static void decodeReduction(Decode &d) {
  int reduce = d.takeAny({"popc", "and", "or"});
  d.takeType();
  if (reduce < 0 || !d.expectOperands(3, 4))
    return void(d.fail("expected .popc, .and or .or"));
  d.ins.mod[1] = reduce + 1;
  d.ins.row[0] = d.dest(0, reduce == 0 ? 32 : 1);
  d.ins.row[1] = d.source(1, 32);
  if (d.numOperands() == 4)
    d.ins.row[2] = d.source(2, 32);
  OperandAst predicate = d.operand(d.numOperands() - 1);
  d.ins.mod[2] = predicate.negated;
  predicate.negated = false;
  d.ins.row[3] = d.source(predicate, 1);
  d.ins.handler = barrierReduction;
}

void mixp::ptx::decodeBarrier(Decode &d) {
  if (d.take("cluster"))
    return decodeCluster(d);
  if (d.take("warp")) {
    d.take("sync");
    if (!d.expectOperands(1, 1))
      return;
    d.ins.collective = Collective::Members;
    d.ins.members = d.source(0, 32);
    d.ins.handler = nothing;
    return;
  }
  d.take("cta");
  d.take("aligned");
  // The whole warp takes part, also without .aligned.
  d.ins.collective = Collective::AllLive;
  d.ins.isBarrier = true;
  if (d.take("red"))
    return decodeReduction(d);
  int kind = d.takeAny({"sync", "arrive"});
  if (kind < 0 || !d.expectOperands(1 + kind, 2))
    return void(d.fail("expected .sync, .arrive or .red"));
  d.ins.mod[0] = kind == 0;
  d.ins.row[1] = d.source(0, 32);
  if (d.numOperands() == 2)
    d.ins.row[2] = d.source(1, 32);
  d.ins.handler = barrier;
}
