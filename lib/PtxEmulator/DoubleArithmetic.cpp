//===- DoubleArithmetic.cpp - Arithmetic of f64 ---------------------------===//
#include "Families.h"
#include "Lanes.h"
#include <cfenv>
#include <cmath>

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
} // namespace

static double minMax(bool min, double a, double b) {
  if (std::isnan(a) || std::isnan(b))
    return std::isnan(a) ? b : a;
  bool smaller = a < b || (a == b && std::signbit(a));
  return smaller == min ? a : b;
}

static double compute(Op op, double a, double b, double c) {
  // Volatile: the rounding mode of the host is not known to the compiler.
  volatile double x = a, y = b;
  switch (op) {
  case Op::Add:
    return x + y;
  case Op::Sub:
    return x - y;
  case Op::Mul:
    return x * y;
  case Op::Fma:
    return std::fma(x, y, c);
  case Op::Div:
    return x / y;
  case Op::Sqrt:
    return std::sqrt(x);
  case Op::Rcp:
    return 1.0 / x;
  case Op::Min:
  case Op::Max:
    return minMax(op == Op::Min, a, b);
  case Op::Neg:
    return -a;
  case Op::Abs:
    return std::fabs(a);
  case Op::CopySign:
    return std::copysign(b, a);
  }
  return 0;
}

static void run(Warp &w, const Instruction &i, uint32_t m) {
  static const int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD,
                              FE_UPWARD};
  int before = std::fegetround();
  std::fesetround(modes[i.mod[1]]);
  const uint64_t *rows[3];
  for (int k = 0; k < 3; ++k)
    rows[k] = w.u64(i.row[k + 1] >= 0 ? i.row[k + 1] : i.row[1]);
  forLanes(m, [&](unsigned lane) {
    volatile double result =
        compute(static_cast<Op>(i.mod[0]), std::bit_cast<double>(rows[0][lane]),
                std::bit_cast<double>(rows[1][lane]),
                std::bit_cast<double>(rows[2][lane]));
    w.u64(i.row[0])[lane] = std::bit_cast<uint64_t>(double(result));
  });
  std::fesetround(before);
}

void mixp::ptx::decodeDoubleArithmetic(Decode &d) {
  static const StringRef names[] = {"add", "sub",  "mul", "fma",
                                    "div", "min",  "max", "neg",
                                    "abs", "sqrt", "rcp", "copysign"};
  StringRef name = d.name() == "mad" ? "fma" : d.name();
  unsigned op = find(names, name) - std::begin(names);
  int mode = d.takeAny({"rn", "rz", "rm", "rp", "approx"});
  d.take("ftz");
  d.takeType();
  unsigned sources = op == 3 ? 3 : op >= 7 && op <= 10 ? 1 : 2;
  if (!d.expectOperands(1 + sources, 1 + sources))
    return;
  d.ins.mod[0] = op;
  d.ins.mod[1] = mode > 0 && mode < 4 ? mode : 0;
  d.ins.row[0] = d.dest(0, 64);
  for (unsigned i = 1; i <= sources; ++i)
    d.ins.row[i] = d.source(i, 64);
  d.ins.handler = run;
}
