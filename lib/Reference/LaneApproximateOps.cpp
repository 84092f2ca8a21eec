//===- LaneApproximateOps.cpp - Transcendental functions ------------------===//
#include "LaneVisitors.h"

using namespace mixp;
using namespace mixp::reference;

/// cosh falls and rises; around zero its least value is not at a corner.
template <typename Visitor> static void hyperbolicCosine(Visitor &v) {
  v.approximate([](double x) { return std::cosh(x); }, true);
  if constexpr (std::is_same_v<Visitor, BoundedVisitor>)
    for (int64_t i = 0; i < v.count; ++i)
      if (v.ea[i] != 0 && std::fabs(v.a[i].f) <= v.ea[i])
        v.ed[i] = std::max(v.ed[i], v.d[i].f - 1.0);
}

/// tan has poles, so that nothing is known of it on an interval.
template <typename Visitor> static void tangent(Visitor &v) {
  v.approximate([](double x) { return std::tan(x); }, true);
  if constexpr (std::is_same_v<Visitor, BoundedVisitor>)
    for (int64_t i = 0; i < v.count; ++i)
      if (v.ea[i] != 0)
        v.ed[i] = v.unknown();
}

template <typename Visitor, typename F> static bool monotone(Visitor &v, F f) {
  v.approximate(f, true);
  return true;
}
template <typename Visitor, typename F> static bool lipschitz(Visitor &v, F f) {
  v.approximate(f, false);
  return true;
}

template <typename Visitor> bool reference::visitApproximateOp(Visitor &v) {
  switch (v.instruction.op) {
  case Opcode::Exp:
    return monotone(v, [](double x) { return std::exp(x); });
  case Opcode::Exp2:
    return monotone(v, [](double x) { return std::exp2(x); });
  case Opcode::ExpM1:
    return monotone(v, [](double x) { return std::expm1(x); });
  case Opcode::Log:
    return monotone(v, [](double x) { return std::log(x); });
  case Opcode::Log2:
    return monotone(v, [](double x) { return std::log2(x); });
  case Opcode::Log10:
    return monotone(v, [](double x) { return std::log10(x); });
  case Opcode::Log1p:
    return monotone(v, [](double x) { return std::log1p(x); });
  case Opcode::Tanh:
    return monotone(v, [](double x) { return std::tanh(x); });
  case Opcode::Erf:
    return monotone(v, [](double x) { return std::erf(x); });
  case Opcode::Rsqrt:
    return monotone(v, [](double x) { return 1.0 / std::sqrt(x); });
  case Opcode::Sinh:
    return monotone(v, [](double x) { return std::sinh(x); });
  case Opcode::Atan:
    return monotone(v, [](double x) { return std::atan(x); });
  case Opcode::Cbrt:
    return monotone(v, [](double x) { return std::cbrt(x); });
  case Opcode::Sin:
    return lipschitz(v, [](double x) { return std::sin(x); });
  case Opcode::Cos:
    return lipschitz(v, [](double x) { return std::cos(x); });
  case Opcode::Cosh:
    return hyperbolicCosine(v), true;
  case Opcode::Tan:
    return tangent(v), true;
  case Opcode::PowF:
    v.approximate2([](double x, double y) { return std::pow(x, y); });
    return true;
  default:
    return false;
  }
}

template bool reference::visitApproximateOp(ExactVisitor &);
template bool reference::visitApproximateOp(BoundedVisitor &);
