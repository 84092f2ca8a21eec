//===- Compare.cpp - setp, set, selp and slct -----------------------------===//
#include "Families.h"
#include "FloatFormats.h"
#include "Lanes.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
/// Outcomes of a comparison.
enum : uint8_t { Less = 1, Equal = 2, Greater = 4, Unordered = 8 };
enum class BoolOp : uint8_t { None, And, Or, Xor };
struct Comparison {
  StringRef name;
  uint8_t outcomes;
  bool isUnsigned = false;
};
} // namespace

static const Comparison kComparisons[] = {{"eq", Equal},
                                          {"ne", Less | Greater},
                                          {"lt", Less},
                                          {"le", Less | Equal},
                                          {"gt", Greater},
                                          {"ge", Greater | Equal},
                                          {"lo", Less, true},
                                          {"ls", Less | Equal, true},
                                          {"hi", Greater, true},
                                          {"hs", Greater | Equal, true},
                                          {"equ", Equal | Unordered},
                                          {"neu", Less | Greater | Unordered},
                                          {"ltu", Less | Unordered},
                                          {"leu", Less | Equal | Unordered},
                                          {"gtu", Greater | Unordered},
                                          {"geu", Greater | Equal | Unordered},
                                          {"num", Less | Equal | Greater},
                                          {"nan", Unordered}};

template <typename T>
static uint32_t compare(const T *a, const T *b, uint8_t outcomes) {
  uint32_t less = 0, equal = 0, greater = 0;
  for (unsigned lane = 0; lane < 32; ++lane) {
    less |= uint32_t(a[lane] < b[lane]) << lane;
    equal |= uint32_t(a[lane] == b[lane]) << lane;
    greater |= uint32_t(a[lane] > b[lane]) << lane;
  }
  uint32_t unordered = ~(less | equal | greater);
  return (outcomes & Less ? less : 0) | (outcomes & Equal ? equal : 0) |
         (outcomes & Greater ? greater : 0) |
         (outcomes & Unordered ? unordered : 0);
}

template <typename T>
static uint32_t compareRows(Warp &w, const Instruction &i) {
  T a[32], b[32];
  for (unsigned lane = 0; lane < 32; ++lane) {
    a[lane] = fromWord<T>(rowOf<T>(w, i.row[2])[lane]);
    b[lane] = fromWord<T>(rowOf<T>(w, i.row[3])[lane]);
  }
  if (std::is_same_v<T, float> && i.mod[4])
    for (unsigned lane = 0; lane < 32; ++lane) {
      a[lane] = std::fabs(float(a[lane])) < 0x1p-126f ? 0 : a[lane];
      b[lane] = std::fabs(float(b[lane])) < 0x1p-126f ? 0 : b[lane];
    }
  return compare(a, b, i.mod[0]);
}

static uint32_t compareSmallFloats(Warp &w, const Instruction &i, Format format,
                                   unsigned shift) {
  float a[32], b[32];
  for (unsigned lane = 0; lane < 32; ++lane) {
    a[lane] = decode(w.u32(i.row[2])[lane] >> shift & 0xffff, format);
    b[lane] = decode(w.u32(i.row[3])[lane] >> shift & 0xffff, format);
  }
  return compare(a, b, i.mod[0]);
}

/// mod[0]: outcomes, mod[1]: type, mod[2]: BoolOp, mod[3]: whether c is
/// negated; rows: p, q, a, b, c.
static uint32_t compareType(Warp &w, const Instruction &i, unsigned shift) {
  switch (static_cast<Type>(i.mod[1])) {
  case Type::U16:
  case Type::B16:
    return compareRows<uint16_t>(w, i);
  case Type::S16:
    return compareRows<int16_t>(w, i);
  case Type::S32:
    return compareRows<int32_t>(w, i);
  case Type::U64:
  case Type::B64:
    return compareRows<uint64_t>(w, i);
  case Type::S64:
    return compareRows<int64_t>(w, i);
  case Type::F32:
    return compareRows<float>(w, i);
  case Type::F64:
    return compareRows<double>(w, i);
  case Type::F16:
  case Type::F16x2:
    return compareSmallFloats(w, i, Format::F16, shift);
  case Type::BF16:
  case Type::BF16x2:
    return compareSmallFloats(w, i, Format::BF16, shift);
  default:
    return compareRows<uint32_t>(w, i);
  }
}

static uint32_t combine(Warp &w, const Instruction &i, uint32_t value) {
  uint32_t c = i.row[4] >= 0 ? w.predicate(i.row[4]) : 0;
  c = i.mod[3] ? ~c : c;
  switch (static_cast<BoolOp>(i.mod[2])) {
  case BoolOp::None:
    return value;
  case BoolOp::And:
    return value & c;
  case BoolOp::Or:
    return value | c;
  case BoolOp::Xor:
    return value ^ c;
  }
  return value;
}

static void setp(Warp &w, const Instruction &i, uint32_t m) {
  Type type = static_cast<Type>(i.mod[1]);
  bool pair = type == Type::F16x2 || type == Type::BF16x2;
  uint32_t value = compareType(w, i, 0);
  uint32_t other = pair ? compareType(w, i, 16) : ~value;
  uint32_t p = combine(w, i, value), q = combine(w, i, other);
  setPredicate(w, i.row[0], m, p);
  if (i.row[1] >= 0)
    setPredicate(w, i.row[1], m, q);
}

/// set: all ones or 1.0 where true.
static void set(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t value = combine(w, i, compareType(w, i, 0));
  forLanes(m, [&](unsigned lane) {
    w.u32(i.row[0])[lane] = value >> lane & 1 ? uint32_t(i.imm) : 0;
  });
}

/// The words of a comparison, the boolean operation and the type of a and b.
static void decodeComparison(Decode &d) {
  const Comparison *comparison = nullptr;
  for (const Comparison &known : kComparisons)
    if (!comparison && d.take(known.name))
      comparison = &known;
  if (!comparison)
    return void(d.fail("expected a comparison"));
  d.ins.mod[0] = comparison->outcomes;
  d.ins.mod[2] = d.takeAny({"and", "or", "xor"}) + 1;
  d.ins.mod[4] = d.take("ftz");
}

static void decodeSources(Decode &d, Type type, bool isUnsigned) {
  unsigned bits = getBits(type);
  if (isUnsigned)
    type = bits == 16 ? Type::U16 : bits == 64 ? Type::U64 : Type::U32;
  if (bits < 16 || bits > 64)
    return void(d.fail("'." + getTypeName(type) +
                       "' is not in the documented subset here"));
  bool combines = d.ins.mod[2] != 0;
  if (!d.expectOperands(3 + combines, 3 + combines))
    return;
  d.ins.mod[1] = static_cast<uint8_t>(type);
  d.ins.row[2] = d.source(1, bits);
  d.ins.row[3] = d.source(2, bits);
  if (!combines)
    return;
  OperandAst c = d.operand(3);
  d.ins.mod[3] = c.negated;
  c.negated = false;
  d.ins.row[4] = d.source(c, 1);
}

void mixp::ptx::decodeSetp(Decode &d) {
  bool isUnsigned =
      d.hasWord("lo") || d.hasWord("ls") || d.hasWord("hi") || d.hasWord("hs");
  decodeComparison(d);
  Type type = d.takeType();
  decodeSources(d, type, isUnsigned);
  if (d.failed())
    return;
  const OperandAst &result = d.operand(0);
  if (result.kind == OperandAst::Kind::Pair) {
    d.ins.row[0] = d.dest(result.elements[0], 1);
    d.ins.row[1] = d.dest(result.elements[1], 1);
  } else {
    d.ins.row[0] = d.dest(result, 1);
  }
  d.ins.handler = setp;
}

void mixp::ptx::decodeSet(Decode &d) {
  decodeComparison(d);
  Type result = d.takeType();
  Type type = d.takeType();
  decodeSources(d, type, false);
  if (getBits(result) != 32 || result == Type::F16x2 ||
      result == Type::BF16x2 || type == Type::F16x2 || type == Type::BF16x2)
    return void(d.fail("expected a result of u32, s32 or f32"));
  if (d.failed())
    return;
  d.ins.imm = result == Type::F32 ? 0x3f800000 : 0xffffffff;
  d.ins.row[0] = d.dest(0, 32);
  d.ins.handler = set;
}

template <typename T>
static void select(Warp &w, const Instruction &i, uint32_t m) {
  uint32_t condition = w.predicate(i.row[3]);
  const T *a = rowOf<T>(w, i.row[1]), *b = rowOf<T>(w, i.row[2]);
  T *result = rowOf<T>(w, i.row[0]);
  forLanes(m, [&](unsigned lane) {
    result[lane] = condition >> lane & 1 ? a[lane] : b[lane];
  });
}

template <typename T, bool Float>
static void selectBySign(Warp &w, const Instruction &i, uint32_t m) {
  const uint32_t *c = w.u32(i.row[3]);
  const T *a = rowOf<T>(w, i.row[1]), *b = rowOf<T>(w, i.row[2]);
  T *result = rowOf<T>(w, i.row[0]);
  forLanes(m, [&](unsigned lane) {
    bool first =
        Float ? std::bit_cast<float>(c[lane]) >= 0 : int32_t(c[lane]) >= 0;
    result[lane] = first ? a[lane] : b[lane];
  });
}

void mixp::ptx::decodeSelect(Decode &d) {
  bool bySign = d.name() == "slct";
  d.take("ftz");
  Type type = d.takeType();
  unsigned bits = getBits(type);
  if (bits < 16 || bits > 64 || !d.expectOperands(4, 4))
    return void(d.fail("expected a type of 16 to 64 bits"));
  d.ins.row[0] = d.dest(0, bits);
  d.ins.row[1] = d.source(1, bits);
  d.ins.row[2] = d.source(2, bits);
  bool wide = bits == 64;
  if (!bySign) {
    d.ins.row[3] = d.source(3, 1);
    d.ins.handler = wide ? select<uint64_t> : select<uint32_t>;
    return;
  }
  bool isFloat = d.takeType() == Type::F32;
  d.ins.row[3] = d.source(3, 32);
  d.ins.handler = wide ? (isFloat ? selectBySign<uint64_t, true>
                                  : selectBySign<uint64_t, false>)
                       : (isFloat ? selectBySign<uint32_t, true>
                                  : selectBySign<uint32_t, false>);
}
