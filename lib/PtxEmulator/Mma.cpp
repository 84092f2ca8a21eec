//===- Mma.cpp - mma.sync -------------------------------------------------===//
// Where a lane's registers lie in the matrices (PTX ISA, "Matrix Fragments for
// mma"): with g = lane / 4, t = lane % 4 and p elements in a register, register
// i of A holds row g + 8 * (i & 1), from k = t * p + (i >> 1) * 4p on; register
// i of B column g, from k = t * p + i * 4p on; D element i is row
// g + 8 * (i >> 1), column 2t + (i & 1).
#include "Block.h"
#include "Families.h"
#include "FloatFormats.h"
#include "Lanes.h"
#include "MatrixProduct.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
struct MmaPayload : Payload {
  unsigned m = 16, n = 8, k = 16;
  Type a = Type::F16, b = Type::F16, d = Type::F32, c = Type::F32;
  bool saturate = false;
  const AccumulationModel *model = nullptr;
  SmallVector<int32_t, 8> rowsA, rowsB, rowsC, rowsD;
};

/// The numbers of an mma as T, which is float or int32_t.
template <typename T> struct Fragments {
  T a[16 * 64], b[64 * 8], d[16 * 8];
};
} // namespace

template <typename T>
static void readOperands(Warp &w, const MmaPayload &p, Fragments<T> &f) {
  unsigned per = getElementsPerWord(p.a), k = p.k;
  unsigned tall = p.m == 16;
  for (unsigned lane = 0; lane < 32; ++lane) {
    unsigned g = lane / 4, t = lane % 4;
    for (size_t i = 0; i < p.rowsA.size(); ++i) {
      unsigned row = g + (tall ? 8 * (i & 1) : 0);
      unsigned first = t * per + (tall ? i >> 1 : i) * 4 * per;
      decodeWord(p.a, w.u32(p.rowsA[i])[lane], f.a + row * k + first);
    }
    for (size_t i = 0; i < p.rowsB.size(); ++i) {
      T elements[8];
      decodeWord(p.b, w.u32(p.rowsB[i])[lane], elements);
      for (unsigned e = 0; e < per; ++e)
        f.b[(t * per + i * 4 * per + e) * 8 + g] = elements[e];
    }
  }
}

/// Calls `f(word, element index, position)` for the accumulator's elements of a
/// lane; halves lie two in a register.
template <typename F>
static void forAccumulator(const MmaPayload &p, unsigned lane, F f) {
  unsigned g = lane / 4, t = lane % 4, count = p.m * p.n / 32;
  for (unsigned i = 0; i < count; ++i)
    f(i, (g + 8 * (i >> 1)) * 8 + 2 * t + (i & 1));
}

static void mmaIntegers(Warp &w, const Instruction &ins, uint32_t) {
  const MmaPayload &p = ins.get<MmaPayload>();
  Fragments<int32_t> f;
  readOperands(w, p, f);
  for (unsigned lane = 0; lane < 32; ++lane)
    forAccumulator(p, lane, [&](unsigned i, unsigned at) {
      f.d[at] = w.u32(p.rowsC[i])[lane];
    });
  multiplyIntegers(f.a, f.b, f.d, p.m, 8, p.k, p.saturate);
  for (unsigned lane = 0; lane < 32; ++lane)
    forAccumulator(p, lane, [&](unsigned i, unsigned at) {
      w.u32(p.rowsD[i])[lane] = f.d[at];
    });
}

static void mmaFloats(Warp &w, const Instruction &ins, uint32_t) {
  const MmaPayload &p = ins.get<MmaPayload>();
  Fragments<float> f;
  readOperands(w, p, f);
  bool halfC = p.c == Type::F16, halfD = p.d == Type::F16;
  for (unsigned lane = 0; lane < 32; ++lane)
    forAccumulator(p, lane, [&](unsigned i, unsigned at) {
      uint32_t word = w.u32(p.rowsC[halfC ? i / 2 : i])[lane];
      f.d[at] = halfC ? f16ToFloat(word >> (16 * (i & 1)) & 0xffff)
                      : std::bit_cast<float>(word);
    });
  multiplyFloats(*p.model, f.a, f.b, f.d, p.m, 8, p.k);
  for (unsigned lane = 0; lane < 32; ++lane)
    forAccumulator(p, lane, [&](unsigned i, unsigned at) {
      if (!halfD) {
        w.u32(p.rowsD[i])[lane] = std::bit_cast<uint32_t>(f.d[at]);
        return;
      }
      uint32_t half = floatToF16(f.d[at]);
      uint32_t &word = w.u32(p.rowsD[i / 2])[lane];
      word = i & 1 ? (word & 0xffff) | half << 16 : half;
    });
}

static bool readShape(Decode &d, MmaPayload &p) {
  for (StringRef word : d.words()) {
    StringRef rest = word;
    if (!rest.consume_front("m") || rest.consumeInteger(10, p.m) ||
        !rest.consume_front("n") || rest.consumeInteger(10, p.n) ||
        !rest.consume_front("k") || rest.consumeInteger(10, p.k) ||
        !rest.empty())
      continue;
    return d.take(word);
  }
  return d.fail("expected a shape");
}

/// Whether the instruction exists (PTX ISA, "mma").
static bool isKnownShape(const MmaPayload &p) {
  auto is = [&](unsigned m, unsigned k) { return p.m == m && p.k == k; };
  switch (p.a) {
  case Type::F16:
    return p.b == p.a && (is(16, 8) || is(16, 16)) && p.c == p.d;
  case Type::BF16:
    return p.b == p.a && (is(16, 8) || is(16, 16)) && p.d == Type::F32;
  case Type::TF32:
    return p.b == p.a && (is(16, 4) || is(16, 8)) && p.d == Type::F32;
  case Type::S8:
  case Type::U8:
    return getBits(p.b) == 8 && (is(8, 16) || is(16, 16) || is(16, 32));
  case Type::S4:
  case Type::U4:
    return getBits(p.b) == 4 && (is(8, 32) || is(16, 32) || is(16, 64));
  case Type::E4M3:
  case Type::E5M2:
    return (p.b == Type::E4M3 || p.b == Type::E5M2) &&
           (is(16, 16) || is(16, 32));
  default:
    return false;
  }
}

/// The first target that has the instruction (PTX ISA, "mma").
static unsigned getLeastTarget(const MmaPayload &p) {
  if (p.a == Type::E4M3 || p.a == Type::E5M2)
    return 89;
  bool turing =
      (p.a == Type::F16 && p.k == 8) || (isIntegerOperand(p.a) && p.m == 8);
  return turing ? 75 : 80;
}

static void readRows(Decode &d, unsigned operand, size_t count, bool result,
                     SmallVectorImpl<int32_t> &rows) {
  ArrayRef<OperandAst> elements = d.elements(d.operand(operand));
  if (elements.size() != count)
    return void(d.fail("expected " + Twine(count) + " registers in operand #" +
                       Twine(operand) + " but got " + Twine(elements.size())));
  for (const OperandAst &element : elements)
    rows.push_back(result ? d.dest(element, 32) : d.source(element, 32));
}

void mixp::ptx::decodeMma(Decode &d) {
  auto &p = d.makePayload<MmaPayload>();
  d.take("sync");
  if (!d.take("aligned") || !readShape(d, p))
    return void(d.fail("expected mma.sync.aligned and a shape"));
  if (!d.take("row") || !d.take("col"))
    return void(d.fail("expected .row.col"));
  p.saturate = d.take("satfinite");
  p.d = d.takeType();
  p.a = d.takeType();
  p.b = d.takeType();
  p.c = d.takeType();
  bool integers = isIntegerOperand(p.a);
  bool accumulates = integers ? p.d == Type::S32 && p.c == Type::S32
                              : (p.d == Type::F32 || p.d == Type::F16) &&
                                    (p.c == Type::F32 || p.c == Type::F16);
  if (p.n != 8 || !isKnownShape(p) || !accumulates ||
      (p.saturate && !integers) || !d.expectOperands(4, 4))
    return void(d.fail("this shape and these types are not in the documented "
                       "subset"));
  unsigned per = getElementsPerWord(p.a), elements = p.m * 8 / 32;
  readRows(d, 0, p.d == Type::F16 ? elements / 2 : elements, true, p.rowsD);
  readRows(d, 1, p.m * p.k / 32 / per, false, p.rowsA);
  readRows(d, 2, p.k * 8 / 32 / per, false, p.rowsB);
  readRows(d, 3, p.c == Type::F16 ? elements / 2 : elements, false, p.rowsC);
  d.requireTarget(getLeastTarget(p));
  p.model = &getAccumulationModel(p.a, d.getTarget());
  d.ins.collective = Collective::AllLive;
  d.ins.isTensor = true;
  d.ins.handler = integers ? mmaIntegers : mmaFloats;
}
