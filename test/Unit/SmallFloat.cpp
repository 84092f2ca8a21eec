//===- SmallFloat.cpp - small formats agree with APFloat ------------------===//
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

static void checkFormat(ElementKind kind, const llvm::fltSemantics &format) {
  auto encode = [=](double value) { return encodeSmallFloat(kind, value); };
  auto decode = [=](uint16_t bits) { return decodeSmallFloat(kind, bits); };
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
  checkFormat(ElementKind::F16, llvm::APFloat::IEEEhalf());
}

TEST(SmallFloat, BF16AgreesWithAPFloat) {
  checkFormat(ElementKind::BF16, llvm::APFloat::BFloat());
}

TEST(SmallFloat, OverflowGivesInfinity) {
  EXPECT_EQ(encodeSmallFloat(ElementKind::F16, 65520.0), 0x7c00);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F16, 65519.99), 0x7bff);
  EXPECT_EQ(encodeSmallFloat(ElementKind::BF16, -1e39), 0xff80);
}

TEST(SmallFloat, EveryCodeOfByteFormatsAgreesWithAPFloat) {
  using llvm::APFloat;
  const std::pair<ElementKind, const llvm::fltSemantics &> formats[] = {
      {ElementKind::F8E5M2, APFloat::Float8E5M2()},
      {ElementKind::F8E4M3, APFloat::Float8E4M3()},
      {ElementKind::F8E3M4, APFloat::Float8E3M4()},
      {ElementKind::F8E4M3FN, APFloat::Float8E4M3FN()},
      {ElementKind::F8E5M2FNUZ, APFloat::Float8E5M2FNUZ()},
      {ElementKind::F8E4M3FNUZ, APFloat::Float8E4M3FNUZ()},
      {ElementKind::F8E4M3B11FNUZ, APFloat::Float8E4M3B11FNUZ()},
      {ElementKind::F6E3M2FN, APFloat::Float6E3M2FN()},
      {ElementKind::F6E2M3FN, APFloat::Float6E2M3FN()},
      {ElementKind::F4E2M1FN, APFloat::Float4E2M1FN()},
      {ElementKind::F8E8M0FNU, APFloat::Float8E8M0FNU()}};
  for (const auto &[kind, format] : formats) {
    unsigned width = APFloat::getSizeInBits(format);
    for (uint32_t bits = 0; bits < 1u << width; ++bits) {
      double want = APFloat(format, llvm::APInt(width, bits)).convertToDouble();
      double value = decodeSmallFloat(kind, bits);
      // APFloat takes this NaN for an infinity.
      if (kind == ElementKind::F8E8M0FNU && bits == 0xff)
        want = NAN;
      EXPECT_EQ(std::isnan(value), std::isnan(want)) << bits;
      if (std::isnan(want))
        continue;
      EXPECT_EQ(value, want) << bits;
      EXPECT_EQ(encodeSmallFloat(kind, value), bits) << bits;
      // Of the neighbours' side, but nearest.
      if (std::isfinite(value))
        EXPECT_EQ(encodeSmallFloat(kind, value * (1 + 0x1p-20)), bits) << bits;
    }
  }
}

TEST(SmallFloat, ByteFormatsSaturate) {
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E5M2, 1e9), 0x7b);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E5M2, -INFINITY), 0xfc);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E4M3FN, -INFINITY), 0xfe);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E4M3FNUZ, -0.0), 0);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F4E2M1FN, NAN), 0);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E8M0FNU, -1.0), 0xff);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E8M0FNU, 0.0), 0);
  EXPECT_EQ(encodeSmallFloat(ElementKind::F8E8M0FNU, 1.5), 0x80);
}
