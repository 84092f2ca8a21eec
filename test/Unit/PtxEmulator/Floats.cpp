//===- Floats.cpp - Float instructions ------------------------------------===//
#include "Harness.h"
#include <cmath>

using namespace mixp::ptx;

using Words = std::vector<uint32_t>;

static Words bits(std::vector<float> values) {
  Words result;
  for (float value : values)
    result.push_back(bitsOf(value));
  return result;
}

TEST(PtxFloats, RoundsOnce) {
  // 1 + 2^-24 is half way, 1 + 2^-24 + 2^-48 is above.
  Words a = bits({1.0f, 1.0f + 0x1p-12f, 3.0f});
  Words b = bits({0x1p-24f, 1.0f + 0x1p-12f, 7.0f});
  EXPECT_EQ(runLanes("add.rn.f32 %r4, %r1, %r2;", {a, b}),
            bits({1.0f, 2.0f + 0x1p-11f, 10.0f}));
  EXPECT_EQ(runLanes("add.rp.f32 %r4, %r1, %r2;", {a, b})[0],
            bitsOf(1.0f + 0x1p-23f));
  EXPECT_EQ(runLanes("add.rz.f32 %r4, %r1, %r2;", {a, b})[0], bitsOf(1.0f));
  EXPECT_EQ(runLanes("mul.rn.f32 %r4, %r1, %r2;", {a, b})[1],
            bitsOf(1.0f + 0x1p-11f));
  EXPECT_EQ(runLanes("mul.rp.f32 %r4, %r1, %r2;", {a, b})[1],
            bitsOf(1.0f + 0x1p-11f + 0x1p-23f));
  // (1 + 2^-12)^2 - (1 + 2^-11) = 2^-24, lost by a rounded product.
  EXPECT_EQ(runLanes("fma.rn.f32 %r4, %r1, %r2, 0fBF801000;", {a, b})[1],
            bitsOf(0x1p-24f));
  EXPECT_EQ(runLanes("div.rn.f32 %r4, %r1, %r2;", {a, b})[2],
            bitsOf(3.0f / 7.0f));
}

TEST(PtxFloats, FmaOfManyValuesAgreesWithTheHost) {
  Words a, b, c, want;
  uint32_t state = 12345;
  for (int i = 0; i < 32; ++i) {
    uint32_t words[3];
    for (uint32_t &word : words) {
      state = state * 1664525 + 1013904223;
      word = (state >> 9 & 0x807fffff) | (0x3e000000 + (state & 0x3000000));
    }
    a.push_back(words[0]);
    b.push_back(words[1]);
    c.push_back(words[2]);
    want.push_back(bitsOf(
        std::fma(floatOf(words[0]), floatOf(words[1]), floatOf(words[2]))));
  }
  EXPECT_EQ(runLanes("fma.rn.f32 %r4, %r1, %r2, %r3;", {a, b, c}), want);
}

TEST(PtxFloats, MinMaxAndSpecialValues) {
  Words a = bits({NAN, -0.0f, 2.0f}), b = bits({1.0f, 0.0f, NAN});
  EXPECT_EQ(runLanes("max.f32 %r4, %r1, %r2;", {a, b}),
            bits({1.0f, 0.0f, 2.0f}));
  EXPECT_EQ(runLanes("min.f32 %r4, %r1, %r2;", {a, b}),
            bits({1.0f, -0.0f, 2.0f}));
  EXPECT_EQ(runLanes("max.NaN.f32 %r4, %r1, %r2;", {a, b}),
            (Words{0x7fffffff, 0, 0x7fffffff}));
  EXPECT_EQ(runLanes("add.sat.f32 %r4, %r1, 0f3F000000;",
                     {bits({0.25f, 3.0f, NAN, -7.0f})}),
            bits({0.75f, 1.0f, 0.0f, 0.0f}));
  EXPECT_EQ(runLanes("neg.f32 %r4, %r1;", {b})[0], bitsOf(-1.0f));
  EXPECT_EQ(runLanes("copysign.f32 %r4, %r1, %r2;",
                     {bits({-1.0f, 2.0f}), bits({5.0f, -6.0f})}),
            bits({-5.0f, 6.0f}));
  EXPECT_EQ(runLanes("mul.ftz.f32 %r4, %r1, 0f3F000000;",
                     {bits({0x1p-126f, 0x1p-125f})}),
            bits({0.0f, 0x1p-126f}));
}

TEST(PtxFloats, Halves) {
  // {1.5, -2} * {3, 0.5} + {1, 1}, low half first.
  Words a = {0xc0003e00}, b = {0x38004200}, c = {0x3c003c00};
  EXPECT_EQ(runLanes("fma.rn.f16x2 %r4, %r1, %r2, %r3;", {a, b, c})[0],
            0x00004580u);
  EXPECT_EQ(runLanes("fma.rn.relu.f16x2 %r4, %r1, %r2, %r3;",
                     {a, b, {0xbc003c00}})[0],
            0x00004580u);
  // 2048 + 1 is half way between two halves.
  EXPECT_EQ(
      runLanes("add.rn.f16x2 %r4, %r1, %r2;", {{0x68006801}, {0x3c003c00}})[0],
      0x68006802u);
  // bf16: 256 + 1 is half way as well.
  EXPECT_EQ(runLanes("fma.rn.bf16x2 %r4, %r1, %r2, %r3;",
                     {{0x3f803f80}, {0x43804381}, {0x3f803f80}})[0],
            0x43804382u);
  EXPECT_EQ(runLanes("max.f16x2 %r4, %r1, %r2;", {a, b})[0], 0x38004200u);
}

TEST(PtxFloats, Doubles) {
  auto wide = [](double value) {
    uint64_t word;
    std::memcpy(&word, &value, 8);
    return word;
  };
  EXPECT_EQ(runWideLanes("fma.rn.f64 %rd8, %rd5, %rd6, %rd5;",
                         {{wide(3.0)}, {wide(0.1)}})[0],
            wide(std::fma(3.0, 0.1, 3.0)));
  EXPECT_EQ(runWideLanes("add.rp.f64 %rd8, %rd5, %rd6;",
                         {{wide(1.0)}, {wide(0x1p-60)}})[0],
            wide(1.0 + 0x1p-52));
}

TEST(PtxFloats, Functions) {
  Words x = bits({0.5f, -3.0f, 8.0f});
  EXPECT_EQ(runLanes("ex2.approx.f32 %r4, %r1;", {x}),
            bits({std::exp2(0.5f), 0.125f, 256.0f}));
  EXPECT_EQ(runLanes("lg2.approx.f32 %r4, %r1;", {x})[2], bitsOf(3.0f));
  EXPECT_EQ(runLanes("rsqrt.approx.f32 %r4, %r1;", {x})[0],
            bitsOf(float(1 / std::sqrt(0.5))));
  EXPECT_EQ(runLanes("sqrt.rn.f32 %r4, %r1;", {x})[2], bitsOf(std::sqrt(8.0f)));
  EXPECT_EQ(runLanes("rcp.approx.ftz.f32 %r4, %r1;", {x})[1],
            bitsOf(-1.0f / 3.0f));
  EXPECT_EQ(runLanes("tanh.approx.f32 %r4, %r1;", {x})[1],
            bitsOf(float(std::tanh(-3.0))));
  EXPECT_EQ(runLanes("testp.subnormal.f32 %p1, %r1;\nselp.b32 %r4, 1, 0, %p1;",
                     {bits({0x1p-130f, 1.0f, 0.0f})}),
            (Words{1, 0, 0}));
}

TEST(PtxFloats, UnorderedComparisons) {
  Words a = bits({1.0f, NAN, 2.0f}), b = bits({2.0f, 0.0f, 2.0f});
  auto run = [&](std::string name) {
    return runLanes("setp." + name +
                        ".f32 %p1, %r1, %r2;\nselp.b32 %r4, 1, 0, "
                        "%p1;",
                    {a, b});
  };
  EXPECT_EQ(run("lt"), (Words{1, 0, 0}));
  EXPECT_EQ(run("ltu"), (Words{1, 1, 0}));
  EXPECT_EQ(run("ne"), (Words{1, 0, 0}));
  EXPECT_EQ(run("neu"), (Words{1, 1, 0}));
  EXPECT_EQ(run("num"), (Words{1, 0, 1}));
  EXPECT_EQ(run("nan"), (Words{0, 1, 0}));
}

TEST(PtxFloats, Conversions) {
  Words x = bits({2.5f, -3.7f, 1e10f, NAN});
  EXPECT_EQ(runLanes("cvt.rni.s32.f32 %r4, %r1;", {x}),
            (Words{2, uint32_t(-4), 0x7fffffff, 0}));
  EXPECT_EQ(runLanes("cvt.rzi.u32.f32 %r4, %r1;", {x}),
            (Words{2, 0, 0xffffffff, 0}));
  EXPECT_EQ(runLanes("cvt.rmi.f32.f32 %r4, %r1;", {x})[1], bitsOf(-4.0f));
  EXPECT_EQ(runLanes("cvt.rn.f32.s32 %r4, %r1;", {{16777217, 0xffffffff}}),
            bits({16777216.0f, -1.0f}));
  EXPECT_EQ(runLanes("cvt.rp.f32.u32 %r4, %r1;", {{16777217, 0xffffffff}}),
            bits({16777218.0f, 4294967296.0f}));
  EXPECT_EQ(runLanes("cvt.sat.s8.s32 %r4, %r1;", {{300, uint32_t(-300), 5}}),
            (Words{127, uint32_t(-128), 5}));
  EXPECT_EQ(runLanes("cvt.s32.s8 %r4, %r1;", {{0x1ff, 0x17f}}),
            (Words{0xffffffff, 0x7f}));
  // The first source is the high half; 1 + 2^-9 rounds to even in bf16.
  EXPECT_EQ(runLanes("cvt.rn.bf16x2.f32 %r4, %r1, %r2;",
                     {bits({1.0f + 0x1p-8f}), bits({-2.0f})})[0],
            0x3f80c000u);
  EXPECT_EQ(runLanes("cvt.rn.f16x2.f32 %r4, %r1, %r2;",
                     {bits({65520.0f}), bits({0x1p-25f})})[0],
            0x7c000000u);
  EXPECT_EQ(runLanes("cvt.rna.tf32.f32 %r4, %r1;",
                     {bits({1.0f + 0x1p-11f, 1.0f + 0x1p-12f})}),
            bits({1.0f + 0x1p-10f, 1.0f}));
  EXPECT_EQ(runLanes("cvt.pack.sat.s8.s32.b32 %r4, %r1, %r2, %r3;",
                     {{300}, {uint32_t(-5)}, {0xabcd}})[0],
            0xabcd7ffbu);
}

TEST(PtxFloats, EightBitConversions) {
  std::string to = "cvt.rn.satfinite.e4m3x2.f32 %rs1, %r1, %r2;\n"
                   "cvt.u32.u16 %r4, %rs1;";
  // 1.0 is 0x38, 500 saturates to 448, 17 is half way between 16 and 18.
  EXPECT_EQ(runLanes(to, {bits({1.0f, 500.0f}), bits({-2.0f, 17.0f})}),
            (Words{0x38c0, 0x7e58}));
  std::string e5 = "cvt.rn.satfinite.e5m2x2.f32 %rs1, %r1, %r2;\n"
                   "cvt.u32.u16 %r4, %rs1;";
  EXPECT_EQ(runLanes(e5, {bits({1.0f, 1e9f}), bits({-2.5f, 0x1p-17f})}),
            (Words{0x3cc1, 0x7b00}));
  std::string back = "cvt.u16.u32 %rs1, %r1;\ncvt.rn.f16x2.e4m3x2 %r4, %rs1;";
  EXPECT_EQ(runLanes(back, {{0x38c0}})[0], 0x3c00c000u);
}
