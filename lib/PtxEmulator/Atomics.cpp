//===- Atomics.cpp - atom and red -----------------------------------------===//
#include "Families.h"
#include "FloatFormats.h"
#include "MemoryAccess.h"
#include <algorithm>

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Op : uint8_t { Add, Min, Max, And, Or, Xor, Exch, Cas, Inc, Dec };
struct AtomicPayload : Payload {
  Op op = Op::Add;
  Type type = Type::B32;
  MemoryRequest request;
  bool wideAddress = false, wide = false;
  bool returnsOld = false;
};
} // namespace

template <typename T> static T combine(Op op, T old, T value, T other) {
  using U = std::make_unsigned_t<T>;
  switch (op) {
  case Op::Add:
    return T(U(old) + U(value));
  case Op::Min:
    return std::min(old, value);
  case Op::Max:
    return std::max(old, value);
  case Op::And:
    return old & value;
  case Op::Or:
    return old | value;
  case Op::Xor:
    return old ^ value;
  case Op::Exch:
    return value;
  case Op::Cas:
    return old == value ? other : old;
  case Op::Inc:
    return U(old) >= U(value) ? 0 : T(old + 1);
  case Op::Dec:
    return old == 0 || U(old) > U(value) ? value : T(old - 1);
  }
  return old;
}

static uint32_t combineHalf(Op op, uint32_t old, uint32_t value,
                            Format format) {
  double a = decode(old, format), b = decode(value, format);
  double result = op == Op::Add   ? addToOdd(a, b)
                  : op == Op::Min ? std::fmin(a, b)
                                  : std::fmax(a, b);
  return encode(result, format, {});
}

static uint32_t combinePair(Op op, uint32_t old, uint32_t value,
                            Format format) {
  uint32_t low = combineHalf(op, old & 0xffff, value & 0xffff, format);
  return low | combineHalf(op, old >> 16, value >> 16, format) << 16;
}

static uint64_t combineBits(const AtomicPayload &p, uint64_t old,
                            uint64_t value, uint64_t other) {
  switch (p.type) {
  case Type::F32:
    return std::bit_cast<uint32_t>(std::bit_cast<float>(uint32_t(old)) +
                                   std::bit_cast<float>(uint32_t(value)));
  case Type::F64:
    return std::bit_cast<uint64_t>(std::bit_cast<double>(old) +
                                   std::bit_cast<double>(value));
  case Type::F16:
    return combineHalf(p.op, old, value, Format::F16);
  case Type::BF16:
    return combineHalf(p.op, old, value, Format::BF16);
  case Type::F16x2:
    return combinePair(p.op, old, value, Format::F16);
  case Type::BF16x2:
    return combinePair(p.op, old, value, Format::BF16);
  case Type::S32:
    return uint32_t(combine<int32_t>(p.op, old, value, other));
  case Type::S64:
    return combine<int64_t>(p.op, old, value, other);
  case Type::U64:
  case Type::B64:
    return combine<uint64_t>(p.op, old, value, other);
  case Type::B16:
  case Type::U16:
    return combine<uint16_t>(p.op, old, value, other);
  default:
    return combine<uint32_t>(p.op, old, value, other);
  }
}

/// rows: result, address, value, other value.
static void atomic(Warp &w, const Instruction &i, uint32_t m) {
  const AtomicPayload &p = i.get<AtomicPayload>();
  LaneAddresses at = getAddresses(w, i.row[1], p.wideAddress, i.imm, m);
  MemoryRequest request = p.request;
  request.space = resolveSpace(request.space, at, m);
  if (request.space == Space::Global)
    countGlobal(w.block->countersOf(i), at, m, request.bytes);
  else if (request.space == Space::Shared)
    countShared(w.block->countersOf(i), at, m, request.bytes);
  // Reading what nobody has written is an error too.
  MemoryRequest read = request;
  read.write = false;
  for (; m; m &= m - 1) {
    unsigned lane = __builtin_ctz(m);
    char *bytes = accessLane(w, read, at[lane], lane);
    if (!bytes || !accessLane(w, request, at[lane], lane))
      return;
    uint64_t old = 0;
    std::memcpy(&old, bytes, request.bytes);
    uint64_t value = readLane(w, i.row[2], p.wide, lane);
    uint64_t other = i.row[3] < 0 ? 0 : readLane(w, i.row[3], p.wide, lane);
    uint64_t result = combineBits(p, old, value, other);
    std::memcpy(bytes, &result, request.bytes);
    if (p.returnsOld)
      writeLane(w, i.row[0], p.wide, lane, old);
  }
  ++w.block->events;
}

static bool isFloatOperation(const AtomicPayload &p) {
  bool halves = p.type != Type::F32 && p.type != Type::F64;
  return p.op == Op::Add || (halves && (p.op == Op::Min || p.op == Op::Max));
}

void mixp::ptx::decodeAtomic(Decode &d) {
  auto &p = d.makePayload<AtomicPayload>();
  takeOrdering(d);
  p.request.space = takeMemorySpace(d);
  p.request.write = p.request.atomic = true;
  d.take("noftz");
  bool hint = d.take("L2::cache_hint");
  int op = d.takeAny(
      {"add", "min", "max", "and", "or", "xor", "exch", "cas", "inc", "dec"});
  p.type = d.takeType();
  p.returnsOld = d.name() == "atom";
  unsigned bits = getBits(p.type);
  bool known = op >= 0 && bits >= 16 && bits <= 64 && p.type != Type::TF32;
  p.op = static_cast<Op>(std::max(op, 0));
  if (!known || (isFloat(p.type) && !isFloatOperation(p)))
    return void(d.fail("this operation on '." + getTypeName(p.type) +
                       "' is not in the documented subset"));
  unsigned first = p.returnsOld, count = first + 2 + (p.op == Op::Cas);
  if (!d.expectOperands(count, count + hint))
    return;
  p.request.bytes = bits / 8;
  p.wide = bits == 64;
  if (p.returnsOld)
    d.ins.row[0] = d.dest(0, bits);
  p.returnsOld &= d.operand(0).kind != OperandAst::Kind::Sink;
  d.ins.row[1] = d.address(d.operand(first), d.ins.imm, p.wideAddress);
  d.ins.row[2] = d.source(first + 1, bits);
  if (p.op == Op::Cas)
    d.ins.row[3] = d.source(first + 2, bits);
  d.ins.handler = atomic;
}
