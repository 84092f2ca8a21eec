//===- Functions.cpp - ex2, lg2, sin and their kin ------------------------===//
// The approximations of the hardware are not modelled: results are those of
// the host's double functions, rounded once.
#include "Families.h"
#include "FloatFormats.h"
#include "Lanes.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;
using namespace mixp::ptx;

namespace {
enum class Function : uint8_t { Exp2, Log2, Rsqrt, Sin, Cos, Tanh };
} // namespace

static double call(Function function, double x) {
  switch (function) {
  case Function::Exp2:
    return std::exp2(x);
  case Function::Log2:
    return std::log2(x);
  case Function::Rsqrt:
    return 1.0 / std::sqrt(x);
  case Function::Sin:
    return std::sin(x);
  case Function::Cos:
    return std::cos(x);
  case Function::Tanh:
    return std::tanh(x);
  }
  return 0;
}

/// mod: function, format, pair, flush.
static void callFunction(Warp &w, const Instruction &i, uint32_t m) {
  Function function = static_cast<Function>(i.mod[0]);
  Format format = static_cast<Format>(i.mod[1]);
  RoundingOptions options;
  options.flush = i.mod[3];
  auto one = [&](uint32_t bits) {
    double x = decode(bits, format);
    if (i.mod[3] && std::fabs(x) < 0x1p-126)
      x = std::copysign(0.0, x);
    return encode(call(function, x), format, options);
  };
  mapLanes<uint32_t, uint32_t>(w, i, m, [&](uint32_t a) {
    return i.mod[2] ? one(a & 0xffff) | one(a >> 16) << 16 : one(a);
  });
}

void mixp::ptx::decodeFunction(Decode &d) {
  d.take("approx");
  d.ins.mod[3] = d.take("ftz");
  Type type = d.takeType();
  d.ins.mod[0] = static_cast<uint8_t>(StringSwitch<Function>(d.name())
                                          .Case("ex2", Function::Exp2)
                                          .Case("lg2", Function::Log2)
                                          .Case("rsqrt", Function::Rsqrt)
                                          .Case("sin", Function::Sin)
                                          .Case("cos", Function::Cos)
                                          .Default(Function::Tanh));
  Format format = Format::F32;
  if (type == Type::F16 || type == Type::F16x2)
    format = Format::F16;
  else if (type == Type::BF16 || type == Type::BF16x2)
    format = Format::BF16;
  else if (type != Type::F32)
    return void(d.fail("'." + getTypeName(type) +
                       "' is not in the documented subset here"));
  d.ins.mod[1] = static_cast<uint8_t>(format);
  d.ins.mod[2] = type == Type::F16x2 || type == Type::BF16x2;
  if (!d.expectOperands(2, 2))
    return;
  d.ins.row[0] = d.dest(0, getBits(type));
  d.ins.row[1] = d.source(1, getBits(type));
  d.ins.handler = callFunction;
}

/// Which of finite, infinite, number, notanumber, normal, subnormal.
static bool hasProperty(double x, double smallestNormal, unsigned property) {
  switch (property) {
  case 0:
    return std::isfinite(x);
  case 1:
    return std::isinf(x);
  case 2:
    return !std::isnan(x);
  case 3:
    return std::isnan(x);
  case 4:
    return std::isfinite(x) && std::fabs(x) >= smallestNormal;
  default:
    return x != 0 && std::fabs(x) < smallestNormal;
  }
}

static void testp(Warp &w, const Instruction &i, uint32_t m) {
  bool wide = i.mod[1];
  uint32_t value = testLanes(m, [&](unsigned lane) {
    double x = wide ? std::bit_cast<double>(w.u64(i.row[1])[lane])
                    : std::bit_cast<float>(w.u32(i.row[1])[lane]);
    return hasProperty(x, wide ? 0x1p-1022 : 0x1p-126, i.mod[0]);
  });
  setPredicate(w, i.row[0], m, value);
}

void mixp::ptx::decodeTestp(Decode &d) {
  int property = d.takeAny(
      {"finite", "infinite", "number", "notanumber", "normal", "subnormal"});
  Type type = d.takeType();
  if (property < 0 || (type != Type::F32 && type != Type::F64) ||
      !d.expectOperands(2, 2))
    return void(d.fail("expected a property and .f32 or .f64"));
  d.ins.mod[0] = property;
  d.ins.mod[1] = type == Type::F64;
  d.ins.row[0] = d.dest(0, 1);
  d.ins.row[1] = d.source(1, getBits(type));
  d.ins.handler = testp;
}
