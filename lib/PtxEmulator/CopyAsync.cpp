//===- CopyAsync.cpp - cp.async and its groups ----------------------------===//
// The copies of a group land at a seeded time after its commit, at the latest
// when it is waited for. Their accesses are recorded at the issue, as those of
// an agent of their own that only the wait is ordered with.
#include "Families.h"
#include "FunctionDecoder.h"
#include "MemoryAccess.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mixp::ptx;

static void land(Block &block, CpAsyncCopy &copy, uint32_t lanes) {
  lanes &= copy.mask;
  copy.mask &= ~lanes;
  forLanes(lanes, [&](unsigned lane) {
    char *to = block.shared.data() + copy.destination[lane];
    unsigned from = copy.sourceBytes[lane];
    if (from)
      std::memcpy(to, copy.source[lane], from);
    std::memset(to + from, 0, copy.bytes - from);
  });
}

static void landGroup(Block &block, CpAsyncQueue::Group &group,
                      uint32_t lanes) {
  for (CpAsyncQueue::Part &part : group.parts) {
    land(block, *part.copy, part.lanes & lanes);
    part.lanes &= ~lanes;
  }
  erase_if(group.parts, [](const CpAsyncQueue::Part &p) { return !p.lanes; });
}

bool mixp::ptx::landSomeCpAsync(Warp &warp) {
  auto &groups = warp.cpAsync.groups;
  if (groups.empty())
    return false;
  unsigned start = warp.block->random.below(groups.size());
  for (size_t k = 0; k < groups.size(); ++k) {
    CpAsyncQueue::Group &group = groups[(start + k) % groups.size()];
    if (group.parts.empty())
      continue;
    landGroup(*warp.block, group, ~0u);
    return true;
  }
  return false;
}

namespace {
struct CopyPayload : Payload {
  unsigned bytes = 16;
  bool wideShared = false, wideGlobal = false;
  int64_t sharedOffset = 0, globalOffset = 0;
  bool ignorePredicate = false, negated = false;
};
} // namespace

/// Bytes that a lane reads; the rest becomes zero.
static unsigned getSourceBytes(Warp &w, const Instruction &i,
                               const CopyPayload &p, unsigned lane) {
  if (i.row[2] < 0)
    return p.bytes;
  if (p.ignorePredicate)
    return (w.predicate(i.row[2]) >> lane & 1) != p.negated ? 0 : p.bytes;
  uint32_t bytes = w.u32(i.row[2])[lane];
  if (bytes > p.bytes)
    w.fail(ErrorClass::BadOperand,
           "expected a source size of at most " + Twine(p.bytes) +
               " bytes but got " + Twine(bytes),
           lane);
  return std::min(bytes, p.bytes);
}

static void copyAsync(Warp &w, const Instruction &i, uint32_t m) {
  const CopyPayload &p = i.get<CopyPayload>();
  Block &block = *w.block;
  LaneAddresses to = getAddresses(w, i.row[0], p.wideShared, p.sharedOffset, m);
  LaneAddresses from =
      getAddresses(w, i.row[1], p.wideGlobal, p.globalOffset, m);
  auto shared = std::make_shared<CpAsyncCopy>();
  w.cpAsync.open.push_back({shared, m});
  CpAsyncCopy &copy = *shared;
  copy.mask = m;
  copy.bytes = p.bytes;
  Access access = block.ownAccess(w);
  access.agent = block.cpAsyncAgent(w.index);
  access.time = ++w.cpAsync.time;
  uint32_t reading = 0;
  forLanes(m, [&](unsigned lane) {
    unsigned bytes = getSourceBytes(w, i, p, lane);
    copy.sourceBytes[lane] = bytes;
    copy.destination[lane] = to[lane];
    if ((to[lane] | from[lane]) % p.bytes)
      return w.fail(
          ErrorClass::Misaligned,
          "expected addresses that are multiples of " + Twine(p.bytes), lane);
    if (bytes) {
      copy.source[lane] = block.state.memory.resolve(from[lane], bytes);
      if (!copy.source[lane])
        return w.fail(ErrorClass::OutOfBounds,
                      "read of " + Twine(bytes) +
                          " bytes at global address 0x" +
                          utohexstr(from[lane]) + ": " +
                          block.state.memory.describe(from[lane]),
                      lane);
      reading |= 1u << lane;
    }
    block.accessShared(w, access, to[lane], p.bytes, /*write=*/true, lane);
  });
  Counters &counters = block.countersOf(i);
  countShared(counters, to, m, p.bytes);
  if (reading)
    countGlobal(counters, from, reading, p.bytes);
  w.advance();
}

static void commitGroup(Warp &w, const Instruction &, uint32_t m) {
  CpAsyncQueue &queue = w.cpAsync;
  CpAsyncQueue::Group group{m, queue.time, {}};
  for (CpAsyncQueue::Part &part : queue.open) {
    if (part.lanes & m)
      group.parts.push_back({part.copy, part.lanes & m});
    part.lanes &= ~m;
  }
  erase_if(queue.open, [](const CpAsyncQueue::Part &p) { return !p.lanes; });
  queue.groups.push_back(std::move(group));
}

/// Lands the groups of the lanes `m` but each lane's last `pending` ones.
static void waitForGroups(Warp &w, uint32_t m, uint64_t pending) {
  CpAsyncQueue &queue = w.cpAsync;
  uint32_t known = 0;
  std::array<uint64_t, 32> newer{};
  for (size_t k = queue.groups.size(); k-- > 0;) {
    CpAsyncQueue::Group &group = queue.groups[k];
    uint32_t done = 0;
    forLanes(group.lanes & m, [&](unsigned lane) {
      if (newer[lane]++ >= pending)
        done |= 1u << lane;
    });
    if (!done)
      continue;
    landGroup(*w.block, group, done);
    group.lanes &= ~done;
    known = std::max(known, group.time);
  }
  erase_if(queue.groups, [](const CpAsyncQueue::Group &g) { return !g.lanes; });
  w.knowledge.happened.raise(w.block->cpAsyncAgent(w.index), known);
}

static void waitGroup(Warp &w, const Instruction &i, uint32_t m) {
  waitForGroups(w, m, i.imm);
}

static void waitAll(Warp &w, const Instruction &i, uint32_t m) {
  commitGroup(w, i, m);
  waitForGroups(w, m, 0);
}

namespace {
/// An arrival on an mbarrier when earlier copies have landed.
struct DeferredArrival : PendingOperation {
  std::vector<CpAsyncQueue::Part> parts;
  uint32_t address = 0, count = 0;
  unsigned lane = 0;
  Knowledge knowledge;

  void complete(Block &block) override {
    for (CpAsyncQueue::Part &part : parts)
      land(block, *part.copy, part.lanes);
    block.mbarriers.arrive(*warp, address, count, knowledge, lane);
  }
};
} // namespace

/// What lanes `m` have copied so far, no matter in which group.
static std::vector<CpAsyncQueue::Part> getParts(const CpAsyncQueue &queue,
                                                uint32_t m) {
  std::vector<CpAsyncQueue::Part> result;
  auto add = [&](const CpAsyncQueue::Part &part) {
    if (part.lanes & m)
      result.push_back({part.copy, part.lanes & m});
  };
  for (const CpAsyncQueue::Group &group : queue.groups)
    for_each(group.parts, add);
  for_each(queue.open, add);
  return result;
}

static void arriveWhenLanded(Warp &w, const Instruction &i, uint32_t m) {
  Block &block = *w.block;
  LaneAddresses at = getAddresses(w, i.row[0], i.mod[1], i.imm, m);
  bool increments = i.mod[0];
  forLanes(m, [&](unsigned lane) {
    MBarrier *barrier = block.mbarriers.find(w, at[lane], lane);
    if (!barrier)
      return;
    if (increments)
      ++barrier->pending;
    auto arrival = std::make_unique<DeferredArrival>();
    arrival->warp = &w;
    arrival->pc = w.pc;
    arrival->parts = getParts(w.cpAsync, 1u << lane);
    arrival->address = at[lane];
    arrival->count = 1;
    arrival->lane = lane;
    arrival->knowledge = w.knowledge;
    arrival->knowledge.happened.raise(block.cpAsyncAgent(w.index),
                                      w.cpAsync.time);
    block.pending.push_back(std::move(arrival));
  });
  w.advance();
}

static void decodeArrival(Decode &d) {
  bool noIncrement = d.take("noinc");
  d.takeAny({"shared", "shared::cta"});
  if (!d.take("arrive") || !d.take("b64") || !d.expectOperands(1, 1))
    return void(d.fail("expected .arrive.b64"));
  bool wide = false;
  d.ins.row[0] = d.address(d.operand(0), d.ins.imm, wide);
  d.ins.mod[0] = !noIncrement;
  d.ins.mod[1] = wide;
  d.ins.handler = arriveWhenLanded;
}

static void decodeCopy(Decode &d) {
  auto &p = d.makePayload<CopyPayload>();
  int cache = d.takeAny({"ca", "cg"});
  bool hint = d.take("L2::cache_hint");
  d.takeAny({"shared", "shared::cta"});
  d.take("global");
  d.takeAny({"L2::64B", "L2::128B", "L2::256B"});
  if (cache < 0 || !d.expectOperands(3 + hint, 4 + hint))
    return void(d.fail("expected .ca or .cg"));
  std::optional<int64_t> bytes = d.integer(d.operand(2));
  if (!bytes || (*bytes != 16 && (cache == 1 || (*bytes != 4 && *bytes != 8))))
    return void(d.fail("expected a size of 16 bytes, or with .ca of 4 or 8"));
  p.bytes = *bytes;
  d.ins.row[0] = d.address(d.operand(0), p.sharedOffset, p.wideShared);
  d.ins.row[1] = d.address(d.operand(1), p.globalOffset, p.wideGlobal);
  if (d.numOperands() == 4u + hint) {
    OperandAst last = d.operand(3);
    auto found =
        last.kind == OperandAst::Kind::Name
            ? d.getFunction().findRegister(d.statement.scope, last.name)
            : std::nullopt;
    p.ignorePredicate = found && found->bits == 1;
    p.negated = last.negated;
    last.negated = false;
    d.ins.row[2] = d.source(last, p.ignorePredicate ? 1 : 32);
  }
  d.ins.handler = copyAsync;
}

void mixp::ptx::decodeCopyAsync(Decode &d) {
  if (!d.take("async"))
    return void(d.fail("expected cp.async"));
  d.requireTarget(80);
  if (d.take("bulk"))
    return decodeBulkCopy(d);
  if (d.take("commit_group")) {
    d.ins.handler = commitGroup;
  } else if (d.take("wait_all")) {
    d.ins.handler = waitAll;
  } else if (d.take("wait_group")) {
    std::optional<int64_t> count =
        d.numOperands() == 1 ? d.integer(d.operand(0)) : std::nullopt;
    if (!count || *count < 0)
      return void(d.fail("expected a number of groups"));
    d.ins.imm = *count;
    d.ins.handler = waitGroup;
  } else if (d.take("mbarrier")) {
    decodeArrival(d);
  } else {
    decodeCopy(d);
  }
}
