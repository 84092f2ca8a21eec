//===- Moves.cpp - mov, cvta and isspacep ---------------------------------===//
#include "Block.h"
#include "Families.h"
#include "Lanes.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
/// The parts of a vector operand, lowest first.
struct VectorPayload : Payload {
  SmallVector<int32_t, 4> rows;
  unsigned partBits = 32, wholeBits = 64;
};
} // namespace

template <typename T>
static void move(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T>(w, i, m, [](T a) { return a; });
}
static void movePredicate(Warp &w, const Instruction &i, uint32_t m) {
  setPredicate(w, i.row[0], m, w.predicate(i.row[1]));
}
static void moveWide(Warp &w, const Instruction &i, uint32_t m) {
  forLanes(m, [&](unsigned lane) {
    for (int k = 0; k < 2; ++k)
      w.u64(i.row[0])[2 * lane + k] = w.u64(i.row[1])[2 * lane + k];
  });
}

/// A clock that counts instructions of the block.
static void readClock(Warp &w, const Instruction &i, uint32_t m) {
  uint64_t now = w.block->steps + w.steps;
  forLanes(m,
           [&](unsigned lane) { writeLane(w, i.row[0], i.mod[0], lane, now); });
}

/// The 32-bit words of a lane of a register of 16 to 128 bits.
static uint32_t getWord(Warp &w, int32_t row, unsigned bits, unsigned lane,
                        unsigned word) {
  return w.u32(row)[lane * std::max(bits / 32, 1u) + word];
}

static uint64_t readPart(Warp &w, int32_t row, unsigned bits, unsigned lane) {
  return bits == 64 ? w.u64(row)[lane] : w.u32(row)[lane];
}

static void packVector(Warp &w, const Instruction &i, uint32_t m) {
  const VectorPayload &p = i.get<VectorPayload>();
  unsigned words = std::max(p.wholeBits / 32, 1u);
  forLanes(m, [&](unsigned lane) {
    uint32_t result[4] = {};
    unsigned at = 0;
    for (int32_t row : p.rows) {
      uint64_t part = readPart(w, row, p.partBits, lane);
      result[at / 32] |= uint32_t(part) << (at % 32);
      if (p.partBits == 64)
        result[at / 32 + 1] = part >> 32;
      at += p.partBits;
    }
    if (p.wholeBits == 64) {
      w.u64(i.row[0])[lane] = result[0] | uint64_t(result[1]) << 32;
      return;
    }
    for (unsigned k = 0; k < words; ++k)
      w.u32(i.row[0])[lane * words + k] = result[k];
  });
}

static void unpackVector(Warp &w, const Instruction &i, uint32_t m) {
  const VectorPayload &p = i.get<VectorPayload>();
  forLanes(m, [&](unsigned lane) {
    uint32_t words[4] = {};
    for (unsigned k = 0; k < std::max(p.wholeBits / 32, 1u); ++k)
      words[k] = getWord(w, i.row[1], p.wholeBits, lane, k);
    unsigned at = 0;
    for (int32_t row : p.rows) {
      uint64_t part = words[at / 32] >> (at % 32);
      if (p.partBits == 64)
        part |= uint64_t(words[at / 32 + 1]) << 32;
      else if (p.partBits < 32)
        part &= (1u << p.partBits) - 1;
      writeLane(w, row, p.partBits == 64, lane, part);
      at += p.partBits;
    }
  });
}

static void decodeVectorMove(Decode &d, unsigned bits) {
  bool packs = d.operand(1).kind == OperandAst::Kind::Vector;
  auto &p = d.makePayload<VectorPayload>();
  const auto &parts = d.operand(packs ? 1 : 0).elements;
  p.wholeBits = bits;
  if (parts.size() != 2 && parts.size() != 4 && parts.size() != 8)
    return void(d.fail("expected a vector of 2, 4 or 8 elements"));
  p.partBits = bits / parts.size();
  if (p.partBits < 8)
    return void(d.fail("expected elements of at least 8 bits"));
  unsigned registerBits = std::max(p.partBits, 16u);
  for (const OperandAst &part : parts) {
    // Bytes lie in 16-bit registers.
    unsigned width = registerBits;
    int32_t row =
        packs ? d.sourceAtLeast(part, width) : d.destAtLeast(part, width);
    if (width != registerBits && p.partBits >= 16)
      return void(
          d.fail("expected elements of " + Twine(p.partBits) + " bits"));
    p.rows.push_back(row);
  }
  d.ins.row[packs ? 0 : 1] = packs ? d.dest(0, bits) : d.source(1, bits);
  d.ins.handler = packs ? packVector : unpackVector;
}

static bool isClock(const OperandAst &operand) {
  return operand.name == "%clock" || operand.name == "%clock64" ||
         operand.name == "%globaltimer" || operand.name == "%clock_hi";
}

void mixp::ptx::decodeMove(Decode &d) {
  Type type = d.takeType();
  unsigned bits = getBits(type);
  if (!d.expectOperands(2, 2))
    return;
  if (d.operand(0).kind == OperandAst::Kind::Vector ||
      d.operand(1).kind == OperandAst::Kind::Vector)
    return decodeVectorMove(d, bits);
  d.ins.row[0] = d.dest(0, bits);
  if (isClock(d.operand(1))) {
    d.ins.mod[0] = bits == 64;
    d.ins.handler = readClock;
    return;
  }
  d.ins.row[1] = d.source(1, bits);
  d.ins.isCopy = true;
  if (bits == 1)
    d.ins.handler = movePredicate;
  else if (bits == 128)
    d.ins.handler = moveWide;
  else
    d.ins.handler = bits == 64 ? move<uint64_t> : move<uint32_t>;
}

/// cvta: only shared addresses differ from generic ones.
static void convertAddress(Warp &w, const Instruction &i, uint32_t m) {
  bool toSpace = i.mod[0], wideFrom = i.mod[1], wideTo = i.mod[2];
  forLanes(m, [&](unsigned lane) {
    uint64_t address = readLane(w, i.row[1], wideFrom, lane);
    address = toSpace ? address - kSharedWindow : address + kSharedWindow;
    writeLane(w, i.row[0], wideTo, lane, wideTo ? address : uint32_t(address));
  });
}

/// isspacep: mod[0] is the space.
static void isInSpace(Warp &w, const Instruction &i, uint32_t m) {
  Space space = static_cast<Space>(i.mod[0]);
  uint32_t value = testLanes(m, [&](unsigned lane) {
    uint64_t address = w.u64(i.row[1])[lane];
    uint64_t window = address >> 56;
    switch (space) {
    case Space::Shared:
      return window == kSharedWindow >> 56;
    case Space::Local:
      return window == kLocalWindow >> 56;
    case Space::Param:
      return window == kParamWindow >> 56;
    default:
      return window == 0;
    }
  });
  setPredicate(w, i.row[0], m, value);
}

void mixp::ptx::decodeConvertAddress(Decode &d) {
  bool isTest = d.name() == "isspacep", toSpace = d.take("to");
  Space space = takeMemorySpace(d);
  if (space == Space::Generic || !d.expectOperands(2, 2))
    return void(d.fail("expected a state space"));
  if (isTest) {
    d.ins.mod[0] = static_cast<uint8_t>(space);
    d.ins.row[0] = d.dest(0, 1);
    d.ins.row[1] = d.source(1, 64);
    d.ins.handler = isInSpace;
    return;
  }
  unsigned bits = getBits(d.takeType());
  d.ins.mod[0] = toSpace;
  d.ins.row[0] = d.dest(0, bits);
  d.ins.row[1] = d.source(1, bits);
  d.ins.mod[1] = d.ins.mod[2] = bits == 64;
  if (space == Space::Shared && bits != 64)
    return void(d.fail("expected 64-bit addresses"));
  d.ins.handler = space == Space::Shared ? convertAddress
                  : bits == 64           ? move<uint64_t>
                                         : move<uint32_t>;
}
