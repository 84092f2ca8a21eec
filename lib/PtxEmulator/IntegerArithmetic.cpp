//===- IntegerArithmetic.cpp - add, mul, mad and their kin ----------------===//
#include "Families.h"
#include "Lanes.h"
#include <algorithm>

using namespace llvm;
using namespace mixp::ptx;

namespace {
template <typename T> using Unsigned = std::make_unsigned_t<T>;

struct Add {
  template <typename T> static T apply(T a, T b) {
    return T(Unsigned<T>(a) + Unsigned<T>(b));
  }
};
struct Sub {
  template <typename T> static T apply(T a, T b) {
    return T(Unsigned<T>(a) - Unsigned<T>(b));
  }
};
struct MulLo {
  template <typename T> static T apply(T a, T b) {
    return T(uint64_t(a) * uint64_t(b));
  }
};
struct MulHi {
  template <typename T> static T apply(T a, T b) {
    __extension__ using Wide =
        std::conditional_t<std::is_signed_v<T>, __int128, unsigned __int128>;
    return T((Wide(a) * Wide(b)) >> (8 * sizeof(T)));
  }
};
/// The result of a division by zero is unspecified: all ones, as seen.
struct Div {
  template <typename T> static T apply(T a, T b) {
    if (b == 0)
      return T(~T(0));
    if (std::is_signed_v<T> && b == T(-1))
      return T(Unsigned<T>(0) - Unsigned<T>(a));
    return T(a / b);
  }
};
struct Rem {
  template <typename T> static T apply(T a, T b) {
    if (b == 0)
      return a;
    if (std::is_signed_v<T> && b == T(-1))
      return 0;
    return T(a % b);
  }
};
struct Min {
  template <typename T> static T apply(T a, T b) { return std::min(a, b); }
};
struct Max {
  template <typename T> static T apply(T a, T b) { return std::max(a, b); }
};
struct Neg {
  template <typename T> static T apply(T a) { return Sub::apply<T>(0, a); }
};
struct Abs {
  template <typename T> static T apply(T a) {
    return a < T(0) ? Neg::apply(a) : a;
  }
};
struct Sad {
  template <typename T> static T apply(T a, T b, T c) {
    return Add::apply<T>(c, a < b ? Sub::apply(b, a) : Sub::apply(a, b));
  }
};
template <typename M> struct Mad {
  template <typename T> static T apply(T a, T b, T c) {
    return Add::apply<T>(M::template apply<T>(a, b), c);
  }
};
/// Two 16-bit halves.
template <typename Op, typename H> struct Halves {
  static uint32_t apply(uint32_t a, uint32_t b) {
    uint16_t low = Op::template apply<H>(H(a), H(b));
    uint16_t high = Op::template apply<H>(H(a >> 16), H(b >> 16));
    return low | uint32_t(high) << 16;
  }
};
} // namespace

template <typename Op, typename T>
static void unary(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T>(w, i, m, [](T a) { return Op::template apply<T>(a); });
}
template <typename Op, typename T>
static void binary(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T, T>(w, i, m,
                    [](T a, T b) { return Op::template apply<T>(a, b); });
}
template <typename Op, typename T>
static void ternary(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<T, T, T, T>(
      w, i, m, [](T a, T b, T c) { return Op::template apply<T>(a, b, c); });
}
template <typename Op>
static void paired(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<uint32_t, uint32_t, uint32_t>(w, i, m, Op::apply);
}
template <typename T, typename W>
static void mulWide(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<W, T, T>(w, i, m, [](T a, T b) { return W(W(a) * W(b)); });
}
template <typename T, typename W>
static void madWide(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<W, T, T, W>(
      w, i, m, [](T a, T b, W c) { return Add::apply<W>(W(W(a) * W(b)), c); });
}
template <bool Subtract>
static void saturated(Warp &w, const Instruction &i, uint32_t m) {
  mapLanes<int32_t, int32_t, int32_t>(w, i, m, [](int32_t a, int32_t b) {
    int64_t sum = Subtract ? int64_t(a) - b : int64_t(a) + b;
    return int32_t(std::clamp<int64_t>(sum, INT32_MIN, INT32_MAX));
  });
}

template <typename Op> static Handler pickUnary(Type type) {
  switch (getBits(type)) {
  case 16:
    return unary<Op, int16_t>;
  case 32:
    return unary<Op, int32_t>;
  case 64:
    return unary<Op, int64_t>;
  default:
    return nullptr;
  }
}
#define MIXP_PICK(NAME, FORM)                                                  \
  template <typename Op> static Handler NAME(Type type) {                      \
    bool isSignedType = isSigned(type);                                        \
    switch (getBits(type)) {                                                   \
    case 16:                                                                   \
      return isSignedType ? FORM<Op, int16_t> : FORM<Op, uint16_t>;            \
    case 32:                                                                   \
      return isSignedType ? FORM<Op, int32_t> : FORM<Op, uint32_t>;            \
    case 64:                                                                   \
      return isSignedType ? FORM<Op, int64_t> : FORM<Op, uint64_t>;            \
    default:                                                                   \
      return nullptr;                                                          \
    }                                                                          \
  }
MIXP_PICK(pickBinary, binary)
MIXP_PICK(pickTernary, ternary)
#undef MIXP_PICK

static Handler pickWide(Type type, bool add) {
  switch (type) {
  case Type::U16:
    return add ? madWide<uint16_t, uint32_t> : mulWide<uint16_t, uint32_t>;
  case Type::S16:
    return add ? madWide<int16_t, int32_t> : mulWide<int16_t, int32_t>;
  case Type::U32:
    return add ? madWide<uint32_t, uint64_t> : mulWide<uint32_t, uint64_t>;
  case Type::S32:
    return add ? madWide<int32_t, int64_t> : mulWide<int32_t, int64_t>;
  default:
    return nullptr;
  }
}

static void decodeMultiply(Decode &d, bool add) {
  bool hi = d.take("hi"), wide = d.take("wide");
  bool lo = d.take("lo");
  Type type = d.takeType();
  unsigned bits = getBits(type);
  if (!d.expectOperands(3 + add, 3 + add))
    return;
  if (hi + wide + lo != 1)
    return void(d.fail("expected one of .lo, .hi and .wide"));
  unsigned result = wide ? 2 * bits : bits;
  d.ins.row[0] = d.dest(0, result);
  d.ins.row[1] = d.source(1, bits);
  d.ins.row[2] = d.source(2, bits);
  if (add)
    d.ins.row[3] = d.source(3, result);
  if (wide)
    d.ins.handler = pickWide(type, add);
  else if (add)
    d.ins.handler =
        hi ? pickTernary<Mad<MulHi>>(type) : pickTernary<Mad<MulLo>>(type);
  else
    d.ins.handler = hi ? pickBinary<MulHi>(type) : pickBinary<MulLo>(type);
  if (!d.ins.handler)
    d.fail("'." + getTypeName(type) + "' is not in the documented subset here");
}

/// add.u16x2 and its kin.
static bool decodePaired(Decode &d) {
  bool isSignedType = d.take("s16x2");
  if (!isSignedType && !d.take("u16x2"))
    return false;
  StringRef name = d.name();
  if (name == "add")
    d.ins.handler = paired<Halves<Add, uint16_t>>;
  else if (name == "min")
    d.ins.handler = isSignedType ? paired<Halves<Min, int16_t>>
                                 : paired<Halves<Min, uint16_t>>;
  else if (name == "max")
    d.ins.handler = isSignedType ? paired<Halves<Max, int16_t>>
                                 : paired<Halves<Max, uint16_t>>;
  else
    return d.fail("a type of two halves is not in the documented subset here");
  if (d.expectOperands(3, 3)) {
    d.ins.row[0] = d.dest(0, 32);
    d.ins.row[1] = d.source(1, 32);
    d.ins.row[2] = d.source(2, 32);
  }
  return true;
}

void mixp::ptx::decodeIntegerArithmetic(Decode &d) {
  StringRef name = d.name();
  if (name == "mul" || name == "mad")
    return decodeMultiply(d, name == "mad");
  if (decodePaired(d) || d.failed())
    return;
  bool saturate = d.take("sat");
  Type type = d.takeType();
  unsigned bits = getBits(type);
  unsigned sources = name == "neg" || name == "abs" ? 1 : name == "sad" ? 3 : 2;
  if (!d.expectOperands(1 + sources, 1 + sources))
    return;
  d.ins.row[0] = d.dest(0, bits);
  for (unsigned i = 1; i <= sources; ++i)
    d.ins.row[i] = d.source(i, bits);
  if (saturate && type == Type::S32 && (name == "add" || name == "sub"))
    d.ins.handler = name == "add" ? saturated<false> : saturated<true>;
  else if (saturate)
    d.fail("'.sat' is not in the documented subset here");
  else if (name == "add")
    d.ins.handler = pickBinary<Add>(type);
  else if (name == "sub")
    d.ins.handler = pickBinary<Sub>(type);
  else if (name == "div")
    d.ins.handler = pickBinary<Div>(type);
  else if (name == "rem")
    d.ins.handler = pickBinary<Rem>(type);
  else if (name == "min")
    d.ins.handler = pickBinary<Min>(type);
  else if (name == "max")
    d.ins.handler = pickBinary<Max>(type);
  else if (name == "neg")
    d.ins.handler = pickUnary<Neg>(type);
  else if (name == "abs")
    d.ins.handler = pickUnary<Abs>(type);
  else
    d.ins.handler = pickTernary<Sad>(type);
  if (!d.ins.handler)
    d.fail("'." + getTypeName(type) + "' is not in the documented subset here");
}
