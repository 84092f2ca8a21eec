//===- LaneIntegerOps.cpp - Integer ops -----------------------------------===//
#include "LaneIntegers.h"
#include "LaneVisitors.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mixp;
using namespace mixp::reference;

using SignedOp = int64_t (*)(int64_t, int64_t);
using UnsignedOp = uint64_t (*)(uint64_t, uint64_t);

/// Whether some divisor is zero, which the caller reports.
template <typename Visitor> static bool hasZeroDivisor(const Visitor &v) {
  for (int64_t i = 0; i < v.count; ++i)
    if (v.b[i].i == 0)
      return true;
  return false;
}

/// x / y rounded toward zero; the one quotient that overflows wraps.
static int64_t divide(int64_t x, int64_t y) {
  return y == -1 ? static_cast<int64_t>(-static_cast<uint64_t>(x)) : x / y;
}
static int64_t remainder(int64_t x, int64_t y) { return y == -1 ? 0 : x % y; }
static int64_t floorDivide(int64_t x, int64_t y) {
  return divide(x, y) - (remainder(x, y) != 0 && (x < 0) != (y < 0));
}
static int64_t ceilDivide(int64_t x, int64_t y) {
  return divide(x, y) + (remainder(x, y) != 0 && (x < 0) == (y < 0));
}

template <typename Visitor>
static bool signedDivision(Visitor &v, SignedOp f, bool isMonotone) {
  if (hasZeroDivisor(v)) {
    v.failed = true;
    return true;
  }
  unsigned width = v.instruction.type.width;
  auto apply = [=](Lane x, Lane y) {
    // A shifted divisor may be zero; quotient() then ignores the result.
    if (y.i == 0)
      return lane(int64_t(0));
    return lane(wrap(static_cast<uint64_t>(f(x.i, y.i)), width));
  };
  if (isMonotone)
    v.quotient(apply);
  else
    v.opaque2(apply);
  return true;
}

template <typename Visitor>
static bool unsignedDivision(Visitor &v, UnsignedOp f) {
  if (hasZeroDivisor(v)) {
    v.failed = true;
    return true;
  }
  unsigned width = v.instruction.type.width;
  v.opaque2([=](Lane x, Lane y) {
    return lane(wrap(f(zeroExtend(x.i, width), zeroExtend(y.i, width)), width));
  });
  return true;
}

/// Bitwise ops and shifts on the low bits.
template <typename Visitor, typename F> static bool bitwise(Visitor &v, F f) {
  unsigned width = v.instruction.type.width;
  v.opaque2([=](Lane x, Lane y) {
    return lane(wrap(f(zeroExtend(x.i, width), zeroExtend(y.i, width)), width));
  });
  return true;
}

template <typename Visitor, typename F, typename G>
static bool wrapping(Visitor &v, F f, G wide) {
  unsigned width = v.instruction.type.width;
  v.wrapping(
      [=](Lane x, Lane y) {
        return lane(wrap(
            f(static_cast<uint64_t>(x.i), static_cast<uint64_t>(y.i)), width));
      },
      wide);
  return true;
}

/// Maximum or minimum by `less`, of signed or unsigned numbers.
template <typename Visitor>
static bool extremum(Visitor &v, bool isMax, bool isUnsigned) {
  unsigned width = v.instruction.type.width;
  auto choose = [=](Lane x, Lane y) {
    bool less = isUnsigned ? zeroExtend(x.i, width) < zeroExtend(y.i, width)
                           : signExtend(x.i, width) < signExtend(y.i, width);
    return less == isMax ? y : x;
  };
  if (isUnsigned)
    v.opaque2(choose);
  else
    v.monotone2(choose);
  return true;
}

static bool holds(mlir::arith::CmpIPredicate predicate, int64_t x, int64_t y,
                  unsigned width) {
  using P = mlir::arith::CmpIPredicate;
  int64_t a = signExtend(x, width), b = signExtend(y, width);
  uint64_t p = zeroExtend(x, width), q = zeroExtend(y, width);
  switch (predicate) {
  case P::eq:
    return p == q;
  case P::ne:
    return p != q;
  case P::slt:
    return a < b;
  case P::sle:
    return a <= b;
  case P::sgt:
    return a > b;
  case P::sge:
    return a >= b;
  case P::ult:
    return p < q;
  case P::ule:
    return p <= q;
  case P::ugt:
    return p > q;
  case P::uge:
    return p >= q;
  }
  return false;
}

template <typename Visitor> static bool compareIntegers(Visitor &v) {
  using P = mlir::arith::CmpIPredicate;
  P predicate = static_cast<P>(v.instruction.predicate);
  unsigned width = v.instruction.inputType.width;
  auto compare = [=](Lane x, Lane y) {
    return lane(int64_t(holds(predicate, x.i, y.i, width)));
  };
  bool isUnsigned = predicate >= P::ult;
  if (isUnsigned)
    v.opaque2(compare);
  else
    v.ordered(compare, predicate == P::eq || predicate == P::ne);
  return true;
}

template <typename Visitor> static bool visitDivision(Visitor &v) {
  switch (v.instruction.op) {
  case Opcode::DivSI:
    return signedDivision(v, divide, /*isMonotone=*/true);
  case Opcode::RemSI:
    return signedDivision(v, remainder, /*isMonotone=*/false);
  case Opcode::FloorDivSI:
    return signedDivision(v, floorDivide, /*isMonotone=*/true);
  case Opcode::CeilDivSI:
    return signedDivision(v, ceilDivide, /*isMonotone=*/true);
  case Opcode::DivUI:
    return unsignedDivision(v, [](uint64_t x, uint64_t y) { return x / y; });
  case Opcode::RemUI:
    return unsignedDivision(v, [](uint64_t x, uint64_t y) { return x % y; });
  case Opcode::CeilDivUI:
    return unsignedDivision(
        v, [](uint64_t x, uint64_t y) { return x / y + (x % y != 0); });
  default:
    return false;
  }
}

template <typename Visitor> static bool visitBits(Visitor &v) {
  unsigned width = v.instruction.type.width;
  switch (v.instruction.op) {
  case Opcode::AndI:
    return bitwise(v, [](uint64_t x, uint64_t y) { return x & y; });
  case Opcode::OrI:
    return bitwise(v, [](uint64_t x, uint64_t y) { return x | y; });
  case Opcode::XOrI:
    return bitwise(v, [](uint64_t x, uint64_t y) { return x ^ y; });
  case Opcode::ShLI:
    return bitwise(v, [=](uint64_t x, uint64_t y) {
      return y >= width ? uint64_t(0) : x << y;
    });
  case Opcode::ShRUI:
    return bitwise(v, [=](uint64_t x, uint64_t y) {
      return y >= width ? uint64_t(0) : x >> y;
    });
  case Opcode::ShRSI:
    return bitwise(v, [=](uint64_t x, uint64_t y) {
      int64_t value = signExtend(x, width);
      return static_cast<uint64_t>(value >> (y >= width ? width - 1 : y));
    });
  default:
    return false;
  }
}

template <typename Visitor> bool reference::visitIntegerOp(Visitor &v) {
  switch (v.instruction.op) {
  case Opcode::AddI:
    return wrapping(
        v, [](uint64_t x, uint64_t y) { return x + y; },
        [](double x, double y) { return x + y; });
  case Opcode::SubI:
    return wrapping(
        v, [](uint64_t x, uint64_t y) { return x - y; },
        [](double x, double y) { return x - y; });
  case Opcode::MulI:
    return wrapping(
        v, [](uint64_t x, uint64_t y) { return x * y; },
        [](double x, double y) { return x * y; });
  case Opcode::MaxSI:
    return extremum(v, /*isMax=*/true, /*isUnsigned=*/false);
  case Opcode::MinSI:
    return extremum(v, /*isMax=*/false, /*isUnsigned=*/false);
  case Opcode::MaxUI:
    return extremum(v, /*isMax=*/true, /*isUnsigned=*/true);
  case Opcode::MinUI:
    return extremum(v, /*isMax=*/false, /*isUnsigned=*/true);
  case Opcode::AbsI: {
    unsigned width = v.instruction.type.width;
    v.opaque1([=](Lane x) {
      uint64_t bits = static_cast<uint64_t>(x.i);
      return lane(wrap(x.i < 0 ? -bits : bits, width));
    });
    return true;
  }
  case Opcode::CmpI:
    return compareIntegers(v);
  case Opcode::Select:
    v.select();
    return true;
  default:
    return visitDivision(v) || visitBits(v);
  }
}

template bool reference::visitIntegerOp(ExactVisitor &);
template bool reference::visitIntegerOp(BoundedVisitor &);
