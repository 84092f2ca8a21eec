//===- Quantization.cpp - Quantization by hand ----------------------------===//
#include "Harness.h"
#include "mixp/Reference/Compare.h"
#include <gtest/gtest.h>

using namespace mixp::reference;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();
const double kInf = std::numeric_limits<double>::infinity();

using Values = std::vector<double>;

TEST(Quantization, quantizeTiesExtremesAndNaN) {
  Harness h;
  Outcome out = h.run(
      R"(
    func.func @main(%x: tensor<2x5xf32>, %s: tensor<2x2xf32>, %z: tensor<2x2xi32>) -> tensor<2x5xi8> {
      %0 = mixp.quantize %x scale(%s : tensor<2x2xf32>) zero_point(%z : tensor<2x2xi32>)
             block [1, 4] : tensor<2x5xf32> -> tensor<2x5xi8>
      return %0 : tensor<2x5xi8>
    })",
      {h.tensor({2, 5}, "f32",
                {0.5, 1.5, -2.5, kNaN, kInf, -kInf, 300, -300, 1.25, 0.75}),
       h.tensor({2, 2}, "f32", {1, 2, 1, 0.5}),
       h.tensor({2, 2}, "i32", {0, 3, 7, 1000})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values,
            (Values{0, 2, -2, 0, 127, -128, 127, -128, 8, 127}));
  EXPECT_TRUE(out.results[0].isExact());
}

TEST(Quantization, signlessUnsignedIsHeldSigned) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<3xf32>) -> (tensor<3xi8>, tensor<3xui8>, tensor<3xf32>) {
      %0 = mixp.quantize %x {result_unsigned} : tensor<3xf32> -> tensor<3xi8>
      %1 = mixp.quantize %x : tensor<3xf32> -> tensor<3xui8>
      %2 = mixp.dequantize %0 {input_unsigned} : tensor<3xi8> -> tensor<3xf32>
      return %0, %1, %2 : tensor<3xi8>, tensor<3xui8>, tensor<3xf32>
    })",
                      {h.tensor({3}, "f32", {-1, 127, 999})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{0, 127, -1}));
  EXPECT_EQ(out.results[1].values, (Values{0, 127, 255}));
  EXPECT_EQ(out.results[2].values, (Values{0, 127, 255}));
}

TEST(Quantization, dequantizeRoundsEveryStep) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%q: tensor<2xi4>, %s: tensor<1xf32>, %z: tensor<1xf32>) -> tensor<2xf16> {
      %0 = mixp.dequantize %q scale(%s : tensor<1xf32>) zero_point(%z : tensor<1xf32>)
             block [0] : tensor<2xi4> -> tensor<2xf16>
      return %0 : tensor<2xf16>
    })",
                      {h.tensor({2}, "i4", {-8, 7}),
                       h.tensor({1}, "f32", {static_cast<float>(0.1)}),
                       h.tensor({1}, "f32", {0.5})});
  ASSERT_EQ(out.error, "");
  // -8.5f * 0.1f and 6.5f * 0.1f, rounded to f16.
  EXPECT_EQ(out.results[0].values, (Values{-0.85009765625, 0.64990234375}));
}

TEST(Quantization, requantize) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%a: tensor<1x4xi32>, %m: tensor<1x4xf32>, %z: tensor<1x4xi32>) -> tensor<1x4xui8> {
      %0 = mixp.requantize onnx %a scale(%m : tensor<1x4xf32>) zero_point(%z : tensor<1x4xi32>)
             : tensor<1x4xi32> -> tensor<1x4xui8>
      return %0 : tensor<1x4xui8>
    })",
                      {h.tensor({1, 4}, "i32", {5, -7, 2147483647, 0}),
                       h.tensor({1, 4}, "f32", {0.5, 0.5, 1, kInf}),
                       h.tensor({1, 4}, "i32", {128, 128, 0, 9})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{130, 124, 255, 9}));
}

TEST(Quantization, chooseScales) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<2x3xf32>) -> (tensor<2x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>) {
      %s = mixp.choose_scales symmetric %x storage(i8) block [1, 0]
             : tensor<2x3xf32> -> tensor<2x1xf32>
      %t, %z = mixp.choose_scales asymmetric %x storage(ui8) block [0, 0]
             : tensor<2x3xf32> -> tensor<1x1xf32>, tensor<1x1xi32>
      return %s, %t, %z : tensor<2x1xf32>, tensor<1x1xf32>, tensor<1x1xi32>
    })",
                      {h.tensor({2, 3}, "f32", {0, kNaN, 0, -254, 256, 127})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{1, 256.0f / 127.0f}));
  EXPECT_EQ(out.scalar(1), 2);
  EXPECT_EQ(out.scalar(2), 127);
}

TEST(Quantization, inexactInputsGiveNeighbouringIntegers) {
  Harness h;
  Tensor x = h.tensor({2}, "f32", {2.4, 2.0});
  x.bounds = {0.2, 0.25};
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<2xf32>) -> tensor<2xi8> {
      %0 = mixp.quantize %x : tensor<2xf32> -> tensor<2xi8>
      return %0 : tensor<2xi8>
    })",
                      {x});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{2, 2}));
  EXPECT_EQ(out.results[0].bounds, (Values{1, 0}));
}

TEST(Quantization, cast) {
  Harness h;
  Outcome out = h.run(R"(
    func.func @main(%x: tensor<4xf32>, %i: tensor<4xi32>)
        -> (tensor<4xi8>, tensor<4xf16>, tensor<4xf16>, tensor<4xui8>, tensor<4xf32>) {
      %0 = mixp.cast %x rounding(floor) saturate : tensor<4xf32> -> tensor<4xi8>
      %1 = mixp.cast %x : tensor<4xf32> -> tensor<4xf16>
      %2 = mixp.cast %x saturate : tensor<4xf32> -> tensor<4xf16>
      %3 = mixp.cast %i : tensor<4xi32> -> tensor<4xui8>
      %4 = mixp.cast %i rounding(toward_zero) : tensor<4xi32> -> tensor<4xf32>
      return %0, %1, %2, %3, %4 : tensor<4xi8>, tensor<4xf16>, tensor<4xf16>, tensor<4xui8>, tensor<4xf32>
    })",
                      {h.tensor({4}, "f32", {-1.5, 1e30, -kInf, 2.5}),
                       h.tensor({4}, "i32", {-1, 256, 300, 16777219})});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.results[0].values, (Values{-2, 127, -128, 2}));
  EXPECT_EQ(out.results[1].values, (Values{-1.5, kInf, -kInf, 2.5}));
  EXPECT_EQ(out.results[2].values, (Values{-1.5, 65504, -65504, 2.5}));
  EXPECT_EQ(out.results[3].values, (Values{255, 0, 44, 3}));
  EXPECT_EQ(out.results[4].values, (Values{-1, 256, 300, 16777218}));
}

TEST(Quantization, brokenBlockRuleAtRunTime) {
  Harness h;
  Outcome out =
      h.run(R"(
    func.func @main(%x: tensor<?xf32>, %s: tensor<?xf32>) -> tensor<?xi8> {
      %0 = mixp.quantize %x scale(%s : tensor<?xf32>) block [4]
             : tensor<?xf32> -> tensor<?xi8>
      return %0 : tensor<?xi8>
    })",
            {h.tensor({5}, "f32", {1, 2, 3, 4, 5}), h.tensor({1}, "f32", {1})});
  EXPECT_NE(out.error.find("expected dim #0 of scale to be 2"),
            std::string::npos)
      << out.error;
}

TEST(Compare, bounds) {
  Harness h;
  Tensor expected = h.tensor({2, 2}, "f32", {1, kNaN, kInf, 0});
  EXPECT_FALSE(
      compare(h.tensor({2, 2}, "f32", {1, kNaN, kInf, -0.0}), expected));
  auto mismatch =
      compare(h.tensor({2, 2}, "f32", {1, kNaN, -kInf, 0}), expected);
  ASSERT_TRUE(mismatch);
  EXPECT_EQ(mismatch->index, 2);
  EXPECT_EQ(mismatch->text,
            "element (1, 0): expected inf within 0 but got -inf");
  expected.bounds = {0.5, 0, 0, kInf};
  EXPECT_FALSE(
      compare(h.tensor({2, 2}, "f32", {1.5, kNaN, kInf, kNaN}), expected));
  EXPECT_TRUE(
      compare(h.tensor({2, 2}, "f32", {1.75, kNaN, kInf, 0}), expected));
  EXPECT_TRUE(compare(h.tensor({4}, "f32", {1, 2, 3, 4}), expected));
}

} // namespace
