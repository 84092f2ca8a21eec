//===- RequantizeProfiles.cpp - Profiles against what is published --------===//
#include "FixedPointDefinitions.h"
#include "ThreeWays.h"
#include "gtest/gtest.h"
#include <random>

namespace {

struct Profile {
  const char *name;
  definitions::Exact (*define)(definitions::Exact, definitions::Exact, int);
  int minShift, maxShift;
};

void PrintTo(const Profile &profile, std::ostream *os) { *os << profile.name; }

struct Case {
  int32_t acc, multiplier;
  int8_t shift;
  int32_t zeroPoint;
};

constexpr size_t kCount = 5000; // one folds, of at most 64 KiB of constants
constexpr int64_t kMin = INT32_MIN, kMax = INT32_MAX;

/// kCount elements at a time, i32 results: nothing is hidden by narrowing.
class RequantizeProfile : public testing::TestWithParam<Profile> {
protected:
  RequantizeProfile() : ways(text(GetParam().name)) {}

  static std::string text(std::string profile) {
    return "func.func @main(%acc: tensor<5000xi32>, %m: tensor<5000xi32>, "
           "%r: tensor<5000xi8>, %z: tensor<5000xi32>) -> tensor<5000xi32> {\n"
           "%0 = mixp.requantize " +
           profile +
           " %acc multiplier(%m : tensor<5000xi32>) shift(%r : "
           "tensor<5000xi8>) zero_point(%z : tensor<5000xi32>)\n"
           " : tensor<5000xi32> -> tensor<5000xi32>\n"
           "return %0 : tensor<5000xi32>\n}";
  }

  /// Compares the three with the definition. Folding refuses constants that are
  /// out of range, which must then be left out.
  void check(std::vector<Case> cases, bool folds) {
    cases.resize(kCount, {});
    ThreeWays::Arguments arguments(4);
    ThreeWays::Values expected;
    for (Case &c : cases) {
      if (folds)
        makeLegal(c);
      for (auto [i, value] : {std::pair(0, c.acc),
                              {1, c.multiplier},
                              {2, c.shift},
                              {3, c.zeroPoint}})
        arguments[i].push_back(value);
      expected.push_back(
          definitions::finish(GetParam().define(c.acc, c.multiplier, c.shift),
                              c.zeroPoint, kMin, kMax));
    }
    compare("evaluated", ways.evaluate(arguments), expected, cases);
    compare("compiled", ways.execute(arguments), expected, cases);
    if (folds)
      compare("folded", ways.fold(arguments), expected, cases);
  }

  std::vector<Case> random(std::mt19937_64 &generator) {
    auto number = [&] { // of every magnitude
      auto bits = static_cast<int32_t>(generator());
      return bits >> (generator() % 32);
    };
    std::vector<Case> cases(kCount);
    for (Case &c : cases)
      c = {number(), number(), static_cast<int8_t>(generator()), number()};
    return cases;
  }

  /// The case with multiplier and shift moved into the profile's range.
  static void makeLegal(Case &c) {
    const Profile &profile = GetParam();
    int count = profile.maxShift - profile.minShift + 1;
    if (c.shift < profile.minShift || c.shift > profile.maxShift)
      c.shift = profile.minShift + static_cast<uint8_t>(c.shift) % count;
    if (profile.minShift == 2 && c.multiplier < 0)
      c.multiplier = ~c.multiplier;
  }

private:
  static void compare(const char *what, const ThreeWays::Values &got,
                      const ThreeWays::Values &expected,
                      const std::vector<Case> &cases) {
    ASSERT_EQ(got.size(), expected.size()) << what;
    for (size_t i = 0; i < got.size(); ++i)
      ASSERT_EQ(int64_t(got[i]), int64_t(expected[i]))
          << what << ": acc " << cases[i].acc << ", multiplier "
          << cases[i].multiplier << ", shift " << int(cases[i].shift)
          << ", zero point " << cases[i].zeroPoint;
  }

  ThreeWays ways;
};

TEST_P(RequantizeProfile, EndPoints) {
  const int32_t numbers[] = {INT32_MIN,
                             INT32_MIN + 1,
                             -(1 << 30) - 1,
                             -(1 << 30),
                             -1000001,
                             -3,
                             -2,
                             -1,
                             0,
                             1,
                             2,
                             3,
                             5,
                             1000001,
                             (1 << 30) - 1,
                             1 << 30,
                             INT32_MAX - 1,
                             INT32_MAX};
  std::vector<Case> cases;
  auto flush = [&] {
    check(cases, /*folds=*/true);
    check(cases, /*folds=*/false);
    cases.clear();
  };
  for (int shift = GetParam().minShift; shift <= GetParam().maxShift; ++shift)
    for (int32_t acc : numbers)
      for (int32_t multiplier : numbers) {
        int32_t zeroPoint = (acc ^ multiplier) & 1 ? 7 : 0;
        cases.push_back(
            {acc, multiplier, static_cast<int8_t>(shift), zeroPoint});
        if (cases.size() == kCount)
          flush();
      }
  for (int shift : {-128, -31, -1, 1, 63, 64, 127}) // out of range
    for (int32_t acc : numbers)
      cases.push_back({acc, 1 << 30, static_cast<int8_t>(shift), 0});
  check(cases, /*folds=*/false);
}

/// Products that lie exactly halfway between two results, of both signs.
TEST_P(RequantizeProfile, Ties) {
  std::vector<Case> cases;
  for (int shift = GetParam().minShift; shift <= GetParam().maxShift; ++shift)
    for (int bit = 0; bit < 31; ++bit)
      for (int odd = -7; odd <= 7; odd += 2) {
        // acc * multiplier = odd * 2^(shift - 1), as far as both fit.
        int rest = std::clamp(shift - 1 - bit, 0, 28);
        cases.push_back({odd * (1 << rest), 1 << std::min(bit, 30),
                         static_cast<int8_t>(shift), 0});
        if (cases.size() == kCount) {
          check(cases, /*folds=*/true);
          cases.clear();
        }
      }
  check(cases, /*folds=*/true);
}

TEST_P(RequantizeProfile, RandomMillion) {
  std::mt19937_64 generator(17);
  for (int round = 0; round < 200 && !HasFatalFailure(); ++round)
    check(random(generator), /*folds=*/round % 2 == 0);
}

INSTANTIATE_TEST_SUITE_P(
    Requantize, RequantizeProfile,
    testing::Values(Profile{"tflite", definitions::tflite, -30, 31},
                    Profile{"tosa_single", definitions::tosaSingle, 2, 62},
                    Profile{"tosa_double", definitions::tosaDouble, 2, 62},
                    Profile{"truncate", definitions::truncate, 0, 63}),
    [](const auto &info) { return std::string(info.param.name); });

} // namespace
