//===- Layouts.cpp - The second derivation's own ends ---------------------===//
#include "CastInputs.h"
#include <gtest/gtest.h>

using namespace mixp::formats;

namespace {

struct Ends {
  const char *type;
  Real largest, smallestNormal, smallest;
};

/// The tables that the formats' publications print.
TEST(Layouts, endsAreThePublishedOnes) {
  for (Ends ends : {Ends{"f16", 65504, 0x1p-14, 0x1p-24},
                    {"bf16", 0x1.fep127, 0x1p-126, 0x1p-133},
                    {"f32", 0x1.fffffep127, 0x1p-126, 0x1p-149},
                    {"f8E5M2", 57344, 0x1p-14, 0x1p-16},
                    {"f8E4M3FN", 448, 0x1p-6, 0x1p-9},
                    {"f8E4M3", 240, 0x1p-6, 0x1p-9},
                    {"f8E3M4", 15.5, 0x1p-2, 0x1p-6},
                    {"f8E5M2FNUZ", 57344, 0x1p-15, 0x1p-17},
                    {"f8E4M3FNUZ", 240, 0x1p-7, 0x1p-10},
                    {"f8E4M3B11FNUZ", 30, 0x1p-10, 0x1p-13},
                    {"f6E3M2FN", 28, 0x1p-2, 0x1p-4},
                    {"f6E2M3FN", 7.5, 1, 0x1p-3},
                    {"f4E2M1FN", 6, 1, 0.5}}) {
    const Format &format = floatFormat(ends.type);
    EXPECT_EQ(decode(format, largestCode(format)), ends.largest) << ends.type;
    EXPECT_EQ(decode(format, 1), ends.smallest) << ends.type;
    EXPECT_EQ(decode(format, uint64_t(1) << format.fractionBits),
              ends.smallestNormal)
        << ends.type;
  }
  const Format &scale = floatFormat("f8E8M0FNU");
  EXPECT_EQ(decode(scale, 0), 0x1p-127L);
  EXPECT_EQ(decode(scale, largestCode(scale)), 0x1p127L);
}

TEST(Layouts, someCodes) {
  EXPECT_TRUE(std::isnan(decode(floatFormat("f8E8M0FNU"), 0xff)));
  EXPECT_TRUE(std::isnan(decode(floatFormat("f8E4M3FN"), 0xff)));
  EXPECT_TRUE(std::isnan(decode(floatFormat("f8E5M2FNUZ"), 0x80)));
  EXPECT_EQ(decode(floatFormat("f8E5M2"), 0xfc), -kInfinity);
  EXPECT_EQ(decode(floatFormat("f4E2M1FN"), 0xb), -1.5);
  EXPECT_TRUE(std::signbit(decode(floatFormat("f4E2M1FN"), 8)));
}

TEST(Layouts, aTieBesideReservedCodes) {
  Target target(floatFormat("f8E4M3FN"));
  auto nearest = [&](Real x) {
    return target.pick(target.place(x), Mode::NearestEven, false);
  };
  EXPECT_EQ(nearest(464), 448);
  EXPECT_TRUE(std::isnan(nearest(464.5)));
}

TEST(Layouts, randomWordsAreThePublishedOnes) {
  // kat_vectors of Random123 has the counter 0 under the key 0.
  EXPECT_EQ(randomWord(0, 0), 0x6627e8d5u);
}

} // namespace
