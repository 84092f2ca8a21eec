//===- Rounding.cpp - Rounding against brute force ------------------------===//
#include "mixp/Reference/Rounding.h"
#include <gtest/gtest.h>
#include <map>
#include <random>

using namespace mixp;
using namespace mixp::reference;

namespace {

/// Every finite value of a 16-bit format with whether its last bit is 0, found
/// by decoding all bit patterns: the second opinion on rounding.
std::map<double, bool> allValues(FloatFormat format) {
  std::map<double, bool> values;
  for (uint64_t bits = 0; bits < 0x10000; ++bits)
    if (double value = decodeFloat(bits, format); std::isfinite(value))
      values[value] = (bits & 1) == 0;
  return values;
}

/// Brute force: picks among the two neighbours of x.
double pick(const std::map<double, bool> &values, double x, RoundingMode mode) {
  auto above = values.lower_bound(x);
  if (above != values.end() && above->first == x)
    return x;
  double infinity = std::numeric_limits<double>::infinity();
  // Beyond the greatest value stands the power of two that would follow.
  double limit = values.rbegin()->first;
  double step = limit - std::prev(values.end(), 2)->first;
  double hi = above == values.end() ? limit + step : above->first;
  double lo = above == values.begin() ? -limit - step : std::prev(above)->first;
  bool hiEven = above == values.end() || above->second;
  double result = 0;
  switch (mode) {
  case RoundingMode::Floor:
    result = lo;
    break;
  case RoundingMode::Ceil:
    result = hi;
    break;
  case RoundingMode::TowardZero:
    result = x > 0 ? lo : hi;
    break;
  case RoundingMode::NearestEven:
  case RoundingMode::Stochastic:
  case RoundingMode::NearestAway:
    if (x - lo != hi - x)
      result = x - lo < hi - x ? lo : hi;
    else if (mode == RoundingMode::NearestAway)
      result = x > 0 ? hi : lo;
    else
      result = hiEven ? hi : lo;
    break;
  }
  return std::fabs(result) > limit ? std::copysign(infinity, result) : result;
}

constexpr RoundingMode kModes[] = {
    RoundingMode::NearestEven, RoundingMode::NearestAway,
    RoundingMode::TowardZero, RoundingMode::Floor, RoundingMode::Ceil};

class SixteenBits : public testing::TestWithParam<FloatFormat> {};

TEST_P(SixteenBits, encodingIsTheInverseOfDecoding) {
  for (uint64_t bits = 0; bits < 0x10000; ++bits) {
    double value = decodeFloat(bits, GetParam());
    if (std::isnan(value))
      EXPECT_TRUE(
          std::isnan(decodeFloat(encodeFloat(value, GetParam()), GetParam())));
    else
      ASSERT_EQ(encodeFloat(value, GetParam()), bits);
  }
}

TEST_P(SixteenBits, roundsLikeBruteForce) {
  std::map<double, bool> values = allValues(GetParam());
  auto check = [&](double x) {
    for (RoundingMode mode : kModes)
      ASSERT_EQ(roundTo(x, GetParam(), mode), pick(values, x, mode))
          << x << " mode " << static_cast<int>(mode);
  };
  // Around every value: itself, the tie above it and just beside that.
  for (auto it = values.begin(), e = std::prev(values.end()); it != e; ++it) {
    double tie = (it->first + std::next(it)->first) / 2;
    for (double x : {it->first, tie, std::nextafter(tie, 1e300),
                     std::nextafter(tie, -1e300)})
      check(x);
  }
  double limit = values.rbegin()->first;
  double step = limit - std::prev(values.end(), 2)->first;
  for (double sign : {1.0, -1.0})
    for (double beyond : {0.25, 0.5, 0.75, 1.0, 8.0})
      check(sign * (limit + beyond * step));
}

INSTANTIATE_TEST_SUITE_P(Formats, SixteenBits,
                         testing::Values(FloatFormat::F16, FloatFormat::BF16));

TEST(Rounding, singleIsTheHostsConversion) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100000; ++i) {
    double x = std::bit_cast<double>(random());
    if (!std::isfinite(x))
      continue;
    ASSERT_EQ(roundTo(x, FloatFormat::F32), static_cast<float>(x));
  }
}

TEST(Rounding, keepsWhatHasNoNeighbours) {
  double infinity = std::numeric_limits<double>::infinity();
  for (FloatFormat format :
       {FloatFormat::F16, FloatFormat::BF16, FloatFormat::F32})
    for (RoundingMode mode : kModes) {
      EXPECT_EQ(roundTo(infinity, format, mode), infinity);
      EXPECT_EQ(roundTo(-infinity, format, mode), -infinity);
      EXPECT_TRUE(std::isnan(roundTo(std::nan(""), format, mode)));
      EXPECT_TRUE(std::signbit(roundTo(-0.0, format, mode)));
      EXPECT_FALSE(std::signbit(roundTo(0.0, format, mode)));
    }
}

TEST(Rounding, ties) {
  EXPECT_EQ(roundToIntegral(2.5), 2.0);
  EXPECT_EQ(roundToIntegral(-3.5), -4.0);
  EXPECT_EQ(roundToIntegral(2.5, RoundingMode::NearestAway), 3.0);
  EXPECT_EQ(roundToIntegral(-2.5, RoundingMode::NearestAway), -3.0);
  EXPECT_EQ(roundToIntegral(-2.5, RoundingMode::TowardZero), -2.0);
  EXPECT_EQ(roundToIntegral(-2.5, RoundingMode::Floor), -3.0);
  EXPECT_EQ(roundToIntegral(-2.5, RoundingMode::Ceil), -2.0);
  EXPECT_EQ(roundToIntegral(0.49999999999999994), 0.0);
}

} // namespace
