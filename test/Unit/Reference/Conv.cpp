//===- Conv.cpp - mixp.conv against its formula written out ---------------===//
#include "Harness.h"
#include <gtest/gtest.h>

using namespace mixp::reference;

namespace {

using Values = std::vector<double>;

/// Values in which no two neighbours are equal.
Values spread(size_t count, int step, int modulus) {
  Values values;
  for (size_t i = 0; i < count; ++i)
    values.push_back(static_cast<double>(i * step % modulus) - modulus / 2);
  return values;
}

// Channels first, two groups, strides, dilations, one-sided paddings and zero
// points of both operands.
TEST(Conv, integersByTheFormula) {
  constexpr int N = 2, C = 4, H = 6, W = 5, O = 6, T = 2, U = 3, G = 2;
  constexpr int strideY = 2, dilationX = 2, low = 1, high = 2, Y = 4, X = 1;
  Values x = spread(N * C * H * W, 37, 251), f = spread(O * 2 * T * U, 23, 101),
         z = {3, -7, 11, 0, 5, -128}, c = spread(N * O * Y * X, 13, 997);
  Values expected = c;
  for (int n = 0; n < N; ++n)
    for (int o = 0; o < O; ++o)
      for (int i = 0; i < Y; ++i)
        for (int j = 0; j < X; ++j)
          for (int k = 0; k < C / G; ++k)
            for (int t = 0; t < T; ++t)
              for (int u = 0; u < U; ++u) {
                int y = i * strideY + t - low, column = j + u * dilationX;
                if (y < 0 || y >= H || column >= W)
                  continue;
                int channel = o / (O / G) * (C / G) + k;
                double a = x[((n * C + channel) * H + y) * W + column] - 9;
                double b = f[((o * C / G + k) * T + t) * U + u] - z[o];
                expected[((n * O + o) * Y + i) * X + j] += a * b;
              }
  static_assert((H + low + high - T) / strideY + 1 == Y);
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%x: tensor<2x4x6x5xi8>, %f: tensor<6x2x2x3xi8>, %z: tensor<6x1x1x1xi32>, %c: tensor<2x6x4x1xi32>) -> tensor<2x6x4x1xi32> {
      %nine = arith.constant dense<9> : tensor<1x1x1x1xi32>
      %0 = mixp.conv ins(%x, %f : tensor<2x4x6x5xi8>, tensor<6x2x2x3xi8>)
             input_zero_point(%nine : tensor<1x1x1x1xi32>)
             filter_zero_point(%z : tensor<6x1x1x1xi32>)
             layout(nchw_fchw) strides [2, 1] dilations [1, 2] pad_low [1, 0] pad_high [2, 0]
             groups(2) outs(%c : tensor<2x6x4x1xi32>) -> tensor<2x6x4x1xi32>
      return %0 : tensor<2x6x4x1xi32>
    })",
      {h.tensor({N, C, H, W}, "i8", x), h.tensor({O, C / G, T, U}, "i8", f),
       h.tensor({O, 1, 1, 1}, "i32", z), h.tensor({N, O, Y, X}, "i32", c)});
  ASSERT_EQ(out.error, "");
  EXPECT_TRUE(out.results[0].isExact());
  EXPECT_EQ(out.results[0].values, expected);
}

constexpr llvm::StringLiteral kPadded = R"(
    func.func @main(%x: tensor<1x1x1xui8>, %z: tensor<1x1x1xi32>, %f: tensor<1x2x1xi8>, %c: tensor<1x2x1xi32>) -> tensor<1x2x1xi32> {
      %0 = mixp.conv ins(%x, %f : tensor<1x1x1xui8>, tensor<1x2x1xi8>)
             input_zero_point(%z : tensor<1x1x1xi32>)
             layout(nhwc_fhwc) pad_low [1] pad_high [1] outs(%c : tensor<1x2x1xi32>) -> tensor<1x2x1xi32>
      return %0 : tensor<1x2x1xi32>
    })";

// A padding element is a real zero, and the zero point one that the type has.
TEST(Conv, zeroPointsBesidePaddingAreClamped) {
  for (auto [zeroPoint, difference] : {std::pair(30, 70), {300, 100 - 255}}) {
    Harness h;
    Outcome out =
        h.run(kPadded, {h.tensor({1, 1, 1}, "ui8", {100}),
                        h.tensor({1, 1, 1}, "i32", {double(zeroPoint)}),
                        h.tensor({1, 2, 1}, "i8", {3, 5}),
                        h.tensor({1, 2, 1}, "i32", {1, 2})});
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.results[0].values,
              (Values{1.0 + 5 * difference, 2.0 + 3 * difference}));
  }
}

// Terms of padding are terms.
TEST(Conv, paddingTimesInfinityIsNaN) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%x: tensor<1x2x1xf32>, %f: tensor<1x2x1xf32>, %c: tensor<1x2x1xf32>) -> tensor<1x2x1xf32> {
      %0 = mixp.conv ins(%x, %f : tensor<1x2x1xf32>, tensor<1x2x1xf32>)
             layout(nhwc_fhwc) pad_high [1] outs(%c : tensor<1x2x1xf32>) -> tensor<1x2x1xf32>
      return %0 : tensor<1x2x1xf32>
    })",
      {h.tensor({1, 2, 1}, "f32", {1, 2}),
       h.tensor({1, 2, 1}, "f32", {1, std::numeric_limits<double>::infinity()}),
       h.tensor({1, 2, 1}, "f32", {0, 0})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values[0], std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(out.results[0].values[1]));
}

// K of the bound is the window's elements in one group.
TEST(Conv, boundOfFloats) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%x: tensor<1x2x6xf32>, %f: tensor<2x2x3xf32>, %c: tensor<1x1x2xf32>) -> tensor<1x1x2xf32> {
      %0 = mixp.conv ins(%x, %f : tensor<1x2x6xf32>, tensor<2x2x3xf32>)
             layout(nhwc_fhwc) groups(2) outs(%c : tensor<1x1x2xf32>) -> tensor<1x1x2xf32>
      return %0 : tensor<1x1x2xf32>
    })",
      {h.tensor({1, 2, 6}, "f32", Values(12, 1.0)),
       h.tensor({2, 2, 3}, "f32", Values(12, -0.5)),
       h.tensor({1, 1, 2}, "f32", {4, 0})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{1, -3}));
  double gamma = 10 * 0x1p-24;
  EXPECT_GE(out.results[0].bounds[1], gamma * 3);
  EXPECT_LE(out.results[0].bounds[1], 1.01 * gamma * 3);
}

// A scale and a zero point for each tap and two of four channels, channels
// first.
TEST(Conv, filterGroupsByTheFormula) {
  constexpr int C = 4, W = 5, O = 3, T = 2, Y = 4;
  Values x = spread(C * W, 37, 251), f = spread(O * C * T, 23, 101);
  Values s = {0.5, 2, 0.25, 1, 4, 0.125, 8, 0.5, 1, 2, 0.5, 16};
  Values z = {3, -7, 11, 0, 5, -9, 2, 1, 0, 4, -4, 6};
  Values expected(O * Y, 1);
  for (int o = 0; o < O; ++o)
    for (int i = 0; i < Y; ++i)
      for (int c = 0; c < C; ++c)
        for (int t = 0; t < T; ++t) {
          int group = (o * (C / 2) + c / 2) * T + t;
          expected[o * Y + i] +=
              x[c * W + i + t] * (f[(o * C + c) * T + t] - z[group]) * s[group];
        }
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%x: tensor<1x4x5xi8>, %f: tensor<3x4x2xi8>, %s: tensor<3x2x2xf32>, %z: tensor<3x2x2xi32>, %c: tensor<1x3x4xf32>) -> tensor<1x3x4xf32> {
      %0 = mixp.conv ins(%x, %f : tensor<1x4x5xi8>, tensor<3x4x2xi8>)
             filter_scale(%s : tensor<3x2x2xf32>) filter_zero_point(%z : tensor<3x2x2xi32>) filter_block [1, 2, 1]
             layout(nchw_fchw) outs(%c : tensor<1x3x4xf32>) -> tensor<1x3x4xf32>
      return %0 : tensor<1x3x4xf32>
    })",
      {h.tensor({1, C, W}, "i8", x), h.tensor({O, C, T}, "i8", f),
       h.tensor({O, 2, T}, "f32", s), h.tensor({O, 2, T}, "i32", z),
       h.tensor({1, O, Y}, "f32", Values(O * Y, 1))});
  ASSERT_EQ(out.error, "");
  // All numbers are small multiples of 1/8.
  EXPECT_EQ(out.results[0].values, expected);
  EXPECT_FALSE(out.results[0].isExact());
}

TEST(Conv, sizesThatDoNotFit) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%x: tensor<1x?x1xi8>, %f: tensor<1x2x1xi8>, %c: tensor<1x?x1xi32>) -> tensor<1x?x1xi32> {
      %0 = mixp.conv ins(%x, %f : tensor<1x?x1xi8>, tensor<1x2x1xi8>)
             layout(nhwc_fhwc) strides [2] outs(%c : tensor<1x?x1xi32>) -> tensor<1x?x1xi32>
      return %0 : tensor<1x?x1xi32>
    })",
      {h.tensor({1, 5, 1}, "i8", Values(5)), h.tensor({1, 2, 1}, "i8", {1, 1}),
       h.tensor({1, 3, 1}, "i32", Values(3))});
  EXPECT_NE(out.error.find("expected spatial dim #0 of outs to be 2 but got 3"),
            std::string::npos)
      << out.error;
}

} // namespace
