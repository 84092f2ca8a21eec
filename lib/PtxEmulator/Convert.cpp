//===- Convert.cpp - cvt --------------------------------------------------===//
#include "Families.h"
#include "FloatFormats.h"
#include "Lanes.h"
#include <algorithm>

using namespace llvm;
using namespace mixp::ptx;

namespace {
struct ConvertPayload : Payload {
  Type to = Type::B32, from = Type::B32;
  bool wideTo = false, wideFrom = false; // registers of 64 bits
  unsigned toBits = 32;                  // of the register
  bool integral = false;                 // .rni and its kin
  bool saturate = false, flush = false;
  RoundingOptions options;
};
} // namespace

static std::optional<Format> getFormat(Type type) {
  switch (type) {
  case Type::F16:
  case Type::F16x2:
    return Format::F16;
  case Type::BF16:
  case Type::BF16x2:
    return Format::BF16;
  case Type::TF32:
    return Format::TF32;
  case Type::F32:
    return Format::F32;
  case Type::E4M3:
  case Type::E4M3x2:
    return Format::E4M3;
  case Type::E5M2:
  case Type::E5M2x2:
    return Format::E5M2;
  default:
    return std::nullopt;
  }
}

static uint64_t signExtend(uint64_t value, unsigned bits, bool isSigned) {
  if (bits >= 64)
    return value;
  unsigned shift = 64 - bits;
  return isSigned ? uint64_t(int64_t(value << shift) >> shift)
                  : (value << shift) >> shift;
}

/// An integer clamped to a type, or cut to it.
static uint64_t toInteger(uint64_t value, bool fromSigned, Type to,
                          bool saturate) {
  unsigned bits = getBits(to);
  bool toSigned = isSigned(to);
  if (saturate) {
    bool negative = fromSigned && int64_t(value) < 0;
    uint64_t most = toSigned     ? (uint64_t(1) << (bits - 1)) - 1
                    : bits == 64 ? ~uint64_t(0)
                                 : (uint64_t(1) << bits) - 1;
    if (negative) {
      int64_t least = toSigned ? -int64_t(most) - 1 : 0;
      value = std::max(int64_t(value), least);
    } else {
      value = std::min(value, most);
    }
  }
  return signExtend(value, bits, toSigned);
}

/// NaN becomes 0, what does not fit the nearest integer that does.
static uint64_t floatToInteger(double value, Type to) {
  unsigned bits = getBits(to);
  if (std::isnan(value))
    return 0;
  if (isSigned(to)) {
    double limit = std::ldexp(1.0, bits - 1);
    if (value >= limit)
      return bits == 64 ? INT64_MAX : (int64_t(1) << (bits - 1)) - 1;
    return value < -limit ? uint64_t(int64_t(-1) << (bits - 1))
                          : uint64_t(int64_t(value));
  }
  double limit = std::ldexp(1.0, bits);
  if (value <= 0)
    return 0;
  if (value >= limit)
    return bits == 64 ? ~uint64_t(0) : (uint64_t(1) << bits) - 1;
  return uint64_t(value);
}

static double readFloat(const ConvertPayload &p, uint64_t bits) {
  double value = p.from == Type::F64 ? std::bit_cast<double>(bits)
                                     : decode(bits, *getFormat(p.from));
  if (p.flush && p.from == Type::F32 && std::fabs(value) < 0x1p-126)
    return std::copysign(0.0, value);
  return value;
}

static uint64_t fromFloat(const ConvertPayload &p, double value) {
  if (!isFloat(p.to))
    return floatToInteger(roundToIntegral(value, p.options.mode), p.to);
  if (p.integral)
    value = roundToIntegral(value, p.options.mode);
  if (p.to == Type::F64) {
    if (p.saturate)
      value = value > 0 ? std::min(value, 1.0) : 0.0;
    return std::bit_cast<uint64_t>(value);
  }
  return encode(value, *getFormat(p.to), p.options);
}

static uint64_t convertOne(const ConvertPayload &p, uint64_t bits) {
  if (isFloat(p.from))
    return fromFloat(p, readFloat(p, bits));
  uint64_t value = signExtend(bits, getBits(p.from), isSigned(p.from));
  if (!isFloat(p.to))
    return toInteger(value, isSigned(p.from), p.to, p.saturate);
  if (p.to == Type::F64) {
    double result = isSigned(p.from) ? double(int64_t(value)) : double(value);
    return std::bit_cast<uint64_t>(result);
  }
  return encode(integerToOdd(value, isSigned(p.from)), *getFormat(p.to),
                p.options);
}

static void convert(Warp &w, const Instruction &i, uint32_t m) {
  const ConvertPayload &p = i.get<ConvertPayload>();
  uint64_t keep = p.toBits >= 64 ? ~uint64_t(0) : (uint64_t(1) << p.toBits) - 1;
  forLanes(m, [&](unsigned lane) {
    uint64_t value = readLane(w, i.row[1], p.wideFrom, lane);
    writeLane(w, i.row[0], p.wideTo, lane, convertOne(p, value) & keep);
  });
}

/// Two f32 to a pair: the first is the high half.
static void packPair(Warp &w, const Instruction &i, uint32_t m) {
  const ConvertPayload &p = i.get<ConvertPayload>();
  Format format = *getFormat(p.to);
  unsigned half = getBits(p.to) / 2;
  const RoundingOptions &o = p.options;
  bool plain = o.mode == Rounding::Nearest && !o.relu && !o.finite;
  mapLanes<uint32_t, float, float>(w, i, m, [&](float a, float b) -> uint32_t {
    if (plain && format == Format::BF16)
      return floatToBf16(a) << 16 | floatToBf16(b);
    if (plain && format == Format::F16)
      return floatToF16(a) << 16 | floatToF16(b);
    return encode(a, format, o) << half | encode(b, format, o);
  });
}

/// A pair to a pair.
static void convertPair(Warp &w, const Instruction &i, uint32_t m) {
  const ConvertPayload &p = i.get<ConvertPayload>();
  unsigned from = getBits(p.from) / 2, to = getBits(p.to) / 2;
  mapLanes<uint32_t, uint32_t>(w, i, m, [&](uint32_t a) -> uint32_t {
    Format source = *getFormat(p.from), result = *getFormat(p.to);
    uint32_t mask = (1u << from) - 1;
    uint32_t low = encode(decode(a & mask, source), result, p.options);
    uint32_t high = encode(decode(a >> from & mask, source), result, p.options);
    return high << to | low;
  });
}

static bool isPair(Type type) {
  return type == Type::F16x2 || type == Type::BF16x2 || type == Type::E4M3x2 ||
         type == Type::E5M2x2;
}

/// cvt.pack.sat.T.s32{.b32} d, a, b{, c}: b in the low bits, then a, then c.
static void pack(Warp &w, const Instruction &i, uint32_t m) {
  Type type = static_cast<Type>(i.mod[0]);
  unsigned bits = getBits(type);
  uint32_t mask = (1u << bits) - 1;
  bool three = i.row[3] >= 0;
  forLanes(m, [&](unsigned lane) {
    auto take = [&](int32_t row) -> uint32_t {
      int64_t value = int32_t(w.u32(row)[lane]);
      return toInteger(value, true, type, true) & mask;
    };
    uint32_t result = take(i.row[1]) << bits | take(i.row[2]);
    if (three)
      result |= w.u32(i.row[3])[lane] << (2 * bits);
    w.u32(i.row[0])[lane] = result;
  });
}

static void decodePack(Decode &d) {
  d.take("sat");
  Type to = d.takeType();
  if (d.takeType() != Type::S32)
    return void(d.fail("expected .s32"));
  bool three = d.takeTypeIf().has_value();
  unsigned bits = getBits(to);
  if ((bits != 8 && bits != 16) || (three && bits == 16) ||
      !d.expectOperands(3 + three, 3 + three))
    return void(d.fail("expected .u8, .s8, .u16 or .s16"));
  d.ins.mod[0] = static_cast<uint8_t>(to);
  d.ins.row[0] = d.dest(0, 32);
  for (unsigned k = 1; k < 3u + three; ++k)
    d.ins.row[k] = d.source(k, 32);
  d.ins.handler = pack;
}

static void decodePair(Decode &d, ConvertPayload &p) {
  bool two = p.from == Type::F32;
  if (!isPair(p.to) || (!two && !isPair(p.from)))
    return void(d.fail("this conversion is not in the documented subset"));
  if (!d.expectOperands(2 + two, 2 + two))
    return;
  unsigned to = getBits(p.to);
  d.ins.row[0] = d.dest(0, to);
  d.ins.row[1] = d.source(1, two ? 32 : getBits(p.from));
  if (two)
    d.ins.row[2] = d.source(2, 32);
  d.ins.handler = two ? packPair : convertPair;
}

static void decodeOptions(Decode &d, ConvertPayload &p) {
  int integral = d.takeAny({"rni", "rzi", "rmi", "rpi"});
  int mode = d.takeAny({"rn", "rz", "rm", "rp", "rna"});
  p.integral = integral >= 0;
  if (p.integral || mode >= 0)
    p.options.mode = static_cast<Rounding>(p.integral ? integral : mode);
  p.flush = d.take("ftz");
  p.saturate = p.options.saturate = d.take("sat");
  p.options.finite = d.take("satfinite");
  p.options.relu = d.take("relu");
}

void mixp::ptx::decodeConvert(Decode &d) {
  if (d.take("pack"))
    return decodePack(d);
  auto &p = d.makePayload<ConvertPayload>();
  decodeOptions(d, p);
  p.to = d.takeType();
  p.from = d.takeType();
  p.options.flush = p.flush && p.to == Type::F32;
  if (isPair(p.to) || isPair(p.from))
    return decodePair(d, p);
  if (p.to == Type::Pred || p.from == Type::Pred || !d.expectOperands(2, 2))
    return void(d.fail("this conversion is not in the documented subset"));
  unsigned to = std::max(getBits(p.to), 16u);
  unsigned from = std::max(getBits(p.from), 16u);
  d.ins.row[0] = d.destAtLeast(d.operand(0), to);
  d.ins.row[1] = d.sourceAtLeast(d.operand(1), from);
  p.toBits = to;
  p.wideTo = to == 64;
  p.wideFrom = from == 64;
  d.ins.handler = convert;
}
