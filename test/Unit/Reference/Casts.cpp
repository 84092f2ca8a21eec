//===- Casts.cpp - mixp.cast on every kind of format ----------------------===//
#include "../../../lib/Reference/Philox.h"
#include "Harness.h"
#include "mixp/Reference/Compare.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace mixp;
using namespace mixp::reference;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

class Casts : public testing::Test {
protected:
  /// The results of `cast` ("%x rounding(floor)") of `values`.
  std::vector<double> run(std::string cast, std::string from, std::string to,
                          std::vector<double> values) {
    std::string size = std::to_string(values.size()) + "x";
    std::string result = "tensor<" + size + to + ">";
    std::string type = "tensor<" + size + from + ">";
    Outcome outcome = harness.run(
        "func.func @main(%x: " + type + ") -> " + result + " {\n" +
            "%seed = arith.constant 7 : i64\n%0 = mixp.cast " + cast + " : " +
            type + " -> " + result + "\nreturn %0 : " + result + "\n}",
        harness.tensor({static_cast<int64_t>(values.size())}, from, values));
    EXPECT_EQ(outcome.error, "");
    return outcome.results.empty() ? std::vector<double>()
                                   : outcome.results[0].values;
  }
  Harness harness;
};

TEST_F(Casts, formatsWithoutInfinity) {
  std::vector<double> x = {464, 465, -kInfinity, -0.0, -1e-9, 1e9};
  std::vector<double> fn = run("%x", "f32", "f8E4M3FN", x);
  EXPECT_EQ(fn[0], 448); // a tie: 448 is even
  EXPECT_TRUE(std::isnan(fn[1]) && std::isnan(fn[2]) && std::isnan(fn[5]));
  EXPECT_TRUE(std::signbit(fn[3]) && std::signbit(fn[4]));
  std::vector<double> fnuz = run("%x saturate", "f32", "f8E4M3FNUZ", x);
  EXPECT_EQ(fnuz, (std::vector<double>{240, 240, -240, 0, 0, 240}));
  EXPECT_FALSE(std::signbit(fnuz[3]) || std::signbit(fnuz[4]));
}

TEST_F(Casts, formatsWithoutNaN) {
  EXPECT_EQ(run("%x saturate", "f32", "f4E2M1FN",
                {NAN, kInfinity, -9, 5, 0.25, 0.75}),
            (std::vector<double>{0, 6, -6, 4, 0, 1}));
}

TEST_F(Casts, powersOfTwo) {
  std::vector<double> y =
      run("%x", "f64", "f8E8M0FNU",
          {0, -0.0, 1e-300, 3, 2.999, 0x1.8p127, 0x1.7p127, -1e-300});
  EXPECT_EQ(std::vector<double>(y.begin(), y.begin() + 5),
            (std::vector<double>{0x1p-127, 0x1p-127, 0x1p-127, 4, 2}));
  EXPECT_TRUE(std::isnan(y[5]) && y[6] == 0x1p127 && std::isnan(y[7]));
  y = run("%x saturate", "f64", "f8E8M0FNU", {kInfinity, -kInfinity, 0x1p200});
  EXPECT_TRUE(y[0] == 0x1p127 && std::isnan(y[1]) && y[2] == 0x1p127);
}

TEST_F(Casts, singleBits) {
  // A signless i1 holds 0 and -1, which tensors hold as 0 and 1.
  std::vector<double> bits = {0, 1};
  EXPECT_EQ(run("%x", "i1", "f32", bits), (std::vector<double>{0, -1}));
  EXPECT_EQ(run("%x {input_unsigned}", "i1", "i8", bits), bits);
  EXPECT_EQ(run("%x", "ui1", "f16", bits), bits);
  EXPECT_EQ(run("%x saturate", "f32", "i1", {-3, -0.5, 0.75, 5}),
            (std::vector<double>{1, 0, 0, 0}));
  EXPECT_EQ(run("%x saturate", "f32", "ui1", {-3, 0.75}), bits);
  EXPECT_EQ(run("%x", "i8", "i1", {2, -1}), bits);
}

TEST_F(Casts, singleBitsAreWhatArithMakesOfThem) {
  Outcome outcome = harness.run(
      R"(func.func @main(%x: tensor<2xi1>) -> (tensor<2xf32>, tensor<2xi8>, tensor<2xf32>, tensor<2xi8>) {
      %0 = mixp.cast %x : tensor<2xi1> -> tensor<2xf32>
      %1 = mixp.cast %x : tensor<2xi1> -> tensor<2xi8>
      %2 = arith.sitofp %x : tensor<2xi1> to tensor<2xf32>
      %3 = arith.extsi %x : tensor<2xi1> to tensor<2xi8>
      return %0, %1, %2, %3 : tensor<2xf32>, tensor<2xi8>, tensor<2xf32>, tensor<2xi8>
    })",
      harness.tensor({2}, "i1", {0, 1}));
  ASSERT_EQ(outcome.error, "");
  for (const Tensor &result : outcome.results)
    EXPECT_EQ(result.values, (std::vector<double>{0, -1}));
}

TEST_F(Casts, sixtyFourBits) {
  // Nothing is lost between constants, casts, slices and other ops on i64.
  Outcome outcome = harness.run(R"(
    func.func @main() -> (tensor<2xi64>, tensor<2xf64>, tensor<2xi64>, tensor<2xi32>, tensor<2xi64>) {
      %x = arith.constant dense<[0, 9223372036854775807, -9007199254740993]> : tensor<3xi64>
      %s = tensor.extract_slice %x[1] [2] [1] : tensor<3xi64> to tensor<2xi64>
      %a = mixp.cast %s : tensor<2xi64> -> tensor<2xi64>
      %b = mixp.cast %s rounding(toward_zero) : tensor<2xi64> -> tensor<2xf64>
      %c = mixp.cast %b saturate : tensor<2xf64> -> tensor<2xi64>
      %d = mixp.cast %s : tensor<2xi64> -> tensor<2xi32>
      %e = arith.subi %s, %c : tensor<2xi64>
      return %a, %b, %c, %d, %e : tensor<2xi64>, tensor<2xf64>, tensor<2xi64>, tensor<2xi32>, tensor<2xi64>
    })");
  ASSERT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.results[0].integer(0), INT64_MAX);
  EXPECT_EQ(outcome.results[0].integer(1), -9007199254740993);
  Tensor changed = outcome.results[0];
  EXPECT_FALSE(compare(changed, outcome.results[0]));
  changed.setInteger(1, -9007199254740992);
  EXPECT_TRUE(compare(changed, outcome.results[0]));
  EXPECT_EQ(outcome.results[1].values,
            (std::vector<double>{0x1.fffffffffffffp62, -0x1p53}));
  EXPECT_EQ(outcome.results[2].values, outcome.results[1].values);
  EXPECT_EQ(outcome.results[3].values, (std::vector<double>{-1, -1}));
  EXPECT_EQ(outcome.results[4].values, (std::vector<double>{1023, -1}));
}

TEST_F(Casts, refusesWhatIsNotDefined) {
  Outcome outcome = harness.run(
      "func.func @main(%x: tensor<1xf8E5M2>) -> tensor<1xf8E5M2> {\n"
      "%0 = arith.addf %x, %x : tensor<1xf8E5M2>\n"
      "return %0 : tensor<1xf8E5M2>\n}",
      harness.tensor({1}, "f8E5M2", {1}));
  EXPECT_EQ(outcome.error,
            "'arith.addf' op the reference evaluator expects a float of at "
            "least 16 bits but got 'f8E5M2'; compute in f32 and use mixp.cast");
}

TEST(Philox, knownAnswers) {
  // kat_vectors of Random123: philox 4x32 with 10 rounds.
  using Four = std::array<uint32_t, 4>;
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (Four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (Four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                   {0xa4093822, 0x299f31d0}),
            (Four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST_F(Casts, stochasticGoesOutwardAsOftenAsItIsNear) {
  std::vector<double> x(4096, 2.1875); // 3/4 of the way from 2 to 2.25
  double sum = 0;
  for (double y :
       run("%x rounding(stochastic) seed(%seed)", "f32", "f8E4M3FN", x)) {
    EXPECT_TRUE(y == 2 || y == 2.25);
    sum += y;
  }
  EXPECT_NEAR(sum / 4096, 2.1875, 0.01);
}

TEST_F(Casts, aTileRoundsAsTheWhole) {
  std::vector<double> x(35);
  for (int i = 0; i < 35; ++i)
    x[i] = 1 + i * 0.013;
  Outcome outcome = harness.run(R"(
    func.func @main(%x: tensor<5x7xf32>) -> (tensor<2x3xf8E5M2>, tensor<2x3xf8E5M2>) {
      %seed = arith.constant -3 : i64
      %c2 = arith.constant 2 : index
      %c4 = arith.constant 4 : index
      %c5 = arith.constant 5 : index
      %c7 = arith.constant 7 : index
      %0 = mixp.cast %x rounding(stochastic) seed(%seed) : tensor<5x7xf32> -> tensor<5x7xf8E5M2>
      %1 = tensor.extract_slice %0[2, 4] [2, 3] [1, 1] : tensor<5x7xf8E5M2> to tensor<2x3xf8E5M2>
      %2 = tensor.extract_slice %x[2, 4] [2, 3] [1, 1] : tensor<5x7xf32> to tensor<2x3xf32>
      %3 = mixp.cast %2 rounding(stochastic) seed(%seed) origin[%c2, %c4] within[%c5, %c7] : tensor<2x3xf32> -> tensor<2x3xf8E5M2>
      return %1, %3 : tensor<2x3xf8E5M2>, tensor<2x3xf8E5M2>
    })",
                                harness.tensor({5, 7}, "f32", x));
  ASSERT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.results[0].values, outcome.results[1].values);
}

} // namespace
