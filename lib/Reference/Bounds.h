//===- Bounds.h - Propagation of error bounds -------------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_BOUNDS_H
#define MIXP_LIB_REFERENCE_BOUNDS_H

#include "mixp/Reference/Rounding.h"
#include <algorithm>

namespace mixp::reference {

/// How far `other` is from `value`: 0 if both are NaN or the same infinity,
/// infinite if only one of them is.
inline double deviation(double value, double other) {
  if (value == other || (std::isnan(value) && std::isnan(other)))
    return 0.0;
  double distance = std::fabs(value - other);
  return std::isnan(distance) ? std::numeric_limits<double>::infinity()
                              : distance;
}

/// The bound of n u-relative errors that compound: n u / (1 - n u), and the
/// first-order term doubled where that stops to make sense.
inline double gamma(double n, double u) {
  return n * u < 0.5 ? n * u / (1.0 - n * u) : 2.0 * n * u;
}

/// A value with its absolute error bound.
struct Number {
  double value = 0;
  double bound = 0;
  double low() const { return value - bound; }
  double high() const { return value + bound; }
};

/// `f` of numbers, where `f` is monotone in each argument: its extremes lie at
/// the corners of the box that the bounds span.
template <typename F> Number applyMonotone(F f, Number a) {
  double value = f(a.value);
  if (a.bound == 0)
    return {value, 0};
  return {value, std::max(deviation(value, f(a.low())),
                          deviation(value, f(a.high())))};
}
template <typename F> Number applyMonotone(F f, Number a, Number b) {
  double value = f(a.value, b.value), bound = 0;
  if (a.bound == 0 && b.bound == 0)
    return {value, 0};
  for (double x : {a.low(), a.high()})
    for (double y : {b.low(), b.high()})
      bound = std::max(bound, deviation(value, f(x, y)));
  return {value, bound};
}
template <typename F> Number applyMonotone(F f, Number a, Number b, Number c) {
  double value = f(a.value, b.value, c.value), bound = 0;
  if (a.bound == 0 && b.bound == 0 && c.bound == 0)
    return {value, 0};
  for (double x : {a.low(), a.high()})
    for (double y : {b.low(), b.high()})
      for (double z : {c.low(), c.high()})
        bound = std::max(bound, deviation(value, f(x, y, z)));
  return {value, bound};
}

/// A real number known to within `exact.bound`, rounded to `format`.
inline Number roundNumber(Number exact, FloatFormat format) {
  Number result{roundTo(exact.value, format), 0};
  if (exact.bound != 0)
    result.bound =
        std::max(deviation(result.value, roundTo(exact.low(), format)),
                 deviation(result.value, roundTo(exact.high(), format)));
  return result;
}

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_BOUNDS_H
