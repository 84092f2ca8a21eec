//===- WideCasts.cpp - f32, f64, i32 and i64 at every boundary ------------===//
#include "../../../lib/Reference/EvalCast.h"
#include "CastChecks.h"
#include "CastInputs.h"
#include <gtest/gtest.h>

using namespace mixp::formats;

namespace {

std::string nameOfParam(const testing::TestParamInfo<Format> &info) {
  return info.param.type + (info.param.flagged ? "_flagged" : "");
}

/// f32 and f64 inputs at the boundaries of a target.
class Boundaries : public testing::TestWithParam<Format> {};

TEST_P(Boundaries, ofF32AndF64) {
  const Format &to = GetParam();
  for (std::string source : {"f32", "f64"})
    checkCasts(floatFormat(source), to,
               to.isFloat ? boundaries(to, source)
                          : integerBoundaries(to, source));
}

TEST_P(Boundaries, ofWideIntegers) {
  const Format &to = GetParam();
  for (const Format &from :
       {signedInteger(16), flaggedInteger(16), signedInteger(32),
        flaggedInteger(32), signedInteger(64), flaggedInteger(64)})
    checkCasts(from, to,
               wideIntegers(from, to.isFloat ? to.fractionBits + 1 : to.bits));
}

std::vector<Format> boundaryTargets() {
  std::vector<Format> formats;
  for (const Format &format : allTargets())
    if (!format.isFloat || format.width() <= 16)
      formats.push_back(format);
  return formats;
}

INSTANTIATE_TEST_SUITE_P(Formats, Boundaries,
                         testing::ValuesIn(boundaryTargets()), nameOfParam);

/// The wide float formats have too many values: boundaries of random ones.
TEST(WideCasts, toF32AndF64) {
  const Format &single = floatFormat("f32");
  std::vector<Real> inputs;
  addSpecials(inputs);
  std::mt19937 random(17);
  uint64_t last = largestCode(single);
  std::vector<uint64_t> codes = {0, 1, 2, 0x7fffff, 0x800000, last - 1, last};
  for (int i = 0; i < 20000; ++i)
    codes.push_back(random() % last);
  for (uint64_t code : codes) {
    Real value = magnitudeOf(single, code);
    Real middle = (value + magnitudeOf(single, code + 1)) / 2;
    for (Real x : {value, middle, -value, -middle})
      addAround(inputs, "f64", x);
  }
  checkCasts(floatFormat("f64"), single, inputs);
  checkCasts(floatFormat("f64"), floatFormat("f64"), inputs);
  for (const Format &from : {signedInteger(32), flaggedInteger(32),
                             signedInteger(64), flaggedInteger(64)})
    for (std::string to : {"f32", "f64"})
      checkCasts(from, floatFormat(to),
                 wideIntegers(from, floatFormat(to).fractionBits + 1));
}

/// The folder sees a part of the million: each of them takes it a microsecond.
class RandomSingles : public testing::TestWithParam<Format> {};

TEST_P(RandomSingles, ofAMillion) {
  checkCasts(floatFormat("f32"), GetParam(), randomSingles(),
             /*foldable=*/30000);
}

std::vector<Format> narrowFloats() {
  std::vector<Format> formats;
  for (const Format &format : floatFormats())
    if (format.width() <= 16)
      formats.push_back(format);
  return formats;
}

INSTANTIATE_TEST_SUITE_P(Formats, RandomSingles,
                         testing::ValuesIn(narrowFloats()), nameOfParam);

/// Stochastic rounding changes exactly at the word floor(f 2^32).
TEST(WideCasts, stochasticThresholds) {
  namespace reference = mixp::reference;
  std::mt19937_64 random(5);
  int compared = 0;
  for (int i = 0; i < 100000; ++i) {
    double x = static_cast<double>(
        decode(floatFormat("f64"), (random() & 0x800fffffffffffff) |
                                       (1023 - 12 + random() % 20) << 52));
    for (auto [type, format] :
         {std::pair("f8E4M3FN", reference::FloatFormat::F8E4M3FN),
          {"f4E2M1FN", reference::FloatFormat::F4E2M1FN},
          {"f32", reference::FloatFormat::F32}}) {
      static const std::map<std::string, Target> targets = {
          {"f8E4M3FN", Target(floatFormat("f8E4M3FN"))},
          {"f4E2M1FN", Target(floatFormat("f4E2M1FN"))},
          {"f32", Target(floatFormat("f32"))}};
      const Target &target = targets.at(type);
      Place place = target.place(x);
      for (uint64_t word : {uint64_t(0), place.threshold() - 1,
                            place.threshold(), uint64_t(0xffffffff)}) {
        uint32_t bits = static_cast<uint32_t>(word);
        ++compared;
        ASSERT_TRUE(
            isSame(reference::castToFloat(
                       x, format, mixp::RoundingMode::Stochastic, true, bits),
                   target.pick(place, Mode::Stochastic, true, bits)))
            << x << " to " << type << " at " << bits;
      }
    }
  }
  EXPECT_EQ(compared, 1200000);
}

/// The same where a double does not hold the fraction.
TEST(WideCasts, stochasticThresholdsOfWideIntegers) {
  namespace reference = mixp::reference;
  std::mt19937_64 random(6);
  Target target(floatFormat("f32"));
  for (int i = 0; i < 100000; ++i) {
    int64_t x = static_cast<int64_t>(random()) >> random() % 12;
    Place place = target.place(x);
    for (uint64_t word : {place.threshold() - 1, place.threshold()}) {
      uint32_t bits = static_cast<uint32_t>(word);
      ASSERT_TRUE(isSame(
          reference::roundIntegerTo(x, reference::FloatFormat::F32,
                                    mixp::RoundingMode::Stochastic, bits),
          target.pick(place, Mode::Stochastic, false, bits)))
          << x << " at " << bits;
    }
  }
}

} // namespace
