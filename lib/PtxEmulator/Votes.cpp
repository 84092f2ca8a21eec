//===- Votes.cpp - vote, activemask, redux, match and elect ---------------===//
#include "Block.h"
#include "Families.h"
#include "Lanes.h"
#include <algorithm>

using namespace llvm;
using namespace mixp::ptx;

/// mod[0]: all, any, uni, ballot; mod[1]: whether the predicate is negated.
static void vote(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t value = w.predicate(i.row[1]);
  value = (i.mod[1] ? ~value : value) & m;
  if (i.mod[0] == 3)
    return forLanes(m, [&](unsigned lane) { w.u32(i.row[0])[lane] = value; });
  bool result = i.mod[0] == 0   ? value == m
                : i.mod[0] == 1 ? value != 0
                                : value == m || value == 0;
  setPredicate(w, i.row[0], m, result ? ~0u : 0);
}

static void activeMask(Warp &w, const Instruction &i, uint32_t m) {
  forLanes(m, [&](unsigned lane) { w.u32(i.row[0])[lane] = m; });
}

/// elect.sync: the lowest lane.
static void elect(Warp &w, const Instruction &i, uint32_t m) {
  unsigned leader = __builtin_ctz(m);
  if (i.row[0] >= 0)
    forLanes(m, [&](unsigned lane) { w.u32(i.row[0])[lane] = leader; });
  setPredicate(w, i.row[1], m, 1u << leader);
}

template <typename T>
static T reduce(Warp &w, const Instruction &i, uint32_t m) {
  T result = w.u32(i.row[1])[__builtin_ctz(m)];
  uint32_t rest = m & (m - 1);
  forLanes(rest, [&](unsigned lane) {
    T value = w.u32(i.row[1])[lane];
    switch (i.mod[0]) {
    case 0:
      result = uint32_t(result) + uint32_t(value);
      break;
    case 1:
      result = std::min(result, value);
      break;
    case 2:
      result = std::max(result, value);
      break;
    case 3:
      result &= value;
      break;
    case 4:
      result |= value;
      break;
    default:
      result ^= value;
    }
  });
  return result;
}

static void redux(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t result =
      i.mod[1] ? uint32_t(reduce<int32_t>(w, i, m)) : reduce<uint32_t>(w, i, m);
  forLanes(m, [&](unsigned lane) { w.u32(i.row[0])[lane] = result; });
}

/// match.any and match.all; mod[0]: all, mod[1]: 64 bits.
static void match(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t masks[32] = {};
  bool same = true;
  uint64_t first = readLane(w, i.row[2], i.mod[1], __builtin_ctz(m));
  forLanes(m, [&](unsigned lane) {
    uint64_t value = readLane(w, i.row[2], i.mod[1], lane);
    same &= value == first;
    forLanes(m, [&](unsigned other) {
      if (readLane(w, i.row[2], i.mod[1], other) == value)
        masks[lane] |= 1u << other;
    });
  });
  forLanes(m, [&](unsigned lane) {
    w.u32(i.row[0])[lane] = i.mod[0] ? (same ? m : 0) : masks[lane];
  });
  if (i.row[1] >= 0)
    setPredicate(w, i.row[1], m, same ? ~0u : 0);
}

static void decodeMembers(Decode &d, unsigned operand) {
  d.take("sync");
  d.ins.collective = Collective::Members;
  d.ins.members = d.source(operand, 32);
}

static void decodeMatch(Decode &d) {
  int all = d.takeAny({"any", "all"});
  unsigned bits = getBits(d.takeType());
  if (all < 0 || !d.expectOperands(3, 3))
    return void(d.fail("expected .any or .all"));
  const OperandAst &result = d.operand(0);
  bool pair = result.kind == OperandAst::Kind::Pair;
  d.ins.row[0] = d.dest(pair ? result.elements[0] : result, 32);
  if (pair)
    d.ins.row[1] = d.dest(result.elements[1], 1);
  d.ins.row[2] = d.source(1, bits);
  d.ins.mod[0] = all;
  d.ins.mod[1] = bits == 64;
  decodeMembers(d, 2);
  d.ins.handler = match;
}

static void decodeElect(Decode &d) {
  if (!d.expectOperands(2, 2) || d.operand(0).kind != OperandAst::Kind::Pair)
    return void(d.fail("expected a result and a predicate"));
  d.ins.row[0] = d.dest(d.operand(0).elements[0], 32);
  d.ins.row[1] = d.dest(d.operand(0).elements[1], 1);
  decodeMembers(d, 1);
  d.ins.handler = elect;
}

static void decodeRedux(Decode &d) {
  int op = d.takeAny({"add", "min", "max", "and", "or", "xor"});
  Type type = d.takeType();
  if (op < 0 || getBits(type) != 32 || isFloat(type) || !d.expectOperands(3, 3))
    return void(d.fail("expected an operation on u32, s32 or b32"));
  d.ins.mod[0] = op;
  d.ins.mod[1] = isSigned(type);
  d.ins.row[0] = d.dest(0, 32);
  d.ins.row[1] = d.source(1, 32);
  decodeMembers(d, 2);
  d.ins.handler = redux;
}

void mixp::ptx::decodeVote(Decode &d) {
  StringRef name = d.name();
  if (name == "match")
    return decodeMatch(d);
  if (name == "elect")
    return decodeElect(d);
  if (name == "redux")
    return decodeRedux(d);
  if (name == "activemask") {
    d.takeType();
    if (d.expectOperands(1, 1))
      d.ins.row[0] = d.dest(0, 32);
    d.ins.handler = activeMask;
    return;
  }
  int mode = d.takeAny({"all", "any", "uni", "ballot"});
  d.takeType();
  if (mode < 0 || !d.hasWord("sync") || !d.expectOperands(3, 3))
    return void(d.fail("expected vote.sync"));
  d.ins.mod[0] = mode;
  d.ins.row[0] = d.dest(0, mode == 3 ? 32 : 1);
  OperandAst predicate = d.operand(1);
  d.ins.mod[1] = predicate.negated;
  predicate.negated = false;
  d.ins.row[1] = d.source(predicate, 1);
  decodeMembers(d, 2);
  d.ins.handler = vote;
}
