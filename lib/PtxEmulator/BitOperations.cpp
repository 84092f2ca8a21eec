//===- BitOperations.cpp - and, shl, popc and their kin -------------------===//
#include "Families.h"
#include "Lanes.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Bitwise { And, Or, Xor };
template <Bitwise Op> struct BitwiseOp {
  template <typename T> static T apply(T a, T b) {
    return Op == Bitwise::And ? a & b : Op == Bitwise::Or ? a | b : a ^ b;
  }
};
struct Not {
  template <typename T> static T apply(T a) { return T(~a); }
};
struct LogicalNot {
  template <typename T> static T apply(T a) { return a == 0; }
};
struct Shl {
  template <typename T> static T apply(T a, uint32_t by) {
    return by >= 8 * sizeof(T) ? T(0) : T(std::make_unsigned_t<T>(a) << by);
  }
};
struct Shr {
  template <typename T> static T apply(T a, uint32_t by) {
    constexpr uint32_t bits = 8 * sizeof(T);
    if (by >= bits)
      return std::is_signed_v<T> && a < T(0) ? T(-1) : T(0);
    return T(a >> by);
  }
};
struct Popc {
  template <typename T> static uint32_t apply(T a) { return std::popcount(a); }
};
struct Clz {
  template <typename T> static uint32_t apply(T a) {
    return std::countl_zero(a);
  }
};
} // namespace

template <Bitwise Op, typename T>
static void bitwise(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T, T>(
      w, i, m, [](T a, T b) { return BitwiseOp<Op>::template apply<T>(a, b); });
}
template <Bitwise Op>
static void bitwisePredicate(Warp &w, const Instruction &i, uint32_t m) {
  setPredicate(
      w, i.row[0], m,
      BitwiseOp<Op>::apply(w.predicate(i.row[1]), w.predicate(i.row[2])));
}
static void notPredicate(Warp &w, const Instruction &i, uint32_t m) {
  setPredicate(w, i.row[0], m, ~w.predicate(i.row[1]));
}
template <typename Op, typename T>
static void unary(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T>(w, i, m, [](T a) { return Op::template apply<T>(a); });
}
template <typename Op, typename T>
static void countBits(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<uint32_t, T>(w, i, m, [](T a) { return Op::apply(a); });
}
template <typename Op, typename T>
static void shift(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T, uint32_t>(
      w, i, m, [](T a, uint32_t by) { return Op::template apply<T>(a, by); });
}

template <Bitwise Op> static Handler pickBitwise(unsigned bits) {
  switch (bits) {
  case 1:
    return bitwisePredicate<Op>;
  case 16:
    return bitwise<Op, uint16_t>;
  case 64:
    return bitwise<Op, uint64_t>;
  default:
    return bitwise<Op, uint32_t>;
  }
}
template <typename Op> static Handler pickUnary(unsigned bits) {
  return bits == 16   ? unary<Op, uint16_t>
         : bits == 64 ? unary<Op, uint64_t>
                      : unary<Op, uint32_t>;
}
static Handler pickShift(bool left, Type type) {
  unsigned bits = getBits(type);
  if (left)
    return bits == 16   ? shift<Shl, uint16_t>
           : bits == 64 ? shift<Shl, uint64_t>
                        : shift<Shl, uint32_t>;
  if (isSigned(type))
    return bits == 16   ? shift<Shr, int16_t>
           : bits == 64 ? shift<Shr, int64_t>
                        : shift<Shr, int32_t>;
  return bits == 16   ? shift<Shr, uint16_t>
         : bits == 64 ? shift<Shr, uint64_t>
                      : shift<Shr, uint32_t>;
}

template <typename U>
static void reverseLanes(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<U, U>(w, i, m, [](U a) {
    U result = 0;
    for (unsigned bit = 0; bit < 8 * sizeof(U); ++bit)
      result |= (a >> bit & 1) << (8 * sizeof(U) - 1 - bit);
    return result;
  });
}

/// Position of the highest bit that is not a sign bit, or all ones; with
/// `shiftAmount` the distance from the top.
template <typename T, bool ShiftAmount>
static void findTop(Warp &w, const Instruction &i, uint32_t m) {
  using U = std::make_unsigned_t<T>;
  mapLanes<uint32_t, T>(w, i, m, [](T a) {
    U bits = std::is_signed_v<T> && a < T(0) ? U(~a) : U(a);
    if (!bits)
      return ~uint32_t(0);
    uint32_t zeros = std::countl_zero(bits);
    return ShiftAmount ? zeros : uint32_t(8 * sizeof(T) - 1 - zeros);
  });
}
template <bool ShiftAmount> static Handler pickFindTop(Type type) {
  switch (type) {
  case Type::S32:
    return findTop<int32_t, ShiftAmount>;
  case Type::U64:
    return findTop<uint64_t, ShiftAmount>;
  case Type::S64:
    return findTop<int64_t, ShiftAmount>;
  default:
    return findTop<uint32_t, ShiftAmount>;
  }
}

static void decodeCount(Decode &d) {
  StringRef name = d.name();
  bool shiftAmount = d.take("shiftamt");
  Type type = d.takeType();
  unsigned bits = getBits(type);
  if (bits != 32 && bits != 64)
    return void(d.fail("expected a type of 32 or 64 bits"));
  d.ins.row[0] = d.dest(0, name == "brev" ? bits : 32);
  d.ins.row[1] = d.source(1, bits);
  bool wide = bits == 64;
  if (name == "popc")
    d.ins.handler =
        wide ? countBits<Popc, uint64_t> : countBits<Popc, uint32_t>;
  else if (name == "clz")
    d.ins.handler = wide ? countBits<Clz, uint64_t> : countBits<Clz, uint32_t>;
  else if (name == "brev")
    d.ins.handler = wide ? reverseLanes<uint64_t> : reverseLanes<uint32_t>;
  else
    d.ins.handler =
        shiftAmount ? pickFindTop<true>(type) : pickFindTop<false>(type);
}

void mixp::ptx::decodeBits(Decode &d) {
  StringRef name = d.name();
  unsigned sources =
      StringSwitch<unsigned>(name)
          .Cases({"not", "cnot", "popc", "clz", "brev", "bfind"}, 1)
          .Default(2);
  if (!d.expectOperands(1 + sources, 1 + sources))
    return;
  if (sources == 1 && name != "not" && name != "cnot")
    return decodeCount(d);
  Type type = d.takeType();
  unsigned bits = getBits(type);
  bool shifts = name == "shl" || name == "shr";
  if ((bits == 1 && (shifts || name == "cnot")) || bits == 8 || bits == 128)
    return void(d.fail("'." + getTypeName(type) +
                       "' is not in the documented subset here"));
  d.ins.row[0] = d.dest(0, bits);
  d.ins.row[1] = d.source(1, bits);
  if (sources == 2)
    d.ins.row[2] = d.source(2, shifts ? 32 : bits);
  if (shifts)
    d.ins.handler = pickShift(name == "shl", type);
  else if (name == "not")
    d.ins.handler = bits == 1 ? notPredicate : pickUnary<Not>(bits);
  else if (name == "cnot")
    d.ins.handler = pickUnary<LogicalNot>(bits);
  else if (name == "and")
    d.ins.handler = pickBitwise<Bitwise::And>(bits);
  else if (name == "or")
    d.ins.handler = pickBitwise<Bitwise::Or>(bits);
  else
    d.ins.handler = pickBitwise<Bitwise::Xor>(bits);
}
