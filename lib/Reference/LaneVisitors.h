//===- LaneVisitors.h - Registers with and without bounds -------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_LANEVISITORS_H
#define MIXP_LIB_REFERENCE_LANEVISITORS_H

#include "Bounds.h"
#include "LaneMachine.h"

namespace mixp::reference {

inline Lane lane(double value) {
  Lane result;
  result.f = value;
  return result;
}
inline Lane lane(int64_t value) {
  Lane result;
  result.i = value;
  return result;
}

/// Applies the lane functions of LaneOps.h to whole registers, values only.
struct ExactVisitor {
  const Instruction &instruction;
  int64_t count;
  Lane *d;
  const Lane *a, *b, *c;
  bool failed = false;

  template <typename F> void monotone1(F f) {
    for (int64_t i = 0; i < count; ++i)
      d[i] = f(a[i]);
  }
  template <typename F> void monotone2(F f) {
    for (int64_t i = 0; i < count; ++i)
      d[i] = f(a[i], b[i]);
  }
  template <typename F> void monotone3(F f) {
    for (int64_t i = 0; i < count; ++i)
      d[i] = f(a[i], b[i], c[i]);
  }
  template <typename F> void quotient(F f) { monotone2(f); }
  template <typename F> void opaque1(F f) { monotone1(f); }
  template <typename F> void opaque2(F f) { monotone2(f); }
  template <typename F> void ordered(F f, bool) { monotone2(f); }
  template <typename F, typename G> void wrapping(F f, G) { monotone2(f); }
  template <typename F> void approximate(F f, bool) {
    monotone1(
        [&](Lane x) { return lane(roundTo(f(x.f), instruction.type.format)); });
  }
  template <typename F> void approximate2(F f) {
    monotone2([&](Lane x, Lane y) {
      return lane(roundTo(f(x.f, y.f), instruction.type.format));
    });
  }
  void select() {
    for (int64_t i = 0; i < count; ++i)
      d[i] = a[i].i ? b[i] : c[i];
  }
};

/// The same with an error bound for every lane.
struct BoundedVisitor {
  const Instruction &instruction;
  int64_t count;
  Lane *d;
  const Lane *a, *b, *c;
  double *ed;
  const double *ea, *eb, *ec;
  bool failed = false;

  static constexpr double infinity = std::numeric_limits<double>::infinity();

  /// The bound of a result of which nothing is known.
  double unknown() const {
    return instruction.type.isFloat
               ? infinity
               : powerOfTwo(std::min(instruction.type.width, 64u));
  }
  double asDouble(Lane x, bool isFloat) const {
    return isFloat ? x.f : static_cast<double>(x.i);
  }
  double deviationOf(Lane x, Lane y) const {
    bool isFloat = instruction.type.isFloat;
    return deviation(asDouble(x, isFloat), asDouble(y, isFloat));
  }
  /// An end of the interval around operand `x`.
  Lane shifted(Lane x, double by) const {
    if (instruction.inputType.isFloat)
      return lane(x.f + by);
    double moved = static_cast<double>(x.i) + by;
    if (by == 0)
      return x;
    return lane(static_cast<int64_t>(std::clamp(moved, -0x1p62, 0x1p62)));
  }

  template <typename F> void monotone1(F f) {
    for (int64_t i = 0; i < count; ++i) {
      double x = ea[i];
      Lane operand = a[i], value = f(operand);
      d[i] = value;
      ed[i] = 0;
      if (std::isinf(x))
        ed[i] = unknown();
      else if (x != 0)
        ed[i] = std::max(deviationOf(value, f(shifted(operand, -x))),
                         deviationOf(value, f(shifted(operand, x))));
    }
  }
  template <typename F> void monotone2(F f) {
    for (int64_t i = 0; i < count; ++i) {
      double x = ea[i], y = eb[i], bound = 0;
      Lane p = a[i], q = b[i], value = f(p, q);
      d[i] = value;
      if (std::isinf(x) || std::isinf(y))
        bound = unknown();
      else if (x != 0 || y != 0)
        for (double sx : {-x, x})
          for (double sy : {-y, y})
            bound = std::max(
                bound, deviationOf(value, f(shifted(p, sx), shifted(q, sy))));
      ed[i] = bound;
    }
  }
  template <typename F> void monotone3(F f) {
    for (int64_t i = 0; i < count; ++i) {
      double x = ea[i], y = eb[i], z = ec[i], bound = 0;
      Lane p = a[i], q = b[i], r = c[i], value = f(p, q, r);
      d[i] = value;
      if (std::isinf(x) || std::isinf(y) || std::isinf(z))
        bound = unknown();
      else if (x != 0 || y != 0 || z != 0)
        for (double sx : {-x, x})
          for (double sy : {-y, y})
            for (double sz : {-z, z})
              bound = std::max(
                  bound, deviationOf(value, f(shifted(p, sx), shifted(q, sy),
                                              shifted(r, sz))));
      ed[i] = bound;
    }
  }
  /// Monotone, unless the second operand may be zero.
  template <typename F> void quotient(F f) {
    monotone2(f);
    for (int64_t i = 0; i < count; ++i)
      if (eb[i] != 0 &&
          std::fabs(asDouble(b[i], instruction.inputType.isFloat)) <= eb[i])
        ed[i] = unknown();
  }
  /// Nothing is known of the result unless the operands are exact.
  template <typename F> void opaque1(F f) {
    for (int64_t i = 0; i < count; ++i) {
      d[i] = f(a[i]);
      ed[i] = ea[i] != 0 ? unknown() : 0;
    }
  }
  template <typename F> void opaque2(F f) {
    for (int64_t i = 0; i < count; ++i) {
      d[i] = f(a[i], b[i]);
      ed[i] = ea[i] != 0 || eb[i] != 0 ? unknown() : 0;
    }
  }
  /// A comparison; `isEquality` ones change in the middle of an interval.
  template <typename F> void ordered(F f, bool isEquality) {
    bool isFloat = instruction.inputType.isFloat;
    for (int64_t i = 0; i < count; ++i) {
      Lane p = a[i], q = b[i], value = f(p, q);
      double x = ea[i], y = eb[i];
      d[i] = value;
      ed[i] = 0;
      if (x == 0 && y == 0)
        continue;
      bool sure = !std::isinf(x) && !std::isinf(y);
      if (sure && isEquality) {
        double distance = asDouble(p, isFloat) - asDouble(q, isFloat);
        sure = !(std::fabs(distance) <= x + y);
      } else if (sure) {
        for (double sx : {-x, x})
          for (double sy : {-y, y})
            sure &= f(shifted(p, sx), shifted(q, sy)).i == value.i;
      }
      ed[i] = sure ? 0 : 1;
    }
  }
  /// Integer arithmetic modulo 2^width: `wide` is the result before wrapping.
  template <typename F, typename G> void wrapping(F f, G wide) {
    monotone2(f);
    double low = -powerOfTwo(instruction.type.width - 1);
    for (int64_t i = 0; i < count; ++i) {
      if (ea[i] == 0 && eb[i] == 0)
        continue;
      double p = static_cast<double>(a[i].i), q = static_cast<double>(b[i].i);
      for (double x : {p - ea[i], p + ea[i]})
        for (double y : {q - eb[i], q + eb[i]}) {
          double corner = wide(x, y);
          if (!(corner >= low && corner < -low))
            ed[i] = unknown();
        }
    }
  }
  /// A result between `low` and `high` in real arithmetic, each with the error
  /// of a good library function, rounded to the result's format.
  void finishApproximation(int64_t i, double y, double low, double high) {
    FloatFormat format = instruction.type.format;
    bool isDouble = format == FloatFormat::F64;
    double relative = isDouble ? 0x1p-50 : 0x1p-21;
    double absolute =
        smallestNormal(isDouble ? FloatFormat::F64 : FloatFormat::F32);
    auto error = [&](double v) {
      return std::isfinite(v) ? std::fabs(v) * relative + absolute : 0.0;
    };
    double value = roundTo(y, format);
    d[i] = lane(value);
    ed[i] = std::max(deviation(value, roundTo(low - error(low), format)),
                     deviation(value, roundTo(high + error(high), format)));
  }
  /// A function that is monotone, or else 1-Lipschitz.
  template <typename F> void approximate(F f, bool isMonotone) {
    for (int64_t i = 0; i < count; ++i) {
      double x = a[i].f, e = ea[i], y = f(x);
      double low = y, high = y;
      if (e != 0 && isMonotone) {
        double p = f(x - e), q = f(x + e);
        low = std::min(p, q);
        high = std::max(p, q);
        if (std::isnan(p) || std::isnan(q))
          low = high = std::numeric_limits<double>::quiet_NaN();
      } else if (e != 0) {
        low = y - e;
        high = y + e;
      }
      finishApproximation(i, y, low, high);
      if (std::isinf(e))
        ed[i] = infinity;
    }
  }
  /// A function of two operands, monotone in each where the first is positive.
  template <typename F> void approximate2(F f) {
    for (int64_t i = 0; i < count; ++i) {
      double y = f(a[i].f, b[i].f), low = y, high = y;
      for (double p : {a[i].f - ea[i], a[i].f + ea[i]})
        for (double q : {b[i].f - eb[i], b[i].f + eb[i]}) {
          low = std::min(low, f(p, q));
          high = std::max(high, f(p, q));
        }
      finishApproximation(i, y, low, high);
      bool inexact = ea[i] != 0 || eb[i] != 0;
      if (inexact &&
          (!(a[i].f - ea[i] > 0) || std::isinf(ea[i]) || std::isinf(eb[i])))
        ed[i] = infinity;
    }
  }
  void select() {
    for (int64_t i = 0; i < count; ++i) {
      bool first = a[i].i != 0;
      Lane chosen = first ? b[i] : c[i], other = first ? c[i] : b[i];
      double bound = first ? eb[i] : ec[i];
      if (ea[i] != 0)
        bound = std::max(bound,
                         deviationOf(chosen, other) + (first ? ec[i] : eb[i]));
      d[i] = chosen;
      ed[i] = bound;
    }
  }
};

/// Runs `visitor.instruction`; each handles its part of the opcodes and returns
/// false for the others. Defined for both visitors.
template <typename Visitor> bool visitFloatOp(Visitor &visitor);
template <typename Visitor> bool visitApproximateOp(Visitor &visitor);
template <typename Visitor> bool visitConversion(Visitor &visitor);
template <typename Visitor> bool visitIntegerOp(Visitor &visitor);

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_LANEVISITORS_H
