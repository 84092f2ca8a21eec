//===- CastChecks.cpp - Casts against the second derivation ---------------===//
#include "CastChecks.h"
#include <gtest/gtest.h>

using namespace mixp::formats;

std::vector<Format> mixp::formats::allTargets() {
  std::vector<Format> targets = floatFormats();
  for (const Format &format : integerFormats())
    targets.push_back(format);
  return targets;
}

namespace {

/// Counts what differs and describes the first.
class Differences {
public:
  Differences(const Cast &cast, std::string who) : cast(cast), who(who) {}
  ~Differences() {
    if (count != 0)
      ADD_FAILURE() << who << ": " << count << " differ in " << cast.text(1)
                    << "\n  first: " << first;
  }
  void compare(Real x, Real expected, Real got) {
    if (isSame(expected, got))
      return;
    if (count++ == 0) {
      char text[200];
      std::snprintf(text, sizeof(text), "%La gives %La and not %La", x, got,
                    expected);
      first = text;
    }
  }

private:
  const Cast &cast;
  std::string who, first;
  size_t count = 0;
};

} // namespace

/// Whether the folder may leave an element alone: a double may not hold it.
static bool mayBeUnknown(const Cast &cast, Real x, Real result) {
  bool isWide = cast.from.bits == 64 || cast.to.bits == 64;
  return isWide && !(std::fabs(x) < 0x1p53L && std::fabs(result) < 0x1p53L);
}

static void checkCast(const Cast &cast, const std::vector<Real> &xs,
                      const std::vector<Real> &expected, size_t foldable) {
  std::vector<Real> evaluated = evaluateCast(cast, xs);
  ASSERT_EQ(evaluated.size(), xs.size()) << cast.text(1);
  {
    Differences differences(cast, "evaluator");
    for (size_t i = 0; i < xs.size(); ++i)
      differences.compare(xs[i], expected[i], evaluated[i]);
  }
  if (cast.mode == Mode::Stochastic || foldable == 0)
    return;
  std::vector<Real> few(xs.begin(), xs.begin() + std::min(foldable, xs.size()));
  Folded folded = foldCast(cast, few);
  Differences differences(cast, "folder");
  size_t missing = 0;
  bool someWide = false;
  for (size_t i = 0; i < few.size(); ++i) {
    someWide |= mayBeUnknown(cast, xs[i], expected[i]);
    if (folded.known[i])
      differences.compare(xs[i], expected[i], folded.values[i]);
    else
      ++missing;
  }
  EXPECT_TRUE(missing == 0 || someWide)
      << missing << " not folded in " << cast.text(1);
}

void mixp::formats::checkCasts(const Format &from, const Format &to,
                               const std::vector<Real> &xs, size_t foldable) {
  Target target(to);
  std::vector<Place> places;
  for (Real x : xs)
    places.push_back(target.place(x));
  for (bool saturate : {false, true}) {
    if (!saturate && target.needsSaturate(from))
      continue;
    bool wraps = !from.isFloat && !to.isFloat && !saturate;
    for (Mode mode : kModes) {
      std::vector<Real> expected(xs.size());
      for (size_t i = 0; i < xs.size(); ++i) {
        uint32_t word = mode == Mode::Stochastic ? randomWord(kSeed, i) : 0;
        expected[i] = wraps ? wrapTo(to, xs[i])
                            : target.pick(places[i], mode, saturate, word);
      }
      checkCast({from, to, mode, saturate}, xs, expected, foldable);
    }
  }
}
