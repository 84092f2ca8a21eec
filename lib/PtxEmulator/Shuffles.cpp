//===- Shuffles.cpp - shfl.sync -------------------------------------------===//
#include "Block.h"
#include "Families.h"
#include "Lanes.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Mode : uint8_t { Up, Down, Butterfly, Index };
} // namespace

/// The lane that `lane` reads from, and whether that is in range (PTX ISA,
/// "shfl.sync").
static unsigned sourceLane(Mode mode, unsigned lane, uint32_t b, uint32_t c,
                           bool &inRange) {
  int clamp = c & 31, segment = c >> 8 & 31, by = b & 31;
  int most = (lane & segment) | (clamp & ~segment);
  int least = lane & segment, from = lane;
  switch (mode) {
  case Mode::Up:
    from = int(lane) - by;
    inRange = from >= most;
    break;
  case Mode::Down:
    from = lane + by;
    inRange = from <= most;
    break;
  case Mode::Butterfly:
    from = lane ^ by;
    inRange = from <= most;
    break;
  case Mode::Index:
    from = least | (by & ~segment);
    inRange = from <= most;
    break;
  }
  return inRange ? from : lane;
}

/// rows: d, p, a, b, c.
static void shuffle(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t result[32], ranges = 0;
  const uint32_t *a = w.u32(i.row[2]), *b = w.u32(i.row[3]);
  const uint32_t *c = w.u32(i.row[4]);
  uint32_t bad = 0;
  forLanes(m, [&](unsigned lane) {
    bool inRange = false;
    unsigned from = sourceLane(static_cast<Mode>(i.mod[0]), lane, b[lane],
                               c[lane], inRange);
    ranges |= uint32_t(inRange) << lane;
    bad |= m >> from & 1 ? 0 : 1u << lane;
    result[lane] = a[from];
  });
  if (bad)
    return w.fail(ErrorClass::DivergentCollective,
                  "the lane that is read does not execute the shuffle",
                  __builtin_ctz(bad));
  forLanes(m, [&](unsigned lane) { w.u32(i.row[0])[lane] = result[lane]; });
  if (i.row[1] >= 0)
    setPredicate(w, i.row[1], m, ranges);
}

void mixp::ptx::decodeShuffle(Decode &d) {
  int mode = d.takeAny({"up", "down", "bfly", "idx"});
  d.takeType();
  if (mode < 0 || !d.take("sync") || !d.expectOperands(5, 5))
    return void(d.fail("expected shfl.sync with a mode"));
  const OperandAst &result = d.operand(0);
  bool pair = result.kind == OperandAst::Kind::Pair;
  d.ins.mod[0] = mode;
  d.ins.row[0] = d.dest(pair ? result.elements[0] : result, 32);
  if (pair)
    d.ins.row[1] = d.dest(result.elements[1], 1);
  for (unsigned k = 1; k < 4; ++k)
    d.ins.row[k + 1] = d.source(k, 32);
  d.ins.collective = Collective::Members;
  d.ins.members = d.source(4, 32);
  d.ins.handler = shuffle;
}
