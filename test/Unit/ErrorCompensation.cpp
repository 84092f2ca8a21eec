//===- ErrorCompensation.cpp - Tests of Cholesky and of GPTQ --------------===//
#include "ErrorCompensation.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mixp;

static SquareMatrix matrix(std::vector<double> elements) {
  SquareMatrix result(size_t(std::sqrt(double(elements.size()))));
  result.elements = std::move(elements);
  return result;
}

static double nearest(size_t, size_t, double weight) {
  return std::nearbyint(weight);
}

/// X^T X of pseudo-random inputs whose neighbours go together.
static SquareMatrix randomGram(size_t size) {
  SquareMatrix gram(size);
  std::vector<double> x(size);
  uint64_t state = 12345;
  for (size_t sample = 0; sample < 2 * size; ++sample) {
    double previous = 0;
    for (double &value : x) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      value = 0.7 * previous + double(state >> 40) / 0x1p24 - 0.5;
      previous = value;
    }
    for (size_t i = 0; i < size; ++i)
      for (size_t j = 0; j < size; ++j)
        gram.row(i)[j] += x[i] * x[j];
  }
  return gram;
}

TEST(Cholesky, OfThree) {
  SquareMatrix a = matrix({4, 0, 0, 2, 5, 0, 6, 7, 22});
  ASSERT_TRUE(factorCholesky(a));
  EXPECT_EQ(a.row(0)[0], 2);
  EXPECT_EQ(a.row(1)[0], 1);
  EXPECT_EQ(a.row(1)[1], 2);
  EXPECT_EQ(a.row(2)[0], 3);
  EXPECT_EQ(a.row(2)[1], 2);
  EXPECT_EQ(a.row(2)[2], 3);
}

TEST(Cholesky, RefusesIndefiniteMatrices) {
  SquareMatrix a = matrix({1, 2, 2, 1});
  EXPECT_FALSE(factorCholesky(a));
  EXPECT_EQ(invertToUpperFactor(matrix({1, 2, 2, 1})).size, 0u);
}

// More than two blocks of columns, the last one partial.
TEST(Cholesky, UpperFactorOfTheInverse) {
  constexpr size_t n = 75;
  SquareMatrix gram = randomGram(n), upper = invertToUpperFactor(gram);
  ASSERT_EQ(upper.size, n);
  // U G U^T is the identity.
  SquareMatrix left(n);
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j < n; ++j)
      for (size_t k = 0; k < n; ++k)
        left.row(i)[j] += upper.row(i)[k] * gram.row(k)[j];
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j < n; ++j) {
      double product = 0;
      for (size_t k = 0; k < n; ++k)
        product += left.row(i)[k] * upper.row(j)[k];
      EXPECT_NEAR(product, i == j ? 1 : 0, 1e-9);
      if (j < i)
        EXPECT_EQ(upper.row(i)[j], 0);
    }
}

// By hand: the error of 0.4 goes to the second weight, times 0.9; its own, of
// -0.24, to the third, times -0.5: 0.4 + 0.36, and 0.1 + 0.12.
TEST(ErrorCompensation, SpreadsErrors) {
  SquareMatrix factor = matrix({2, -1.8, 0, 0, 1, 0.5, 0, 0, 1});
  std::vector<double> weights = {0.4, 0.4, 0.1, 1.6, 2, -0.3};
  std::vector<double> seen;
  compensateRows(weights, factor, [&](size_t row, size_t k, double weight) {
    if (row == 0)
      seen.push_back(weight);
    return nearest(row, k, weight);
  });
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_DOUBLE_EQ(seen[1], 0.76);
  EXPECT_DOUBLE_EQ(seen[2], 0.1 + 0.24 * 0.5);
  EXPECT_EQ(weights, std::vector<double>({0, 1, 0, 2, 2, 0}));
}

TEST(ErrorCompensation, InputsThatNeverComeTakeNoPart) {
  SquareMatrix factor = factorGram(matrix({4, 0, 0, 0, 0, 0, 0, 0, 4}), 0);
  ASSERT_EQ(factor.size, 3u);
  std::vector<double> weights = {0.4, 5.3, 1.4};
  compensateRows(weights, factor, nearest);
  EXPECT_EQ(weights, std::vector<double>({0, 5, 1}));
}

// Rank 1: more damping than was asked for makes it definite.
TEST(ErrorCompensation, DampingGrows) {
  EXPECT_EQ(factorGram(matrix({1, 1, 1, 1}), 0).size, 2u);
}

// The error that counts is that of the product, e^T G e.
TEST(ErrorCompensation, LessensTheErrorOfTheProduct) {
  constexpr size_t n = 75, rows = 19;
  SquareMatrix gram = randomGram(n), factor = factorGram(gram, 0.01);
  std::vector<double> original(rows * n);
  for (size_t i = 0; i < original.size(); ++i)
    original[i] = 3 * std::sin(double(i) * 1.7);
  auto error = [&](const std::vector<double> &weights) {
    double sum = 0;
    for (size_t row = 0; row < rows; ++row)
      for (size_t i = 0; i < n; ++i)
        for (size_t j = 0; j < n; ++j)
          sum += (weights[row * n + i] - original[row * n + i]) *
                 gram.row(i)[j] *
                 (weights[row * n + j] - original[row * n + j]);
    return sum;
  };
  std::vector<double> rounded = original, compensated = original;
  for (double &weight : rounded)
    weight = std::nearbyint(weight);
  compensateRows(compensated, factor, nearest);
  EXPECT_LT(error(compensated), 0.7 * error(rounded));
}
