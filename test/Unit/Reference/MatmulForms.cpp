//===- MatmulForms.cpp - f64, operand precision, 2:4 sparsity -------------===//
#include "Harness.h"
#include <gtest/gtest.h>

using namespace mixp::reference;

namespace {

using Values = std::vector<double>;
const double kInf = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

// A sum that cancels in double, within a bound of f64's unit roundoff.
TEST(MatmulForms, f64IsSummedAccurately) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x3xf64>, %b: tensor<3x1xf32>, %c: tensor<1x1xf64>) -> tensor<1x1xf64> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x3xf64>, tensor<3x1xf32>)
             outs(%c : tensor<1x1xf64>) -> tensor<1x1xf64>
      return %0 : tensor<1x1xf64>
    })",
      {h.tensor({1, 3}, "f64", {0x1p60, 3, -0x1p60}),
       h.tensor({3, 1}, "f32", {1, 1, 1}), h.tensor({1, 1}, "f64", {0x1p-60})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.scalar(), 3 + 0x1p-60);
  double gamma = 7 * 0x1p-53;
  EXPECT_GE(out.results[0].bounds[0], gamma * 0x1p61);
  EXPECT_LE(out.results[0].bounds[0], 2 * gamma * 0x1p61);
}

// fl rounds to f64 where the result is one.
TEST(MatmulForms, scaledIntegersInF64) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x1xi16>, %b: tensor<1x1xi16>, %s: tensor<1x1xf16>, %c: tensor<1x1xf64>) -> tensor<1x1xf64> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x1xi16>, tensor<1x1xi16>)
             lhs_scale(%s : tensor<1x1xf16>) outs(%c : tensor<1x1xf64>) -> tensor<1x1xf64>
      return %0 : tensor<1x1xf64>
    })",
      {h.tensor({1, 1}, "i16", {32767}), h.tensor({1, 1}, "i16", {-32767}),
       h.tensor({1, 1}, "f16", {0x1.004p-1}), h.tensor({1, 1}, "f64", {0.1})});
  ASSERT_EQ(out.error, "");
  EXPECT_TRUE(out.results[0].isExact());
  EXPECT_EQ(out.scalar(), 0.1 + -1073676289.0 * 0x1.004p-1);
}

// A sum that is scaled afterwards may overflow before.
TEST(MatmulForms, unscaledSumsThatOverflowAreUnbounded) {
  for (auto [element, isBounded] :
       {std::pair(0x1p100, true), {0x1p122, false}}) {
    Harness h;
    Outcome out = h.run(
        R"(
    func.func @main(%a: tensor<1x2xi8>, %b: tensor<2x1xf32>, %s: tensor<1x1xf32>, %c: tensor<1x1xf32>) -> tensor<1x1xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x2xi8>, tensor<2x1xf32>)
             lhs_scale(%s : tensor<1x1xf32>) outs(%c : tensor<1x1xf32>) -> tensor<1x1xf32>
      return %0 : tensor<1x1xf32>
    })",
        {h.tensor({1, 2}, "i8", {100, 27}),
         h.tensor({2, 1}, "f32", {element, element}),
         h.tensor({1, 1}, "f32", {0x1p-60}), h.tensor({1, 1}, "f32", {0})});
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.scalar(), 127 * element * 0x1p-60);
    EXPECT_EQ(std::isfinite(out.results[0].bounds[0]), isBounded);
  }
}

// What the parts of an operand miss widens the bound.
TEST(MatmulForms, boundsOfPrecisions) {
  struct {
    const char *name;
    double expected;
  } cases[] = {{"tf32", 0x1p-10 + 33. / 32 * 6 * 0x1p-24},
               {"bf16x3", 0x1p-15 + 33. / 32 * 10 * 0x1p-24},
               {"bf16x6", 0x1p-24 + 33. / 32 * 16 * 0x1p-24}};
  for (auto [name, expected] : cases) {
    Harness h;
    Outcome out = h.run(std::string(
                            R"(
    func.func @main(%a: tensor<1x2xf32>, %b: tensor<2x1xf32>, %c: tensor<1x1xf32>) -> tensor<1x1xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x2xf32>, tensor<2x1xf32>) precision()") +
                            name + R"()
             outs(%c : tensor<1x1xf32>) -> tensor<1x1xf32>
      return %0 : tensor<1x1xf32>
    })",
                        {h.tensor({1, 2}, "f32", {3, -2}),
                         h.tensor({2, 1}, "f32", {1, 0.5}),
                         h.tensor({1, 1}, "f32", {0})});
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.scalar(), 2);
    EXPECT_GE(out.results[0].bounds[0], expected * 4) << name;
    EXPECT_LE(out.results[0].bounds[0], 1.001 * expected * 4) << name;
  }
}

// A term of bf16 may flush a subnormal, which then meets an infinity as 0.
TEST(MatmulForms, infinityTimesSubnormalIsOpen) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x1xf32>, %b: tensor<1x2xf32>, %c: tensor<1x2xf32>) -> tensor<1x2xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x1xf32>, tensor<1x2xf32>) precision(bf16x6)
             outs(%c : tensor<1x2xf32>) -> tensor<1x2xf32>
      return %0 : tensor<1x2xf32>
    })",
      {h.tensor({1, 1}, "f32", {kInf}), h.tensor({1, 2}, "f32", {0x1p-130, -1}),
       h.tensor({1, 2}, "f32", {0, 0})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].bound(0), kInf);
  EXPECT_EQ(out.results[0].values[1], -kInf);
  EXPECT_EQ(out.results[0].bound(1), 0);
}

// Absent elements meet nothing, not even NaN; equal positions both count.
TEST(MatmulForms, sparseRhs) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x4xf32>, %b: tensor<2x3xi8>, %p: tensor<2x3xui2>, %c: tensor<1x3xf32>) -> tensor<1x3xf32> {
      %0 = mixp.matmul ins(%a, %b : tensor<1x4xf32>, tensor<2x3xi8>) rhs_metadata(%p : tensor<2x3xui2>)
             outs(%c : tensor<1x3xf32>) -> tensor<1x3xf32>
      return %0 : tensor<1x3xf32>
    })",
      {h.tensor({1, 4}, "f32", {2, kNaN, 3, 5}),
       h.tensor({2, 3}, "i8", {1, 127, 3, -1, 127, 4}),
       h.tensor({2, 3}, "ui2", {0, 3, 1, 2, 3, 0}),
       h.tensor({1, 3}, "f32", {0.5, 0, 0})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values[0], 0.5 + 2 - 3);
  EXPECT_EQ(out.results[0].values[1], 2 * 127 * 5);
  EXPECT_TRUE(std::isnan(out.results[0].values[2]));
}

TEST(MatmulForms, sparseLhsTransposedInBatches) {
  Harness h;
  // Stored 2x2x1 (K/2 x M), metadata of i2: -1 is 3.
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<2x2x1xi4>, %p: tensor<2x2x1xi2>, %b: tensor<2x4x1xui8>, %z: tensor<1x1x1xi32>, %c: tensor<2x1x1xi32>) -> tensor<2x1x1xi32> {
      %0 = mixp.matmul ins(%a, %b : tensor<2x2x1xi4>, tensor<2x4x1xui8>)
             rhs_zero_point(%z : tensor<1x1x1xi32>) rhs_block [0, 0, 0]
             lhs_metadata(%p : tensor<2x2x1xi2>) outs(%c : tensor<2x1x1xi32>) {transpose_lhs} -> tensor<2x1x1xi32>
      return %0 : tensor<2x1x1xi32>
    })",
      {h.tensor({2, 2, 1}, "i4", {3, -8, 7, 1}),
       h.tensor({2, 2, 1}, "i2", {1, -1, 0, -2}),
       h.tensor({2, 4, 1}, "ui8", {9, 200, 9, 255, 1, 9, 100, 9}),
       h.tensor({1, 1, 1}, "i32", {100}), h.tensor({2, 1, 1}, "i32", {1, 2})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values,
            (Values{1 + 3 * 100 - 8 * 155, 2 + 7 * -99 + 0}));
}

TEST(MatmulForms, sparseEncodeKeepsTheGreatest) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<1x8xf32>) -> (tensor<1x4xf32>, tensor<1x4xui2>) {
      %v, %m = mixp.sparse_encode %a dim(1) : tensor<1x8xf32> -> tensor<1x4xf32>, tensor<1x4xui2>
      return %v, %m : tensor<1x4xf32>, tensor<1x4xui2>
    })",
      {h.tensor({1, 8}, "f32", {1, kInf, -2, kNaN, -3, 2, 3, -3})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values[0], kInf);
  EXPECT_TRUE(std::isnan(out.results[0].values[1]));
  EXPECT_EQ(out.results[0].values[2], -3);
  EXPECT_EQ(out.results[0].values[3], 3);
  EXPECT_EQ(out.results[1].values, (Values{1, 3, 0, 2}));
}

// Where bounds leave open which elements are kept, anything goes.
TEST(MatmulForms, sparseEncodeOfInexactValues) {
  Harness h;
  Tensor input = h.tensor({8}, "f32", {1, 2, 3, 4, 1, 2, 2.5, 4});
  input.bounds.assign(8, 0.4);
  Outcome out = h.run(
      R"(
    func.func @main(%a: tensor<8xf32>) -> (tensor<4xf32>, tensor<4xui2>) {
      %v, %m = mixp.sparse_encode %a dim(0) : tensor<8xf32> -> tensor<4xf32>, tensor<4xui2>
      return %v, %m : tensor<4xf32>, tensor<4xui2>
    })",
      {input});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].bounds, (Values{0.4, 0.4, kInf, kInf}));
  EXPECT_EQ(out.results[1].bounds, (Values{0, 0, 3, 3}));
}

} // namespace
