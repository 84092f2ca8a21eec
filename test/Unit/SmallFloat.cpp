//===- SmallFloat.cpp - 16-bit formats agree with APFloat -----------------===//
#include "mixp/Execution/SmallFloat.h"
#include "llvm/ADT/APFloat.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mixp;

static uint16_t encodeByAPFloat(double value,
                                const llvm::fltSemantics &format) {
  llvm::APFloat number(value);
  bool lossy;
  number.convert(format, llvm::APFloat::rmNearestTiesToEven, &lossy);
  return static_cast<uint16_t>(number.bitcastToAPInt().getZExtValue());
}

static double decodeByAPFloat(uint16_t bits, const llvm::fltSemantics &format) {
  return llvm::APFloat(format, llvm::APInt(16, bits)).convertToDouble();
}

static void checkFormat(uint16_t (*encode)(double), double (*decode)(uint16_t),
                        const llvm::fltSemantics &format) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    double value = decode(bits), want = decodeByAPFloat(bits, format);
    if (std::isnan(want)) {
      EXPECT_TRUE(std::isnan(value)) << bits;
      EXPECT_TRUE(std::isnan(decode(encode(value)))) << bits;
      continue;
    }
    EXPECT_EQ(value, want) << bits;
    EXPECT_EQ(encode(value), bits);
    if (std::isinf(value) || (bits & 0x7fff) == 0x7fff)
      continue;
    // Half way to the next one away from zero, and just beside that.
    double next = decode(bits + 1);
    double middle = std::isinf(next) ? value * (1 + std::ldexp(1.0, -12))
                                     : (value + next) / 2;
    for (double x : {middle, std::nextafter(middle, 0.0),
                     std::nextafter(middle, INFINITY)})
      EXPECT_EQ(encode(x), encodeByAPFloat(x, format)) << bits;
  }
}

TEST(SmallFloat, F16AgreesWithAPFloat) {
  checkFormat(encodeF16, decodeF16, llvm::APFloat::IEEEhalf());
}

TEST(SmallFloat, BF16AgreesWithAPFloat) {
  checkFormat(encodeBF16, decodeBF16, llvm::APFloat::BFloat());
}

TEST(SmallFloat, OverflowGivesInfinity) {
  EXPECT_EQ(encodeF16(65520.0), 0x7c00);
  EXPECT_EQ(encodeF16(65519.99), 0x7bff);
  EXPECT_EQ(encodeBF16(-1e39), 0xff80);
}
