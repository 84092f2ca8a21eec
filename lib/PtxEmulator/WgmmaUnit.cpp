//===- WgmmaUnit.cpp - Warpgroup matrix products in flight ----------------===//
#include "WgmmaUnit.h"
#include "Block.h"
#include "WgmmaOperands.h"

using namespace llvm;
using namespace mixp::ptx;

void WgmmaUnit::reset(unsigned warpgroups) {
  queues.clear();
  queues.resize(warpgroups);
}

/// The warpgroup's operation that this is the warp's part of.
WgmmaOperation *WgmmaUnit::findOperation(Warp &warp, const Instruction &ins) {
  Queue &queue = queues[warp.index / 4];
  uint64_t number = warp.wgmma.issued - queue.completed;
  if (number == queue.operations.size()) {
    queue.operations.emplace_back();
    queue.operations.back().instruction = &ins;
    queue.operations.back().pc = warp.pc;
  }
  WgmmaOperation &operation = queue.operations[number];
  if (operation.instruction == &ins)
    return &operation;
  warp.fail(ErrorClass::WgmmaDescriptor,
            "another warp of the warpgroup has the instruction on line " +
                Twine(operation.instruction->line) + " in its place");
  return nullptr;
}

/// Records what the warp's part reads: its 16 rows of A and all of B.
static void readOperands(Warp &warp, const WgmmaOperation &operation,
                         const WgmmaPayload &p) {
  Block &block = *warp.block;
  Access access = block.ownAccess(warp);
  access.agent = block.wgmmaAgent(warp.index);
  access.time = warp.wgmma.issued;
  access.asyncProxy = true;
  auto read = [&](uint64_t descriptor, bool transposed, unsigned rows,
                  unsigned first, unsigned count, StringRef name) {
    std::string error;
    TileLayout layout = decodeDescriptor(descriptor, transposed, error);
    if (!error.empty())
      return warp.fail(ErrorClass::WgmmaDescriptor,
                       "of " + name + ": " + error);
    layout.forChunks(rows, p.k, [&](uint32_t address, unsigned row, unsigned) {
      if (row >= first && row < first + count && !block.failed())
        block.accessShared(warp, access, address, 16, /*write=*/false, -1);
    });
  };
  if (p.rowsA.empty())
    read(operation.descriptorA, p.transposedA, 64, warp.index % 4 * 16, 16,
         "A");
  read(operation.descriptorB, p.transposedB, p.n, 0, p.n, "B");
}

void WgmmaUnit::issue(Warp &warp, const Instruction &ins, uint64_t descriptorA,
                      uint64_t descriptorB, bool scaleD) {
  const WgmmaPayload &p = ins.get<WgmmaPayload>();
  WgmmaOperation *operation = findOperation(warp, ins);
  if (!operation)
    return;
  unsigned part = warp.index % 4;
  if (!operation->issued) {
    operation->descriptorA = descriptorA;
    operation->descriptorB = descriptorB;
    operation->scaleD = scaleD;
    operation->registersA.resize(4 * p.rowsA.size() * 32);
  } else if (operation->descriptorB != descriptorB ||
             operation->descriptorA != descriptorA ||
             operation->scaleD != scaleD) {
    return warp.fail(ErrorClass::WgmmaDescriptor,
                     "the warps of the warpgroup do not have the same "
                     "descriptors and scale-d");
  }
  operation->issued |= 1u << part;
  for (size_t i = 0; i < p.rowsA.size(); ++i)
    std::copy_n(warp.u32(p.rowsA[i]), 32,
                &operation->registersA[(part * p.rowsA.size() + i) * 32]);
  ++warp.wgmma.issued;
  warp.wgmma.inFlight.push_back(&ins);
  readOperands(warp, *operation, p);
  warp.advance();
  ++warp.block->events;
}

void WgmmaUnit::commit(Warp &warp) {
  Queue &queue = queues[warp.index / 4];
  for (uint64_t k = warp.wgmma.committed; k < warp.wgmma.issued; ++k)
    if (k >= queue.completed)
      queue.operations[k - queue.completed].committed |= 1u << warp.index % 4;
  warp.wgmma.committed = warp.wgmma.issued;
  warp.wgmma.groups.push_back(warp.wgmma.issued);
}

bool WgmmaUnit::completeFront(Block &block, unsigned warpgroup) {
  Queue &queue = queues[warpgroup];
  if (queue.operations.empty() || queue.operations.front().issued != 15)
    return false;
  executeWgmma(block, warpgroup, queue.operations.front());
  queue.operations.pop_front();
  ++queue.completed;
  ++block.events;
  return true;
}

bool WgmmaUnit::completeNext(Block &block, unsigned warpgroup) {
  Queue &queue = queues[warpgroup];
  return !queue.operations.empty() &&
         queue.operations.front().committed == 15 &&
         completeFront(block, warpgroup);
}

bool WgmmaUnit::wait(Warp &warp, uint64_t pending) {
  WgmmaState &state = warp.wgmma;
  Queue &queue = queues[warp.index / 4];
  if (state.groups.size() <= pending)
    return true;
  uint64_t target = state.groups[state.groups.size() - 1 - pending];
  while (queue.completed < target)
    if (!completeFront(*warp.block, warp.index / 4))
      return false;
  uint64_t waited = state.issued - state.inFlight.size();
  for (; waited < target; ++waited) {
    const WgmmaPayload &p = state.inFlight.front()->get<WgmmaPayload>();
    state.inFlight.pop_front();
    for (int32_t row : p.rowsD)
      --state.locks[row].count;
    for (int32_t row : p.rowsA)
      --state.locks[row].count;
  }
  warp.knowledge.happened.raise(warp.block->wgmmaAgent(warp.index),
                                uint32_t(target));
  return true;
}
