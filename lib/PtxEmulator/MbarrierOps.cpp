//===- MbarrierOps.cpp - mbarrier.* ---------------------------------------===//
#include "Families.h"
#include "MemoryAccess.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Op : uint8_t {
  Init,
  Invalidate,
  Arrive,
  Drop,
  ExpectTx,
  CompleteTx
};
} // namespace

/// The opaque state that an arrival returns: a mark, the arrivals that were
/// pending (20 bits) and the phase (28 bits).
static constexpr uint64_t kStateMark = 0x6d62, kPhaseMask = (1 << 28) - 1;

static LaneAddresses getBarrier(Warp &w, const Instruction &i, uint32_t m) {
  LaneAddresses at = getAddresses(w, i.row[1], i.mod[5], i.imm, m);
  if (i.mod[4]) // generic
    forLanes(m, [&](unsigned lane) { at[lane] -= kSharedWindow; });
  return at;
}

static void arriveOne(Warp &w, const Instruction &i, uint32_t address,
                      uint32_t count, unsigned lane) {
  MBarriers &barriers = w.block->mbarriers;
  MBarrier *barrier = barriers.find(w, address, lane);
  if (!barrier)
    return;
  if (i.row[0] >= 0)
    w.u64(i.row[0])[lane] = kStateMark << 48 |
                            uint64_t(barrier->pending) << 28 |
                            (barrier->phase & kPhaseMask);
  if (i.mod[1]) // .expect_tx
    barriers.expectTx(w, address, w.u32(i.row[3])[lane], lane);
  if (static_cast<Op>(i.mod[0]) == Op::Drop) {
    if (barrier->count < count)
      return w.fail(ErrorClass::MbarrierMisuse,
                    "more drops than the mbarrier's count of " +
                        Twine(barrier->count),
                    lane);
    barrier->count -= count;
  }
  uint64_t phase = barrier->phase;
  barriers.arrive(w, address, count, w.knowledge, lane);
  if (i.mod[2] && barrier->phase != phase) // .noComplete
    w.fail(ErrorClass::MbarrierMisuse,
           "an arrival with .noComplete completes the phase", lane);
}

/// rows: state, address, count, transaction bytes. mod: operation, expect_tx,
/// noComplete, whether there is a count, generic, wide address.
static void operate(Warp &w, const Instruction &i, uint32_t m) {
  MBarriers &barriers = w.block->mbarriers;
  LaneAddresses at = getBarrier(w, i, m);
  for (uint32_t rest = m; rest && !w.block->failed(); rest &= rest - 1) {
    unsigned lane = __builtin_ctz(rest);
    uint32_t count = i.row[2] >= 0 ? w.u32(i.row[2])[lane] : 1;
    if (at[lane] % 8)
      return w.fail(ErrorClass::Misaligned,
                    "expected a multiple of 8 as the mbarrier's address", lane);
    switch (static_cast<Op>(i.mod[0])) {
    case Op::Init:
      barriers.init(w, at[lane], count, lane);
      break;
    case Op::Invalidate:
      barriers.invalidate(w, at[lane], lane);
      break;
    case Op::ExpectTx:
      barriers.expectTx(w, at[lane], count, lane);
      break;
    case Op::CompleteTx:
      barriers.completeTx(w, at[lane], count, lane);
      break;
    default:
      arriveOne(w, i, at[lane], count, lane);
    }
  }
  w.advance();
}

/// rows: predicate, address, state or parity. mod: by parity, relaxed.
static void testWait(Warp &w, const Instruction &i, uint32_t m) {
  LaneAddresses at = getBarrier(w, i, m);
  uint32_t done = 0;
  for (uint32_t rest = m; rest; rest &= rest - 1) {
    unsigned lane = __builtin_ctz(rest);
    MBarrier *barrier = w.block->mbarriers.find(w, at[lane], lane);
    if (!barrier)
      return;
    bool complete;
    if (i.mod[0]) {
      complete = (barrier->phase & 1) != (w.u32(i.row[2])[lane] & 1);
    } else {
      uint64_t state = w.u64(i.row[2])[lane];
      if (state >> 48 != kStateMark)
        return w.fail(ErrorClass::MbarrierMisuse,
                      "expected a state that an arrival has returned", lane);
      complete = (barrier->phase & kPhaseMask) != (state & kPhaseMask);
    }
    if (complete) {
      done |= 1u << lane;
      if (!i.mod[1])
        w.knowledge.join(barrier->completed);
    }
  }
  setPredicate(w, i.row[0], m, done);
  if (done != m)
    w.poll(m & ~done);
}

static void pendingCount(Warp &w, const Instruction &i, uint32_t m) {
  forLanes(m, [&](unsigned lane) {
    w.u32(i.row[0])[lane] = w.u64(i.row[1])[lane] >> 28 & 0xfffff;
  });
}

static bool takeQualifiers(Decode &d) {
  bool relaxed = d.take("relaxed");
  d.takeAny({"release", "acquire"});
  d.takeAny({"cta", "cluster"});
  int space = d.takeAny({"shared", "shared::cta", "shared::cluster"});
  d.ins.mod[4] = space < 0;
  if (!d.take("b64"))
    d.fail("expected .b64");
  return relaxed;
}

static void setAddress(Decode &d, unsigned operand) {
  bool wide = false;
  d.ins.row[1] = d.address(d.operand(operand), d.ins.imm, wide);
  d.ins.mod[5] = wide;
}

static void decodeWait(Decode &d) {
  d.ins.mod[0] = d.take("parity");
  d.ins.mod[1] = takeQualifiers(d);
  if (!d.expectOperands(3, 4))
    return;
  d.ins.row[0] = d.dest(0, 1);
  setAddress(d, 1);
  d.ins.row[2] = d.source(2, d.ins.mod[0] ? 32 : 64);
  d.ins.handler = testWait;
}

static void decodeArrive(Decode &d, Op op) {
  d.ins.mod[0] = static_cast<uint8_t>(op);
  d.ins.mod[1] = d.take("expect_tx");
  d.ins.mod[2] = d.take("noComplete");
  takeQualifiers(d);
  // The state may be missing.
  bool hasState =
      d.numOperands() && d.operand(0).kind != OperandAst::Kind::Address;
  if (!d.expectOperands(1 + hasState, 2 + hasState))
    return;
  if (hasState && d.operand(0).kind != OperandAst::Kind::Sink)
    d.ins.row[0] = d.dest(0, 64);
  setAddress(d, hasState);
  if (d.numOperands() == 2u + hasState)
    d.ins.row[d.ins.mod[1] ? 3 : 2] = d.source(1 + hasState, 32);
  else if (d.ins.mod[1])
    d.fail("expected a number of bytes");
  d.ins.handler = operate;
}

void mixp::ptx::decodeMbarrier(Decode &d) {
  d.requireTarget(80);
  if (d.takeAny({"test_wait", "try_wait"}) >= 0)
    return decodeWait(d);
  if (d.take("arrive"))
    return decodeArrive(d, Op::Arrive);
  if (d.take("arrive_drop"))
    return decodeArrive(d, Op::Drop);
  if (d.take("pending_count")) {
    if (!d.take("b64") || !d.expectOperands(2, 2))
      return void(d.fail("expected .b64"));
    d.ins.row[0] = d.dest(0, 32);
    d.ins.row[1] = d.source(1, 64);
    d.ins.handler = pendingCount;
    return;
  }
  int op = d.takeAny({"init", "inval", "expect_tx", "complete_tx"});
  static const Op ops[] = {Op::Init, Op::Invalidate, Op::ExpectTx,
                           Op::CompleteTx};
  bool hasCount = op != 1;
  if (op < 0)
    return void(d.fail("expected an operation"));
  takeQualifiers(d);
  if (!d.expectOperands(1 + hasCount, 1 + hasCount))
    return;
  d.ins.mod[0] = static_cast<uint8_t>(ops[op]);
  setAddress(d, 0);
  if (hasCount)
    d.ins.row[2] = d.source(1, 32);
  d.ins.handler = operate;
}
