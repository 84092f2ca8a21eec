//===- Scheduler.cpp - Which lanes execute what next ----------------------===//
#include "Block.h"

using namespace llvm;
using namespace mixp::ptx;

/// Warp instructions between two choices of a warp.
static constexpr unsigned kMaxQuantum = 48;
/// Failed tests of a diverged warp, without any event, before it sleeps.
static constexpr unsigned kMaxPolls = 64;
/// Rounds in which tests may fail without any event before it is a deadlock.
static constexpr unsigned kMaxIdleRounds = 64;

/// Groups of lanes that have come to the same instruction become one.
void Block::mergeGroups(Warp &warp) {
  auto &groups = warp.groups;
  for (unsigned i = 0; i < groups.size(); ++i)
    for (unsigned j = i + 1; j < groups.size();) {
      if (groups[i].pc == groups[j].pc) {
        groups[i].mask |= groups[j].mask;
        groups.erase(groups.begin() + j);
      } else {
        ++j;
      }
    }
}

/// Whether the lanes that a collective instruction needs are all there.
bool Block::isReady(Warp &warp, const Instruction &ins,
                    const LaneGroup &group) {
  if (ins.collective == Collective::None)
    return true;
  uint32_t needed = warp.live;
  if (ins.collective == Collective::Members) {
    unsigned lane = __builtin_ctz(group.mask);
    needed = warp.u32(ins.members)[lane] & warp.live;
  }
  return (needed & ~group.mask) == 0;
}

/// Chooses the group of lanes that runs: that of the lowest instruction which
/// is not a collective that waits for others.
bool Block::selectGroup(Warp &warp) {
  if (warp.groups.size() == 1) {
    warp.current = 0;
    return true;
  }
  mergeGroups(warp);
  int best = -1;
  for (unsigned i = 0; i < warp.groups.size(); ++i) {
    const LaneGroup &group = warp.groups[i];
    if (!isReady(warp, state.program.code[group.pc], group))
      continue;
    bool spins = warp.preferOther && (group.mask & warp.spinning);
    bool bestSpins = best >= 0 && warp.preferOther &&
                     (warp.groups[best].mask & warp.spinning);
    if (best < 0 || (bestSpins && !spins) ||
        (bestSpins == spins && group.pc < warp.groups[best].pc))
      best = i;
  }
  if (best < 0) {
    warp.pc = warp.groups[0].pc;
    std::string lines;
    for (const LaneGroup &group : warp.groups)
      lines += (lines.empty() ? "" : ", ") +
               std::to_string(state.program.code[group.pc].line);
    warp.fail(ErrorClass::DivergentCollective,
              "the lanes of the warp wait for each other at different "
              "instructions, on lines " +
                  Twine(lines));
    return false;
  }
  if (warp.preferOther)
    --warp.preferOther;
  warp.current = best;
  return true;
}

void Warp::poll(uint32_t lanes) {
  polls = polledEvents == block->events ? polls + 1 : 0;
  polledEvents = block->events;
  if (groups.size() == 1 || polls > kMaxPolls)
    return waitForEvent(Wait::Poll);
  // The lanes that this one waits for may be of the same warp.
  spinning = lanes;
  preferOther = kMaxQuantum;
}

void Block::executeFlow(Warp &warp, const Instruction &ins, uint32_t mask) {
  LaneGroup group = warp.groups[warp.current];
  uint32_t rest = group.mask & ~mask;
  if (ins.flow == Flow::Branch && !rest) {
    warp.groups[warp.current].pc = ins.target;
    return;
  }
  warp.groups.erase(warp.groups.begin() + warp.current);
  if (rest)
    warp.groups.push_back({group.pc + 1, rest});
  if (ins.flow == Flow::Branch && mask)
    warp.groups.push_back({ins.target, mask});
  if (ins.flow == Flow::BranchIndex) {
    const auto &targets = state.program.branchTargets[ins.imm];
    forLanes(mask, [&](unsigned lane) {
      uint32_t index = warp.u32(ins.row[0])[lane];
      if (index >= targets.size())
        return warp.fail(ErrorClass::BadOperand,
                         "expected an index below " + Twine(targets.size()) +
                             " but got " + Twine(index),
                         lane);
      warp.groups.push_back({targets[index], 1u << lane});
    });
  }
  if (ins.flow == Flow::Exit) {
    warp.live &= ~mask;
    if (!warp.live)
      barriers.warpExited(*this);
    ++events;
  }
  warp.current = 0;
  mergeGroups(warp);
}

/// Registers of operations in flight must not be touched; wgmma keeps its own
/// rules for those that it names. A copy of a register counts as the access
/// that made its source: LLVM places copies of accumulators after the fence,
/// and the assembler gives both the same register.
static bool checkLocks(Warp &warp, const Program &program,
                       const Instruction &ins) {
  WgmmaState &wgmma = warp.wgmma;
  for (uint32_t i = 0; i < ins.numTouched; ++i) {
    int32_t row = program.touched[ins.firstTouched + i];
    if (wgmma.locks[row].count) {
      warp.fail(ErrorClass::AccumulatorInFlight,
                "a register that it names belongs to a wgmma.mma_async that "
                "no wgmma.wait_group has waited for");
      return false;
    }
    if (!ins.isCopy)
      wgmma.lastAccess[row] = warp.steps;
  }
  if (ins.isCopy)
    wgmma.lastAccess[ins.row[0]] = wgmma.lastAccess[ins.row[1]];
  return true;
}

/// Executes one instruction of the warp. False when its turn ends.
bool Block::step(Warp &warp) {
  if (!selectGroup(warp))
    return false;
  const Program &program = state.program;
  LaneGroup group = warp.groups[warp.current];
  const Instruction &ins = program.code[group.pc];
  warp.pc = group.pc;
  uint32_t mask = group.mask;
  if (ins.guard >= 0) {
    uint32_t guard = warp.predicate(ins.guard);
    mask &= ins.guardNegated ? ~guard : guard;
  }
  ++warp.steps;
  if (program.usesWgmma && !ins.isWgmma && !checkLocks(warp, program, ins))
    return false;
  if (mask && !isReady(warp, ins, {group.pc, mask})) {
    warp.fail(ErrorClass::DivergentCollective,
              "only some of the lanes that a collective instruction needs "
              "execute it");
    return false;
  }
  if (ins.flow != Flow::Next) {
    ++state.counters[warp.pc].executed;
    executeFlow(warp, ins, mask);
    return warp.live != 0;
  }
  if (mask)
    ins.handler(warp, ins, mask);
  if (failed() || warp.wait == Wait::Event || warp.inReduction)
    return false;
  ++state.counters[warp.pc].executed;
  ++warp.groups[warp.current].pc;
  return warp.wait == Wait::None;
}

void Block::runWarp(Warp &warp, unsigned quantum) {
  warp.wait = Wait::None;
  warp.released = false;
  uint64_t before = warp.steps;
  while (quantum-- && step(warp)) {
  }
  steps += warp.steps - before;
}

bool Block::pickWarp(unsigned &index) {
  unsigned count = warps.size(), start = random.below(count);
  for (unsigned i = 0; i < count; ++i) {
    index = (start + i) % count;
    const Warp &warp = warps[index];
    if (!warp.live)
      continue;
    bool sleeps = warp.wait == Wait::Event || warp.wait == Wait::Poll;
    if (warp.wait == Wait::None ||
        (warp.wait == Wait::Barrier && warp.released) ||
        (sleeps && warp.seenEvents != events))
      return true;
  }
  return false;
}

void Block::completePending(size_t index) {
  std::unique_ptr<PendingOperation> operation = std::move(pending[index]);
  pending.erase(pending.begin() + index);
  operation->warp->pc = operation->pc;
  operation->complete(*this);
  ++events;
}

/// Lets something asynchronous happen. False if there is nothing.
bool Block::completeSomething() {
  unsigned kinds = warps.size() + wgmma.numWarpgroups() + 2;
  unsigned start = random.below(kinds);
  for (unsigned i = 0; i < kinds; ++i) {
    unsigned kind = (start + i) % kinds;
    if (kind < warps.size()) {
      if (landSomeCpAsync(warps[kind]))
        return true;
    } else if (kind < warps.size() + wgmma.numWarpgroups()) {
      if (wgmma.completeNext(*this, kind - warps.size()))
        return true;
    } else if (!pending.empty()) {
      completePending(random.below(pending.size()));
      return true;
    }
  }
  return false;
}

void Block::reportDeadlock() {
  std::string text;
  Warp *blamed = nullptr;
  for (Warp &warp : warps) {
    if (!warp.live)
      continue;
    if (!blamed)
      blamed = &warp;
    text += (text.empty() ? "" : "; ") + ("warp " + Twine(warp.index)).str() +
            " waits at line " +
            std::to_string(state.program.code[warp.pc].line);
  }
  for (std::string more : {barriers.describe(), mbarriers.describe()})
    if (!more.empty())
      text += "; " + more;
  blamed->fail(ErrorClass::Deadlock, "no warp can go on: " + Twine(text));
}

/// What is in flight when the block ends lands in memory that may be another
/// block's by then.
void Block::finish() {
  for (Warp &warp : warps)
    if (!warp.bulk.open.empty() || !warp.bulk.groups.empty())
      return warp.fail(ErrorClass::Race,
                       "the warp ends while bulk copies read shared memory: no "
                       "cp.async.bulk.wait_group waits for them");
  for (const std::unique_ptr<PendingOperation> &operation : pending) {
    if (!operation->writesShared())
      continue;
    operation->warp->pc = operation->pc;
    return operation->warp->fail(
        ErrorClass::Race,
        "the block ends while this copy into shared memory is in flight: "
        "nobody waits for it");
  }
}

void Block::run() {
  unsigned idleRounds = 0;
  uint64_t idleEvents = ~uint64_t(0);
  while (!failed()) {
    if (random.oneIn(4))
      completeSomething();
    unsigned index;
    if (failed())
      return;
    if (pickWarp(index)) {
      runWarp(warps[index], 1 + random.below(kMaxQuantum));
      if (steps > state.launch.options.stepLimit)
        warps[index].fail(ErrorClass::StepLimit,
                          "the block has executed more than " +
                              Twine(state.launch.options.stepLimit) +
                              " warp instructions");
      continue;
    }
    if (none_of(warps, [](const Warp &warp) { return warp.live; }))
      return finish();
    if (completeSomething())
      continue;
    // Failed tests may be repeated a few times: they have loops around them.
    idleRounds = idleEvents == events ? idleRounds + 1 : 0;
    idleEvents = events;
    bool polled = false;
    for (Warp &warp : warps)
      if (warp.live && warp.wait == Wait::Poll) {
        warp.wait = Wait::None;
        polled = true;
      }
    if (!polled || idleRounds > kMaxIdleRounds)
      reportDeadlock();
  }
}
