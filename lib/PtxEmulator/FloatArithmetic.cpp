//===- FloatArithmetic.cpp - add, fma, max and their kin of floats --------===//
#include "Families.h"
#include "FloatFormats.h"
#include "Lanes.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Op : uint8_t {
  Add,
  Sub,
  Mul,
  Fma,
  Div,
  Min,
  Max,
  Neg,
  Abs,
  Sqrt,
  Rcp,
  CopySign
};

struct FloatPayload : Payload {
  Op op;
  Format format;
  bool pair = false, flush = false, propagateNaN = false;
  unsigned sources = 2;
  RoundingOptions options;
};
} // namespace

/// The hardware has one NaN.
static float canonical(float value) {
  return value == value ? value : std::bit_cast<float>(0x7fffffffu);
}

/// f32 to nearest, the common case, in loops that can be vectorized.
static void addF32(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<float, float, float>(w, i, m,
                                [](float a, float b) { return a + b; });
}
static void subF32(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<float, float, float>(w, i, m,
                                [](float a, float b) { return a - b; });
}
static void mulF32(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<float, float, float>(w, i, m,
                                [](float a, float b) { return a * b; });
}

/// Rounded once: the product of two floats is exact in double.
static void fmaF32(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<float, float, float, float>(w, i, m, [](float a, float b, float c) {
    double product = double(a) * b, sum = product + c;
    // Only a sum half way between two floats can be rounded wrongly.
    if ((std::bit_cast<uint64_t>(sum) & 0x1fffffff) != 0x10000000 &&
        std::fabs(sum) >= 0x1p-126)
      return canonical(sum);
    double odd = addToOdd(product, c);
    return canonical(odd);
  });
}

static void negF32(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<uint32_t, uint32_t>(w, i, m,
                               [](uint32_t a) { return a ^ 0x80000000; });
}
static void absF32(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<uint32_t, uint32_t>(w, i, m,
                               [](uint32_t a) { return a & 0x7fffffff; });
}

static double minMax(const FloatPayload &p, double a, double b) {
  bool nanA = std::isnan(a), nanB = std::isnan(b);
  if (nanA || nanB)
    return p.propagateNaN || (nanA && nanB) ? NAN : nanA ? b : a;
  // -0 is smaller than +0.
  bool smaller = a < b || (a == b && std::signbit(a));
  return smaller == (p.op == Op::Min) ? a : b;
}

static double compute(const FloatPayload &p, double a, double b, double c) {
  switch (p.op) {
  case Op::Add:
    return addToOdd(a, b);
  case Op::Sub:
    return addToOdd(a, -b);
  case Op::Mul:
    return a * b;
  case Op::Fma:
    return fmaToOdd(a, b, c);
  case Op::Div:
    return divideToOdd(a, b);
  case Op::Sqrt:
    return sqrtToOdd(a);
  case Op::Rcp:
    return divideToOdd(1.0, a);
  case Op::Min:
  case Op::Max:
    return minMax(p, a, b);
  case Op::Neg:
    return -a;
  case Op::Abs:
    return std::fabs(a);
  case Op::CopySign: // copysign.f32 d, a, b: the sign of a, the value of b
    return std::copysign(b, a);
  }
  return 0;
}

static double decodeSource(const FloatPayload &p, uint32_t bits) {
  double value = decode(bits, p.format);
  double tiny = p.format == Format::F16 ? 0x1p-14 : 0x1p-126;
  if (p.flush && std::fabs(value) < tiny)
    return std::copysign(0.0, value);
  return value;
}

static uint32_t computeBits(const FloatPayload &p, uint32_t a, uint32_t b,
                            uint32_t c) {
  // Signs of NaN are kept by what only changes signs.
  uint32_t signBit = p.format == Format::F32 ? 0x80000000 : 0x8000;
  if (p.op == Op::Neg && !p.flush)
    return a ^ signBit;
  if (p.op == Op::Abs && !p.flush)
    return a & ~signBit;
  double value =
      compute(p, decodeSource(p, a), decodeSource(p, b), decodeSource(p, c));
  const RoundingOptions &o = p.options;
  bool plain =
      o.mode == Rounding::Nearest && !o.flush && !o.saturate && !o.relu;
  if (plain && p.format == Format::F16)
    return floatToF16(roundToOddFloat(value));
  if (plain && p.format == Format::BF16)
    return floatToBf16(roundToOddFloat(value));
  return encode(value, p.format, o);
}

static void anyFloat(Warp &w, const Instruction &i, uint32_t m) {
  const FloatPayload &p = i.get<FloatPayload>();
  uint32_t *result = w.u32(i.row[0]);
  const uint32_t *rows[3];
  for (int k = 0; k < 3; ++k)
    rows[k] = w.u32(i.row[k + 1] >= 0 ? i.row[k + 1] : i.row[1]);
  forLanes(m, [&](unsigned lane) {
    uint32_t a = rows[0][lane], b = rows[1][lane], c = rows[2][lane];
    if (!p.pair) {
      result[lane] = computeBits(p, a, b, c);
      return;
    }
    uint32_t low = computeBits(p, a & 0xffff, b & 0xffff, c & 0xffff);
    uint32_t high = computeBits(p, a >> 16, b >> 16, c >> 16);
    result[lane] = low | high << 16;
  });
}

static std::optional<Format> getFormat(Type type, bool &pair) {
  pair = type == Type::F16x2 || type == Type::BF16x2;
  switch (type) {
  case Type::F16:
  case Type::F16x2:
    return Format::F16;
  case Type::BF16:
  case Type::BF16x2:
    return Format::BF16;
  case Type::F32:
    return Format::F32;
  default:
    return std::nullopt;
  }
}

static Op getOp(StringRef name) {
  return StringSwitch<Op>(name)
      .Case("add", Op::Add)
      .Case("sub", Op::Sub)
      .Case("mul", Op::Mul)
      .Cases({"fma", "mad"}, Op::Fma)
      .Case("div", Op::Div)
      .Case("min", Op::Min)
      .Case("max", Op::Max)
      .Case("neg", Op::Neg)
      .Case("sqrt", Op::Sqrt)
      .Case("rcp", Op::Rcp)
      .Case("copysign", Op::CopySign)
      .Default(Op::Abs);
}

static Handler pickFast(const FloatPayload &p) {
  const RoundingOptions &o = p.options;
  if (p.format != Format::F32 || p.flush || o.saturate || o.relu ||
      o.mode != Rounding::Nearest)
    return anyFloat;
  switch (p.op) {
  case Op::Add:
    return addF32;
  case Op::Sub:
    return subF32;
  case Op::Mul:
    return mulF32;
  case Op::Fma:
    return fmaF32;
  case Op::Neg:
    return negF32;
  case Op::Abs:
    return absF32;
  default:
    return anyFloat;
  }
}

void mixp::ptx::decodeFloatArithmetic(Decode &d) {
  auto &p = d.makePayload<FloatPayload>();
  p.op = getOp(d.name());
  // .approx and .full are computed as if correctly rounded.
  int mode = d.takeAny({"rn", "rz", "rm", "rp", "approx", "full"});
  if (mode >= 0 && mode < 4)
    p.options.mode = static_cast<Rounding>(mode);
  p.flush = p.options.flush = d.take("ftz");
  p.options.saturate = d.take("sat");
  p.options.relu = d.take("relu");
  p.propagateNaN = d.take("NaN");
  Type type = d.takeType();
  std::optional<Format> format = getFormat(type, p.pair);
  if (!format)
    return void(d.fail("'." + getTypeName(type) +
                       "' is not in the documented subset here"));
  p.format = *format;
  bool unary =
      p.op == Op::Neg || p.op == Op::Abs || p.op == Op::Sqrt || p.op == Op::Rcp;
  p.sources = unary ? 1 : p.op == Op::Fma ? 3 : 2;
  if (!d.expectOperands(1 + p.sources, 1 + p.sources))
    return;
  unsigned bits = getBits(type);
  d.ins.row[0] = d.dest(0, bits);
  for (unsigned i = 1; i <= p.sources; ++i)
    d.ins.row[i] = d.source(i, bits);
  d.ins.handler = pickFast(p);
}
