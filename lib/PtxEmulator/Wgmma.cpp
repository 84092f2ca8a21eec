//===- Wgmma.cpp - wgmma.* ------------------------------------------------===//
#include "Block.h"
#include "Families.h"
#include "Lanes.h"
#include "WgmmaOperands.h"

using namespace llvm;
using namespace mixp::ptx;

static void fence(Warp &w, const Instruction &, uint32_t) {
  w.wgmma.fenceStep = w.steps;
}
static void commitGroup(Warp &w, const Instruction &, uint32_t) {
  w.block->wgmma.commit(w);
}
static void waitGroup(Warp &w, const Instruction &i, uint32_t) {
  if (!w.block->wgmma.wait(w, i.imm))
    w.waitForEvent();
}

/// The rules of wgmma.fence and of registers in flight, then the locks.
static bool lockRegisters(Warp &w, const WgmmaPayload &p) {
  WgmmaState &state = w.wgmma;
  if (!state.fenceStep) {
    w.fail(ErrorClass::MissingWgmmaFence,
           "no wgmma.fence comes before the first wgmma.mma_async");
    return false;
  }
  auto lock = [&](ArrayRef<int32_t> rows, uint16_t shape) {
    for (int32_t row : rows) {
      WgmmaState::Lock &entry = state.locks[row];
      if (entry.count && entry.shape != shape) {
        w.fail(ErrorClass::AccumulatorInFlight,
               "a register that it names belongs to a wgmma.mma_async of "
               "another shape, which has not been waited for");
        return false;
      }
      if (state.lastAccess[row] > state.fenceStep) {
        w.fail(ErrorClass::MissingWgmmaFence,
               "a register was accessed since the last wgmma.fence");
        return false;
      }
      ++entry.count;
      entry.shape = shape;
    }
    return true;
  };
  return lock(p.rowsD, p.shape) && lock(p.rowsA, 0);
}

static bool getUniform(Warp &w, int32_t row, uint64_t &value) {
  if (row < 0)
    return true;
  const uint64_t *lanes = w.u64(row);
  value = lanes[0];
  return std::all_of(lanes, lanes + 32,
                     [&](uint64_t lane) { return lane == value; });
}

/// rows: descriptors of A and B, scale-d.
static void multiply(Warp &w, const Instruction &i, uint32_t m) {
  const WgmmaPayload &p = i.get<WgmmaPayload>();
  if (m != 0xffffffff || w.index / 4 * 4 + 4 > w.block->warps.size())
    return w.fail(ErrorClass::DivergentCollective,
                  "expected four whole warps in the warpgroup");
  uint64_t a = 0, b = 0;
  uint32_t scale = w.predicate(i.row[2]);
  scale = p.negatedScale ? ~scale : scale;
  if (!getUniform(w, i.row[0], a) || !getUniform(w, i.row[1], b) ||
      (scale != 0 && scale != ~0u))
    return w.fail(ErrorClass::WgmmaDescriptor,
                  "the lanes of the warp do not have the same descriptors and "
                  "scale-d");
  if (lockRegisters(w, p))
    w.block->wgmma.issue(w, i, a, b, scale != 0);
}

static bool readShape(Decode &d, WgmmaPayload &p) {
  for (StringRef word : d.words()) {
    StringRef rest = word;
    if (!rest.consume_front("m64n") || rest.consumeInteger(10, p.n) ||
        !rest.consume_front("k") || rest.consumeInteger(10, p.k) ||
        !rest.empty())
      continue;
    if (p.n < 8 || p.n > 256 || p.n % 8)
      return d.fail("expected an N that is a multiple of 8 up to 256");
    return d.take(word);
  }
  return d.fail("expected a shape of M = 64");
}

/// Whether the types go together (PTX ISA, "wgmma.mma_async").
static bool areKnownTypes(const WgmmaPayload &p) {
  bool floats = p.d == Type::F32 || p.d == Type::F16;
  switch (p.a) {
  case Type::F16:
    return p.b == p.a && floats;
  case Type::BF16:
  case Type::TF32:
    return p.b == p.a && p.d == Type::F32;
  case Type::E4M3:
  case Type::E5M2:
    return (p.b == Type::E4M3 || p.b == Type::E5M2) && floats;
  case Type::S8:
  case Type::U8:
    return getBits(p.b) == 8 && p.d == Type::S32 &&
           (p.b == Type::S8 || p.b == Type::U8);
  default:
    return false;
  }
}

/// An immediate of +1 or -1, or of 0 or 1.
static bool readFlag(Decode &d, unsigned operand, int64_t isSet,
                     int64_t isClear, bool &flag) {
  std::optional<int64_t> value = d.integer(d.operand(operand));
  if (!value || (*value != isSet && *value != isClear))
    return d.fail("expected " + Twine(isClear) + " or " + Twine(isSet) +
                  " as operand #" + Twine(operand));
  flag = *value == isSet;
  return true;
}

static void readRegisters(Decode &d, WgmmaPayload &p) {
  const OperandAst &result = d.operand(0);
  size_t count = p.d == Type::F16 ? p.n / 4 : p.n / 2;
  if (d.elements(result).size() != count)
    return void(d.fail("expected " + Twine(count) +
                       " registers of the accumulator but got " +
                       Twine(d.elements(result).size())));
  for (const OperandAst &element : d.elements(result))
    p.rowsD.push_back(d.dest(element, 32));
  const OperandAst &a = d.operand(1);
  if (a.kind != OperandAst::Kind::Vector) {
    d.ins.row[0] = d.source(a, 64);
  } else if (a.elements.size() != 4) {
    d.fail("expected 4 registers of A");
  } else {
    for (const OperandAst &element : a.elements)
      p.rowsA.push_back(d.source(element, 32));
  }
  d.ins.row[1] = d.source(2, 64);
  OperandAst scale = d.operand(3);
  p.negatedScale = scale.negated;
  scale.negated = false;
  d.ins.row[2] = d.source(scale, 1);
}

static void decodeMultiply(Decode &d) {
  auto &p = d.makePayload<WgmmaPayload>();
  if (!readShape(d, p))
    return;
  p.saturate = d.take("satfinite");
  p.d = d.takeType();
  p.a = d.takeType();
  p.b = d.takeType();
  if (!areKnownTypes(p) || p.k * getBits(p.a) != 256)
    return void(d.fail("this shape and these types are not in the documented "
                       "subset"));
  bool integers = isIntegerOperand(p.a), halves = getBits(p.a) == 16;
  if (integers && p.n > 32 && p.n % 16)
    return void(d.fail("expected an N that is a multiple of 16 for integers"));
  bool registers =
      d.numOperands() > 1 && d.operand(1).kind == OperandAst::Kind::Vector;
  unsigned count = 4 + (integers ? 0 : 2) + (halves ? (registers ? 1 : 2) : 0);
  if (!d.expectOperands(count, count))
    return;
  if (!integers &&
      (!readFlag(d, 4, -1, 1, p.negateA) || !readFlag(d, 5, -1, 1, p.negateB)))
    return;
  if (halves && !registers && !readFlag(d, 6, 1, 0, p.transposedA))
    return;
  if (halves && !readFlag(d, count - 1, 1, 0, p.transposedB))
    return;
  readRegisters(d, p);
  p.model = &getAccumulationModel(p.a, d.getTarget());
  p.shape = 1 + (p.n / 8) * 32 + static_cast<unsigned>(p.a);
  d.ins.isTensor = d.ins.isWgmma = true;
  d.ins.handler = multiply;
}

void mixp::ptx::decodeWgmma(Decode &d) {
  if (d.getTarget() != "sm_90a")
    return void(d.fail("wgmma needs the target sm_90a but the module has '" +
                       d.getTarget() + "'"));
  d.ins.collective = Collective::AllLive;
  bool sync = d.take("sync"), aligned = d.take("aligned");
  int op = d.takeAny({"fence", "commit_group", "wait_group", "mma_async"});
  if (!sync || !aligned || op < 0)
    return void(d.fail("expected an operation with .sync.aligned"));
  if (op == 3)
    return decodeMultiply(d);
  if (op == 2) {
    std::optional<int64_t> count =
        d.numOperands() == 1 ? d.integer(d.operand(0)) : std::nullopt;
    if (!count || *count < 0 || *count > 7)
      return void(d.fail("expected 0 to 7 groups"));
    d.ins.imm = *count;
  }
  static const Handler handlers[] = {fence, commitGroup, waitGroup};
  d.ins.handler = handlers[op];
}
