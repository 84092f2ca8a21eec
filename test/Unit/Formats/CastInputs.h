//===- CastInputs.h - Numbers at which casts go wrong -----------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_FORMATS_CASTINPUTS_H
#define MIXP_TEST_UNIT_FORMATS_CASTINPUTS_H

#include "SecondDerivation.h"
#include <random>

namespace mixp::formats {

/// x rounded to f32 or f64 by the host, with both neighbours there.
inline void addAround(std::vector<Real> &inputs, const std::string &type,
                      Real x) {
  if (type == "f32") {
    float nearest = static_cast<float>(x);
    for (float y : {nearest, std::nextafterf(nearest, -INFINITY),
                    std::nextafterf(nearest, INFINITY)})
      inputs.push_back(y);
    return;
  }
  double nearest = static_cast<double>(x);
  for (double y : {nearest, std::nextafter(nearest, -INFINITY),
                   std::nextafter(nearest, INFINITY)})
    inputs.push_back(y);
}

inline void addSpecials(std::vector<Real> &inputs) {
  for (Real x : {Real(0), -Real(0), kInfinity, -kInfinity, kNaN})
    inputs.push_back(x);
}

/// Of every value of `target` (up to 16 bits), and of every midpoint of two:
/// the f32 or f64 numbers at it and beside it, of both signs.
inline std::vector<Real> boundaries(const Format &target,
                                    const std::string &source) {
  std::vector<Real> inputs;
  addSpecials(inputs);
  // Two more than there are: overflow's tie, and beyond it.
  uint64_t codes = uint64_t(1) << (target.exponentBits + target.fractionBits);
  for (uint64_t code = 0; code <= codes; ++code) {
    Real value = magnitudeOf(target, code);
    Real middle = (value + magnitudeOf(target, code + 1)) / 2;
    for (Real sign : {Real(1), -Real(1)}) {
      addAround(inputs, source, sign * value);
      addAround(inputs, source, sign * middle);
    }
  }
  return inputs;
}

/// The same for integers, at and beside their ends, small ones and halves.
inline std::vector<Real> integerBoundaries(const Format &target,
                                           const std::string &source) {
  std::vector<Real> inputs;
  addSpecials(inputs);
  Target range(target);
  for (Real base : {range.min, range.max, Real(0), range.max / 2})
    for (Real step = -4; step <= 4; step += 0.25L)
      addAround(inputs, source, base + step);
  for (Real x : {1e30L, -1e30L, 0x1p63L, 0x1p64L, -0x1p63L, 1e-30L, -1e-30L})
    addAround(inputs, source, x);
  return inputs;
}

/// Integers of a wide type that are hard to round to `precision` digits: powers
/// of two, midpoints of the numbers above them, the type's ends, each with its
/// neighbours.
inline std::vector<Real> wideIntegers(const Format &format, int precision) {
  Target range(format);
  std::vector<Real> inputs;
  auto add = [&](Real x) {
    for (Real y : {x - 1, x, x + 1})
      for (Real z : {y, -y})
        if (z >= range.min && z <= range.max)
          inputs.push_back(z + Real(0));
  };
  for (Real x : {range.min, range.max, Real(0), Real(7), Real(3 << 20)})
    add(x);
  for (int exponent = 0; exponent <= format.bits; ++exponent) {
    Real power = std::ldexp(Real(1), exponent);
    add(power);
    Real half = std::ldexp(Real(1), exponent - precision);
    if (half < 1)
      continue;
    // Odd and even inner neighbours, and the last midpoint before the next
    // power.
    for (Real odd :
         {Real(1), Real(3), Real(5), std::ldexp(Real(1), precision) - 1})
      add(power + odd * half);
  }
  return inputs;
}

/// A million f32: half of them any bits, half of them of the exponents where
/// narrow formats have their numbers.
inline const std::vector<Real> &randomSingles() {
  static const std::vector<Real> inputs = [] {
    std::vector<Real> numbers;
    std::mt19937 random(20240229);
    for (int i = 0; i < 1000000; ++i) {
      uint32_t bits = random();
      if (i % 2) // 2^-20 to 2^19
        bits = (bits & 0x807fffff) | (107 + (bits >> 23) % 40) << 23;
      numbers.push_back(decode(floatFormat("f32"), bits));
    }
    return numbers;
  }();
  return inputs;
}

} // namespace mixp::formats

#endif // MIXP_TEST_UNIT_FORMATS_CASTINPUTS_H
