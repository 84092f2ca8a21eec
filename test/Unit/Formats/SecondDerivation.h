//===- SecondDerivation.h - What mixp.cast has to give ----------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_FORMATS_SECONDDERIVATION_H
#define MIXP_TEST_UNIT_FORMATS_SECONDDERIVATION_H

// docs/Numerics.md, section 2, derived a second time: all values of a format,
// sorted, and the neighbour that the mode asks for. Any implementation of casts
// (the evaluator, the folder, compiled code) can be compared with it:
//
//   Target target(floatFormat("f8E4M3FN"));
//   Real y = target.pick(target.place(x), Mode::Floor, /*saturate=*/false);

#include "FormatLayouts.h"
#include <array>

namespace mixp::formats {

enum class Mode {
  NearestEven,
  NearestAway,
  TowardZero,
  Floor,
  Ceil,
  Stochastic
};
inline constexpr Mode kModes[] = {Mode::NearestEven, Mode::NearestAway,
                                  Mode::TowardZero,  Mode::Floor,
                                  Mode::Ceil,        Mode::Stochastic};
inline const char *nameOf(Mode mode) {
  constexpr const char *names[] = {"nearest_even", "nearest_away",
                                   "toward_zero",  "floor",
                                   "ceil",         "stochastic"};
  return names[static_cast<int>(mode)];
}

/// A number and its neighbours, as magnitudes: inner <= |x| < outer. A number
/// of the format is its own inner neighbour.
struct Place {
  Real x = 0;
  Real inner = 0, outer = 0;
  bool innerIsOdd = false;
  bool isOrdinary = false; // the neighbours count

  /// floor(f 2^32) for f, x's way from inner to outer: stochastic rounding goes
  /// outward where the random word is below it.
  uint64_t threshold() const {
    return static_cast<uint64_t>(
        std::floor(std::ldexp((std::fabs(x) - inner) / (outer - inner), 32)));
  }
};

/// A format that is cast to.
class Target {
public:
  explicit Target(const Format &format) : format(format) {
    if (!format.isFloat) {
      max = std::ldexp(Real(1), format.bits - !format.isUnsigned) - 1;
      min = format.isUnsigned ? 0 : -max - 1;
      return;
    }
    max = decode(format, largestCode(format));
    min = format.signBits ? -max : 0;
    if (format.width() > 16)
      return;
    // With what would follow the largest.
    for (uint64_t code = 0;
         code <= uint64_t(1) << (format.exponentBits + format.fractionBits);
         ++code)
      magnitudes.push_back(magnitudeOf(format, code));
  }

  Format format;
  Real min, max; // finite

  /// Whether a cast from `from` must have `saturate`.
  bool needsSaturate(const Format &from) const {
    if (format.isFloat && format.codes != Codes::AllNumbers)
      return false;
    if (from.isFloat)
      return true;
    return format.isFloat &&
           std::max(-Target(from).min, Target(from).max) > max;
  }

  Place place(Real x) const {
    Place place;
    place.x = x;
    if (!std::isfinite(x))
      return place;
    place.isOrdinary = true;
    Real magnitude = std::fabs(x);
    if (!format.isFloat) {
      place.inner = std::floor(magnitude);
      place.outer = place.inner + 1;
      place.innerIsOdd = std::fmod(place.inner, Real(2)) != 0;
      return place;
    }
    if (!format.signBits && (x < 0 || magnitude < magnitudeOf(format, 0))) {
      place.isOrdinary = false;
      return place;
    }
    uint64_t code = lastCodeUpTo(magnitude);
    place.inner = magnitudeOf(format, code);
    place.outer = magnitudeOf(format, code + 1);
    place.innerIsOdd = code & 1;
    return place;
  }

  /// The result for the place's x; `random` is the word that stochastic
  /// rounding compares with. Not for integers from integers without `saturate`.
  Real pick(const Place &place, Mode mode, bool saturate,
            uint32_t random = 0) const {
    Real x = place.x;
    bool hasNaN = format.isFloat && format.codes != Codes::AllNumbers;
    if (std::isnan(x))
      return hasNaN ? kNaN : 0;
    if (format.isFloat && !format.signBits && x < 0)
      return kNaN;
    if (saturate && (x > max || x < min))
      return x > 0 ? max : min;
    if (std::isinf(x))
      return format.codes == Codes::Ieee ? x : kNaN;
    if (!place.isOrdinary) // f8E8M0FNU has nothing below its first code
      return magnitudeOf(format, 0);
    bool outward = goesOutward(place, mode, random);
    Real magnitude = outward ? place.outer : place.inner;
    Real sign = std::signbit(x) ? -1 : 1;
    if (!format.isFloat)
      return std::clamp(sign * magnitude, min, max) + Real(0);
    if (magnitude > max)
      return overflow(mode, sign);
    bool hasMinusZero = format.codes != Codes::MinusNaN;
    return magnitude == 0 && !hasMinusZero ? Real(0) : sign * magnitude;
  }

private:
  bool goesOutward(const Place &place, Mode mode, uint32_t random) const {
    Real magnitude = std::fabs(place.x);
    if (magnitude == place.inner)
      return false;
    switch (mode) {
    case Mode::TowardZero:
      return false;
    case Mode::Floor:
      return place.x < 0;
    case Mode::Ceil:
      return place.x > 0;
    case Mode::Stochastic:
      return random < place.threshold();
    case Mode::NearestEven:
    case Mode::NearestAway:
      break;
    }
    Real middle = place.inner + (place.outer - place.inner) / 2;
    if (magnitude != middle)
      return magnitude > middle;
    // One digit is neither even nor odd: IEEE 754-2019, 4.3.1, goes away.
    bool oneDigit = format.isFloat && format.fractionBits == 0;
    return mode == Mode::NearestAway || oneDigit || place.innerIsOdd;
  }

  Real overflow(Mode mode, Real sign) const {
    bool staysFinite = mode == Mode::TowardZero ||
                       mode == (sign > 0 ? Mode::Floor : Mode::Ceil);
    if (staysFinite)
      return sign * max;
    return format.codes == Codes::Ieee ? sign * kInfinity : kNaN;
  }

  /// The last code, counted on beyond the largest, whose value is at most x.
  uint64_t lastCodeUpTo(Real x) const {
    if (!magnitudes.empty())
      return std::upper_bound(magnitudes.begin(), magnitudes.end(), x) -
             magnitudes.begin() - 1;
    uint64_t low = 0, high = uint64_t(1) << (format.width() - 1);
    while (high - low > 1) {
      uint64_t middle = low + (high - low) / 2;
      (magnitudeOf(format, middle) <= x ? low : high) = middle;
    }
    return low;
  }

  std::vector<Real> magnitudes;
};

/// An integer in another integer format, modulo 2^width.
inline Real wrapTo(const Format &format, Real x) {
  Real period = std::ldexp(Real(1), format.bits);
  Real wrapped = std::fmod(x, period); // exact
  if (wrapped < 0)
    wrapped += period;
  bool isNegative = !format.isUnsigned && wrapped >= period / 2;
  return (isNegative ? wrapped - period : wrapped) + Real(0);
}

/// The first word of Philox4x32-10 (Salmon et al., SC 2011, section 3.3) for
/// the counter (index, 0, 0) and the key `seed`: the word of an element.
inline uint32_t randomWord(uint64_t seed, uint64_t index) {
  std::array<uint64_t, 4> c = {index & 0xffffffff, index >> 32, 0, 0};
  uint64_t k0 = seed & 0xffffffff, k1 = seed >> 32;
  for (int i = 0; i != 10; ++i) {
    uint64_t p0 = c[0] * 0xD2511F53u, p1 = c[2] * 0xCD9E8D57u;
    c = {(p1 >> 32) ^ c[1] ^ k0, p1 & 0xffffffff, (p0 >> 32) ^ c[3] ^ k1,
         p0 & 0xffffffff};
    k0 = (k0 + 0x9E3779B9u) & 0xffffffff;
    k1 = (k1 + 0xBB67AE85u) & 0xffffffff;
  }
  return static_cast<uint32_t>(c[0]);
}

/// Whether two results are the same: NaN is NaN, and zeros have signs.
inline bool isSame(Real a, Real b) {
  if (std::isnan(a) || std::isnan(b))
    return std::isnan(a) && std::isnan(b);
  return a == b && std::signbit(a) == std::signbit(b);
}

} // namespace mixp::formats

#endif // MIXP_TEST_UNIT_FORMATS_SECONDDERIVATION_H
