//===- Matmul.cpp - Matrix products by hand -------------------------------===//
#include "Harness.h"
#include "mixp/Reference/Compare.h"
#include <chrono>
#include <gtest/gtest.h>
#include <random>

using namespace mixp::reference;

namespace {

using Values = std::vector<double>;
const double kInf = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Matmul, integersWithZeroPoints) {
  Harness h;
  // lhs 2x3 minus 128, rhs stored transposed 2x3.
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<2x3xui8>, %b: tensor<2x3xi8>, %z: tensor<1x1xi32>, %c: tensor<2x2xi32>) -> tensor<2x2xi32> {
      %0 = mixp.matmul ins(%a, %b : tensor<2x3xui8>, tensor<2x3xi8>)
             lhs_zero_point(%z : tensor<1x1xi32>) lhs_block [0, 0]
             outs(%c : tensor<2x2xi32>) {transpose_rhs} -> tensor<2x2xi32>
      return %0 : tensor<2x2xi32>
    })",
                      {h.tensor({2, 3}, "ui8", {255, 0, 128, 130, 127, 129}),
                       h.tensor({2, 3}, "i8", {-128, 127, 3, 1, 2, -4}),
                       h.tensor({1, 1}, "i32", {128}),
                       h.tensor({2, 2}, "i32", {0, 1, 2, -3})});
  ASSERT_EQ(out.error, "");
  // 127*-128 - 128*127, 127 - 256 + 1, -256 - 127 + 3 + 2, 2 - 2 - 4 - 3
  EXPECT_EQ(out.results[0].values, (Values{-32512, -128, -378, -7}));
  EXPECT_TRUE(out.results[0].isExact());
}

TEST(Matmul, wrapsModulo32) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x1xi8>, %b: tensor<1x1xi8>, %z: tensor<1x1xi32>, %c: tensor<1x1xi32>) -> tensor<1x1xi32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x1xi8>, tensor<1x1xi8>)
             lhs_zero_point(%z : tensor<1x1xi32>) rhs_zero_point(%z : tensor<1x1xi32>)
             outs(%c : tensor<1x1xi32>) -> tensor<1x1xi32>
      return %0 : tensor<1x1xi32>
    })",
      {h.tensor({1, 1}, "i8", {127}), h.tensor({1, 1}, "i8", {126}),
       h.tensor({1, 1}, "i32", {-2147483648.0}), h.tensor({1, 1}, "i32", {5})});
  ASSERT_EQ(out.error, "");
  // (2^31 + 127)(2^31 + 126) + 5 = 2^62 + 253 * 2^31 + 16007.
  EXPECT_EQ(out.scalar(), -2147483648.0 + 16007);
}

TEST(Matmul, scaledIntegersAreExact) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x2xi8>, %b: tensor<2x2xi4>, %sa: tensor<1x1xf32>, %sb: tensor<1x2xf32>, %c: tensor<1x2xf32>) -> tensor<1x2xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x2xi8>, tensor<2x2xi4>)
             lhs_scale(%sa : tensor<1x1xf32>) lhs_block [1, 0]
             rhs_scale(%sb : tensor<1x2xf32>) rhs_block [0, 1]
             outs(%c : tensor<1x2xf32>) -> tensor<1x2xf32>
      return %0 : tensor<1x2xf32>
    })",
      {h.tensor({1, 2}, "i8", {100, -3}), h.tensor({2, 2}, "i4", {7, -8, 5, 1}),
       h.tensor({1, 1}, "f32", {0.1f}), h.tensor({1, 2}, "f32", {0.3f, 0.7f}),
       h.tensor({1, 2}, "f32", {1.0f, 0.2f})});
  ASSERT_EQ(out.error, "");
  EXPECT_TRUE(out.results[0].isExact());
  EXPECT_EQ(out.results[0].values[0], 1.0f + 685.0f * (0.1f * 0.3f));
  EXPECT_EQ(out.results[0].values[1], 0.2f + -803.0f * (0.1f * 0.7f));
}

TEST(Matmul, groupScalesAlongK) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x3xf32>, %b: tensor<3x1xi8>, %s: tensor<2x1xf32>, %c: tensor<1x1xf32>) -> tensor<1x1xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x3xf32>, tensor<3x1xi8>)
             rhs_scale(%s : tensor<2x1xf32>) rhs_block [2, 1]
             outs(%c : tensor<1x1xf32>) -> tensor<1x1xf32>
      return %0 : tensor<1x1xf32>
    })",
      {h.tensor({1, 3}, "f32", {1, 2, 3}), h.tensor({3, 1}, "i8", {4, 5, 6}),
       h.tensor({2, 1}, "f32", {0.5, 2}), h.tensor({1, 1}, "f32", {1})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(), 1 + 7 + 36);
  double gamma = 7 * 0x1p-24;
  EXPECT_GE(out.results[0].bounds[0], gamma * 44);
  EXPECT_LE(out.results[0].bounds[0], 1.01 * gamma * 44);
}

TEST(Matmul, nonFiniteOperands) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<4x2xf32>, %b: tensor<2x1xf32>, %c: tensor<4x1xf32>) -> tensor<4x1xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<4x2xf32>, tensor<2x1xf32>)
             outs(%c : tensor<4x1xf32>) -> tensor<4x1xf32>
      return %0 : tensor<4x1xf32>
    })",
      {h.tensor({4, 2}, "f32", {kInf, 1, kInf, -kInf, 1, kNaN, 3e38, 3e38}),
       h.tensor({2, 1}, "f32", {1, 1}), h.tensor({4, 1}, "f32", {0, 0, 0, 0})});
  ASSERT_EQ(out.error, "");
  const Tensor &y = out.results[0];
  EXPECT_EQ(y.values[0], kInf);
  EXPECT_EQ(y.bound(0), 0);
  EXPECT_TRUE(std::isnan(y.values[1]) && std::isnan(y.values[2]));
  EXPECT_EQ(y.bound(1) + y.bound(2), 0);
  EXPECT_EQ(y.bound(3), kInf);
}

/// Random f32 product of odd sizes: a straightforward float loop keeps the
/// bound, in both orders of summation and with an fma.
TEST(Matmul, floatLoopsKeepTheBound) {
  constexpr int64_t m = 7, n = 9, k = 131;
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  Harness h;
  Values a(m * k), b(k * n), c(m * n);
  for (Values *values : {&a, &b, &c})
    for (double &value : *values)
      value = normal(random);
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>, %c: tensor<?x?xf32>) -> tensor<?x?xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<?x?xf32>, tensor<?x?xf32>)
             outs(%c : tensor<?x?xf32>) -> tensor<?x?xf32>
      return %0 : tensor<?x?xf32>
    })",
                      {h.tensor({m, k}, "f32", a), h.tensor({k, n}, "f32", b),
                       h.tensor({m, n}, "f32", c)});
  ASSERT_EQ(out.error, "");
  Tensor forward = out.results[0], backward = forward;
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j) {
      float up = c[i * n + j], down = 0;
      for (int64_t p = 0; p < k; ++p) {
        up = std::fma(static_cast<float>(a[i * k + p]),
                      static_cast<float>(b[p * n + j]), up);
        int64_t q = k - 1 - p;
        down +=
            static_cast<float>(a[i * k + q]) * static_cast<float>(b[q * n + j]);
      }
      forward.values[i * n + j] = up;
      backward.values[i * n + j] = down + static_cast<float>(c[i * n + j]);
    }
  EXPECT_FALSE(compare(forward, out.results[0]));
  EXPECT_FALSE(compare(backward, out.results[0]));
  forward.values[5] += 1e-3;
  EXPECT_TRUE(compare(forward, out.results[0]));
}

TEST(Matmul, noTermsLeaveOutsAsItIs) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<1x0xi8>, %b: tensor<0x2xi8>, %s: tensor<1x1xf32>, %c: tensor<1x2xf32>) -> tensor<1x2xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x0xi8>, tensor<0x2xi8>)
             lhs_scale(%s : tensor<1x1xf32>) lhs_block [1, 0]
             outs(%c : tensor<1x2xf32>) -> tensor<1x2xf32>
      return %0 : tensor<1x2xf32>
    })",
                      {h.tensor({1, 0}, "i8", {}), h.tensor({0, 2}, "i8", {}),
                       h.tensor({1, 1}, "f32", {kInf}),
                       h.tensor({1, 2}, "f32", {1.5, -2})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{1.5, -2}));
  EXPECT_TRUE(out.results[0].isExact());
}

TEST(Matmul, subnormalOperandsOfBf16MayBeFlushed) {
  Harness h;
  Outcome out =
      h.run(R"(
    func.func @main(%a: tensor<1x1xbf16>, %b: tensor<1x1xbf16>, %c: tensor<1x1xf32>) -> tensor<1x1xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x1xbf16>, tensor<1x1xbf16>)
             outs(%c : tensor<1x1xf32>) -> tensor<1x1xf32>
      return %0 : tensor<1x1xf32>
    })",
            {h.tensor({1, 1}, "bf16", {0x1p-127}),
             h.tensor({1, 1}, "bf16", {0x1p20}), h.tensor({1, 1}, "f32", {0})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(), 0x1p-107);
  EXPECT_GE(out.results[0].bounds[0], 0x1p-107);
}

TEST(Matmul, disagreeingSizes) {
  Harness h;
  Outcome out =
      h.run(R"(
    func.func @main(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>, %c: tensor<?x?xf32>) -> tensor<?x?xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<?x?xf32>, tensor<?x?xf32>)
             outs(%c : tensor<?x?xf32>) -> tensor<?x?xf32>
      return %0 : tensor<?x?xf32>
    })",
            {h.tensor({1, 2}, "f32", {1, 2}), h.tensor({1, 2}, "f32", {1, 2}),
             h.tensor({1, 2}, "f32", {1, 2})});
  EXPECT_NE(out.error.find("expected K of rhs to be 2 but got 1"),
            std::string::npos)
      << out.error;
}

TEST(Matmul, hundredMillionMultiplyAddsPerSecond) {
  constexpr int64_t size = 384;
  Harness h;
  Tensor a = h.tensor({size, size}, "f32", Values(size * size, 0.5));
  auto start = std::chrono::steady_clock::now();
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<?x?xf32>) -> tensor<?x?xf32> {
      %0 = mixp.matmul ins(%a, %a : tensor<?x?xf32>, tensor<?x?xf32>)
             outs(%a : tensor<?x?xf32>) -> tensor<?x?xf32>
      return %0 : tensor<?x?xf32>
    })",
                      {a});
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(), 0.25 * size + 0.5);
  double rate = size * size * size / seconds.count();
  RecordProperty("multiply_adds_per_second", std::to_string(rate));
  // A fifth of the goal, so that a busy machine does not fail the test.
  EXPECT_GT(rate, 20e6);
}

} // namespace
