//===- NarrowCasts.cpp - Every input of up to 16 bits ---------------------===//
#include "CastChecks.h"
#include <gtest/gtest.h>

using namespace mixp::formats;

namespace {

/// All inputs of a format to every format.
class EightBits : public testing::TestWithParam<Format> {};

TEST_P(EightBits, toEveryFormat) {
  for (const Format &to : allTargets())
    checkCasts(GetParam(), to, allValues(GetParam()));
}

std::vector<Format> eightBitFormats() {
  std::vector<Format> formats;
  for (const Format &format : allTargets())
    if (format.width() <= 8)
      formats.push_back(format);
  return formats;
}

std::string nameOfParam(const testing::TestParamInfo<Format> &info) {
  return info.param.type + (info.param.flagged ? "_flagged" : "");
}

INSTANTIATE_TEST_SUITE_P(Formats, EightBits,
                         testing::ValuesIn(eightBitFormats()), nameOfParam);

/// All 65,536 inputs of a format to every narrower one, and to the others that
/// are as wide.
class SixteenBits : public testing::TestWithParam<Format> {};

TEST_P(SixteenBits, toEveryNarrowerFormat) {
  std::vector<Real> inputs = allValues(GetParam());
  // The folder gets integers at their boundaries only, in WideCasts.cpp.
  for (const Format &to : allTargets())
    if (to.width() <= 16)
      checkCasts(GetParam(), to, inputs, GetParam().isFloat ? SIZE_MAX : 0);
}

TEST_P(SixteenBits, toWiderFormats) {
  std::vector<Real> inputs = allValues(GetParam());
  for (const Format &to : allTargets())
    if (to.width() > 16)
      checkCasts(GetParam(), to, inputs, /*foldable=*/0);
}

INSTANTIATE_TEST_SUITE_P(Formats, SixteenBits,
                         testing::Values(floatFormat("f16"),
                                         floatFormat("bf16"), signedInteger(16),
                                         flaggedInteger(16)),
                         nameOfParam);

} // namespace
