//===- LaneFloatOps.cpp - Exact float ops ---------------------------------===//
#include "LaneVisitors.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mixp;
using namespace mixp::reference;

/// Rounds an exact double result to `format`. For f16 and bf16 the sum,
/// product, quotient and square root in double, rounded again, are correctly
/// rounded: 53 >= 2p + 2.
template <FloatFormat Format> static Lane rounded(double x) {
  return lane(roundNearest<Format>(x));
}

/// Calls `visit` with a tag type of the result's format.
template <typename F> static void withFormat(FloatFormat format, F visit) {
  switch (format) {
  case FloatFormat::F16:
    return visit(std::integral_constant<FloatFormat, FloatFormat::F16>());
  case FloatFormat::BF16:
    return visit(std::integral_constant<FloatFormat, FloatFormat::BF16>());
  case FloatFormat::F32:
    return visit(std::integral_constant<FloatFormat, FloatFormat::F32>());
  default: // narrower ones are refused before
    return visit(std::integral_constant<FloatFormat, FloatFormat::F64>());
  }
}

/// The type in which an op of `Format` is computed before it is rounded.
template <FloatFormat Format>
using Compute = std::conditional_t<Format == FloatFormat::F32, float, double>;

template <typename Visitor, typename F>
static bool arithmetic(Visitor &v, F f) {
  withFormat(v.instruction.type.format, [&](auto tag) {
    constexpr FloatFormat kFormat = decltype(tag)::value;
    using T = Compute<kFormat>;
    v.monotone2([f](Lane x, Lane y) {
      return rounded<kFormat>(f(static_cast<T>(x.f), static_cast<T>(y.f)));
    });
  });
  return true;
}

template <typename Visitor> static bool division(Visitor &v) {
  withFormat(v.instruction.type.format, [&](auto tag) {
    constexpr FloatFormat kFormat = decltype(tag)::value;
    using T = Compute<kFormat>;
    v.quotient([](Lane x, Lane y) {
      return rounded<kFormat>(static_cast<T>(x.f) / static_cast<T>(y.f));
    });
  });
  return true;
}

/// x * y + z, rounded once. The product of two f16 or bf16 is exact in double;
/// a sum that is not gets an odd last bit, so that rounding it again is right.
template <FloatFormat Format>
static double fusedMultiplyAdd(Lane x, Lane y, Lane z) {
  if constexpr (Format == FloatFormat::F64)
    return std::fma(x.f, y.f, z.f);
  if constexpr (Format == FloatFormat::F32)
    return std::fma(static_cast<float>(x.f), static_cast<float>(y.f),
                    static_cast<float>(z.f));
  double product = x.f * y.f, sum = product + z.f;
  if (!std::isfinite(sum))
    return sum;
  double part = sum - product;
  double error = (product - (sum - part)) + (z.f - part);
  uint64_t bits = std::bit_cast<uint64_t>(sum);
  if (error != 0 && (bits & 1) == 0)
    bits += (error > 0) == (sum > 0) ? 1 : -1;
  return roundNearest<Format>(std::bit_cast<double>(bits));
}

template <typename Visitor> static bool multiplyAdd(Visitor &v) {
  withFormat(v.instruction.type.format, [&](auto tag) {
    constexpr FloatFormat kFormat = decltype(tag)::value;
    v.monotone3([](Lane x, Lane y, Lane z) {
      return lane(fusedMultiplyAdd<kFormat>(x, y, z));
    });
  });
  return true;
}

/// IEEE maximum and minimum: NaN wins, +0 is above -0.
static double maximum(double x, double y) {
  if (std::isnan(x) || std::isnan(y))
    return std::numeric_limits<double>::quiet_NaN();
  if (x == y)
    return std::signbit(x) ? y : x;
  return x > y ? x : y;
}
static double minimum(double x, double y) { return -maximum(-x, -y); }

template <typename Visitor, typename F> static bool unary(Visitor &v, F f) {
  v.monotone1([f](Lane x) { return lane(f(x.f)); });
  return true;
}
template <typename Visitor, typename F> static bool binary(Visitor &v, F f) {
  v.monotone2([f](Lane x, Lane y) { return lane(f(x.f, y.f)); });
  return true;
}

template <typename Visitor> static bool absolute(Visitor &v) {
  // |x| is not monotone, but |x| = max(x, -x) deviates by at most x's bound.
  v.monotone1([](Lane x) { return lane(std::fabs(x.f)); });
  if constexpr (std::is_same_v<Visitor, BoundedVisitor>)
    std::copy(v.ea, v.ea + v.count, v.ed);
  return true;
}

/// The meaning of arith.cmpf's predicates.
static bool holds(mlir::arith::CmpFPredicate predicate, double x, double y) {
  using P = mlir::arith::CmpFPredicate;
  bool unordered = std::isnan(x) || std::isnan(y);
  switch (predicate) {
  case P::AlwaysFalse:
    return false;
  case P::OEQ:
    return x == y;
  case P::OGT:
    return x > y;
  case P::OGE:
    return x >= y;
  case P::OLT:
    return x < y;
  case P::OLE:
    return x <= y;
  case P::ONE:
    return !unordered && x != y;
  case P::ORD:
    return !unordered;
  case P::UEQ:
    return unordered || x == y;
  case P::UGT:
    return unordered || x > y;
  case P::UGE:
    return unordered || x >= y;
  case P::ULT:
    return unordered || x < y;
  case P::ULE:
    return unordered || x <= y;
  case P::UNE:
    return x != y;
  case P::UNO:
    return unordered;
  case P::AlwaysTrue:
    return true;
  }
  return false;
}

template <typename Visitor> static bool compareFloats(Visitor &v) {
  using P = mlir::arith::CmpFPredicate;
  P predicate = static_cast<P>(v.instruction.predicate);
  bool isEquality = predicate == P::OEQ || predicate == P::ONE ||
                    predicate == P::UEQ || predicate == P::UNE;
  v.ordered(
      [predicate](Lane x, Lane y) {
        return lane(int64_t(holds(predicate, x.f, y.f)));
      },
      isEquality);
  return true;
}

template <typename Visitor> bool reference::visitFloatOp(Visitor &v) {
  switch (v.instruction.op) {
  case Opcode::AddF:
    return arithmetic(v, [](auto x, auto y) { return x + y; });
  case Opcode::SubF:
    return arithmetic(v, [](auto x, auto y) { return x - y; });
  case Opcode::MulF:
    return arithmetic(v, [](auto x, auto y) { return x * y; });
  case Opcode::DivF:
    return division(v);
  case Opcode::RemF:
    v.opaque2([](Lane x, Lane y) { return lane(std::fmod(x.f, y.f)); });
    return true;
  case Opcode::NegF:
    return unary(v, [](double x) { return -x; });
  case Opcode::AbsF:
    return absolute(v);
  case Opcode::Sqrt:
    withFormat(v.instruction.type.format, [&](auto tag) {
      constexpr FloatFormat kFormat = decltype(tag)::value;
      v.monotone1([](Lane x) { return rounded<kFormat>(std::sqrt(x.f)); });
    });
    return true;
  case Opcode::Fma:
    return multiplyAdd(v);
  case Opcode::CopySign:
    v.opaque2([](Lane x, Lane y) { return lane(std::copysign(x.f, y.f)); });
    return true;
  case Opcode::MaximumF:
    return binary(v, maximum);
  case Opcode::MinimumF:
    return binary(v, minimum);
  case Opcode::MaxNumF:
    return binary(v, [](double x, double y) { return std::fmax(x, y); });
  case Opcode::MinNumF:
    return binary(v, [](double x, double y) { return std::fmin(x, y); });
  case Opcode::Floor:
    return unary(v, [](double x) { return std::floor(x); });
  case Opcode::Ceil:
    return unary(v, [](double x) { return std::ceil(x); });
  case Opcode::TruncateF:
    return unary(v, [](double x) { return std::trunc(x); });
  case Opcode::Round:
    return unary(v, [](double x) { return std::round(x); });
  case Opcode::RoundEven:
    return unary(v, [](double x) { return roundToIntegral(x); });
  case Opcode::CmpF:
    return compareFloats(v);
  default:
    return false;
  }
}

template bool reference::visitFloatOp(ExactVisitor &);
template bool reference::visitFloatOp(BoundedVisitor &);
