//===- WeightQuantization.cpp - Tests of the weight quantizer -------------===//
#include "mixp/Dialect/Mixp/Transforms/WeightQuantization.h"
#include "gtest/gtest.h"
#include <algorithm>
#include <cmath>

using namespace mixp;

/// Signed numbers of 8 bits as they are stored.
static std::vector<uint8_t> codes(std::vector<int> numbers) {
  return {numbers.begin(), numbers.end()};
}

/// One group along K of a K x 1 weight, without a search.
static QuantizedWeight quantizeColumn(llvm::ArrayRef<float> values,
                                      unsigned bits) {
  return quantizeWeight(values, {int64_t(values.size()), 1}, {bits, {0, 1}});
}

TEST(WeightQuantization, TiesGoToEven) {
  QuantizedWeight weight =
      quantizeColumn({127, 0.5f, 1.5f, -0.5f, -2.5f, 126.5f}, 8);
  EXPECT_EQ(weight.scales, std::vector<float>({1}));
  EXPECT_EQ(weight.values, codes({127, 0, 2, 0, -2, 126}));
}

TEST(WeightQuantization, DividesInsteadOfMultiplyingByAReciprocal) {
  // A value for which the two round differently.
  float scale = 4.1f / 127, value = 0;
  bool found = false;
  for (int level = 1; level < 126 && !found; ++level) {
    value = (float(level) + 0.5f) * scale;
    found =
        std::nearbyint(value / scale) != std::nearbyint(value * (1 / scale));
  }
  ASSERT_TRUE(found);
  QuantizedWeight weight = quantizeColumn({4.1f, value}, 8);
  EXPECT_EQ(weight.values[1], std::nearbyint(value / scale));
}

TEST(WeightQuantization, ZeroAndTinyColumnsHaveScaleOne) {
  // 2 x 3, a scale per column.
  QuantizedWeight weight =
      quantizeWeight({0, 1e-39f, -3, 0, 0, 1.5f}, {2, 3}, {8, {0, 1}});
  EXPECT_EQ(weight.scales, std::vector<float>({1, 1, 3.0f / 127}));
  EXPECT_EQ(weight.values, codes({0, 0, -127, 0, 0, 64}));
  EXPECT_EQ(weight.scaleShape, llvm::SmallVector<int64_t>({1, 3}));
}

TEST(WeightQuantization, LastGroupMayBePartial) {
  QuantizedWeight weight = quantizeWeight(
      {7, 1, -14, 4, 3.5f, 0.5f, 0, 0, 0.7f, 0}, {5, 2}, {4, {2, 1}});
  EXPECT_EQ(weight.scaleShape, llvm::SmallVector<int64_t>({3, 2}));
  EXPECT_EQ(weight.scales,
            std::vector<float>({2, 4.0f / 7, 0.5f, 0.5f / 7, 0.7f / 7, 1}));
  EXPECT_EQ(weight.values, codes({4, 2, 9, 7, 7, 7, 0, 0, 7, 0}));
}

TEST(WeightQuantization, BatchAndTransposedBlocks) {
  // 2 x 2 x 3, K last: a scale per row of each batch.
  QuantizedWeight weight = quantizeWeight(
      {1, 2, 127, 0, 0, 254, -127, 5, 0, 1, 1, 1}, {2, 2, 3}, {8, {1, 1, 0}});
  EXPECT_EQ(weight.scaleShape, llvm::SmallVector<int64_t>({2, 2, 1}));
  EXPECT_EQ(weight.scales, std::vector<float>({1, 2, 1, 1.0f / 127}));
  EXPECT_EQ(weight.values,
            codes({1, 2, 127, 0, 0, 127, -127, 5, 0, 127, 127, 127}));
}

TEST(WeightQuantization, SearchNeverAddsToTheSquaredError) {
  std::vector<float> values;
  for (int i = 0; i < 128; ++i)
    values.push_back(std::sin(float(i)) * (i == 17 ? 4.0f : 1.0f));
  auto error = [&](bool search) {
    QuantizedWeight weight =
        quantizeWeight(values, {128, 1}, {4, {128, 1}, search});
    double sum = 0;
    for (size_t i = 0; i < values.size(); ++i)
      sum += std::pow(values[i] - (weight.values[i] ^ 8) * weight.scales[0] +
                          8 * weight.scales[0],
                      2.0);
    return sum;
  };
  EXPECT_LT(error(true), error(false));
}

TEST(WeightQuantization, FloatFormats) {
  WeightFormat format{8, {0, 1}, false, &llvm::APFloat::Float8E4M3FN()};
  QuantizedWeight weight = quantizeWeight({896, -3, 0, 17}, {4, 1}, format);
  EXPECT_EQ(weight.scales, std::vector<float>({2}));
  // 448; -1.5; 0; 8.5, a tie of 8 and 9.
  EXPECT_EQ(weight.values, std::vector<uint8_t>({0x7e, 0xbc, 0x00, 0x50}));
}

// OCP's rule: 12 / 2^(3 - 2) = 6, but 14 / 2 = 7 saturates to 6.
TEST(WeightQuantization, MicroscalingMaySaturate) {
  WeightFormat format{4, {0, 1}, false, &llvm::APFloat::Float4E2M1FN(), true};
  QuantizedWeight weight = quantizeWeight({12, -14, 1, 0}, {2, 2}, format);
  EXPECT_EQ(weight.scales, std::vector<float>({2, 2}));
  EXPECT_EQ(weight.values, std::vector<uint8_t>({0x7, 0xf, 0x1, 0x0}));
}

TEST(WeightQuantization, SearchEndsAtTheLeastSquares) {
  std::vector<float> values(9, 0.6f), scales = {1};
  values[2] = 7;
  searchWeightScales(values, {9, 1}, {4, {0, 1}}, scales);
  EXPECT_FLOAT_EQ(scales[0], (49 + 8 * 0.6f) / 57);
}

TEST(WeightQuantization, EmptyTensor) {
  QuantizedWeight weight = quantizeWeight({}, {0, 3}, {4, {128, 1}, true});
  EXPECT_TRUE(weight.values.empty());
  EXPECT_TRUE(weight.scales.empty());
}
