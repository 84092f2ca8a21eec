//===- Calibrators.cpp - Tests of ranges from histograms ------------------===//
#include "mixp/Calibration/Calibrator.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mixp;

static Histogram make(float lo, float hi, std::vector<uint64_t> counts) {
  Histogram histogram;
  histogram.lo = histogram.min = lo;
  histogram.hi = histogram.max = hi;
  histogram.counts = std::move(counts);
  return histogram;
}

//===----------------------------------------------------------------------===//
// Histograms
//===----------------------------------------------------------------------===//

TEST(Histogram, ZeroIsAnEdgeAndPartsAreThoseOfTheLargestMagnitude) {
  Histogram both = Histogram::forRange(-1, 3);
  EXPECT_EQ(both.lo, -3);
  EXPECT_EQ(both.hi, 3);
  EXPECT_EQ(both.counts.size(), 4096u);
  EXPECT_EQ(both.getEdge(2048), 0);
  Histogram positive = Histogram::forRange(0.5f, 2);
  EXPECT_EQ(positive.lo, 0);
  EXPECT_EQ(positive.counts.size(), 2048u);
  Histogram negative = Histogram::forRange(-5, -1);
  EXPECT_EQ(negative.lo, -5);
  EXPECT_EQ(negative.hi, 0);
}

TEST(Histogram, MagnitudesFoldAtZero) {
  using Counts = std::vector<uint64_t>;
  EXPECT_EQ(make(-2, 2, {1, 2, 3, 7}).countMagnitudes(), Counts({5, 8}));
  EXPECT_EQ(make(-2, 0, {1, 2}).countMagnitudes(), Counts({2, 1}));
  EXPECT_EQ(make(0, 2, {1, 2}).countMagnitudes(), Counts({1, 2}));
}

//===----------------------------------------------------------------------===//
// The quantizer
//===----------------------------------------------------------------------===//

TEST(StaticQuantizer, HasTheScalesOfMixpQuantize) {
  StaticQuantizer lhs({-1, 4}, StaticForm::UnsignedAffine);
  EXPECT_EQ(lhs.getScale(), 5.0f / 255);
  EXPECT_EQ(lhs.getZeroPoint(), 51);
  EXPECT_FLOAT_EQ(lhs.roundTrip(7), 4);
  EXPECT_FLOAT_EQ(lhs.roundTrip(-7), -1);
  EXPECT_FLOAT_EQ(lhs.roundTrip(0.03), 2 * 5.0f / 255);
  StaticQuantizer rhs({-0.5f, 2}, StaticForm::SignedSymmetric);
  EXPECT_EQ(rhs.getScale(), 2.0f / 127);
  EXPECT_EQ(rhs.getZeroPoint(), 0);
  EXPECT_FLOAT_EQ(rhs.roundTrip(3), 2);
  EXPECT_FLOAT_EQ(rhs.roundTrip(-3), -128 * (2.0f / 127));
}

TEST(StaticQuantizer, AnEmptyRangeHasScaleOne) {
  StaticQuantizer quantizer({0, 0}, StaticForm::UnsignedAffine);
  EXPECT_EQ(quantizer.getScale(), 1);
  EXPECT_EQ(quantizer.getZeroPoint(), 0);
}

TEST(StaticQuantizer, IntegratesTheSquaredErrorInClosedForm) {
  // Steps of 1 from 0 to 255: 1/12 for each whole step, r^3 / 3 for the rest.
  StaticQuantizer quantizer({0, 255}, StaticForm::UnsignedAffine);
  EXPECT_DOUBLE_EQ(quantizer.integrateSquaredError(0), 0);
  EXPECT_DOUBLE_EQ(quantizer.integrateSquaredError(0.5), 1.0 / 24);
  EXPECT_DOUBLE_EQ(quantizer.integrateSquaredError(1), 1.0 / 12);
  EXPECT_DOUBLE_EQ(quantizer.integrateSquaredError(2.25),
                   2.0 / 12 + 0.25 * 0.25 * 0.25 / 3);
  EXPECT_DOUBLE_EQ(quantizer.integrateSquaredError(-2), -8.0 / 3);
  EXPECT_DOUBLE_EQ(quantizer.integrateSquaredError(258), 255.0 / 12 + 9);
}

TEST(StaticQuantizer, MeanSquaredErrorOfEvenValues) {
  StaticQuantizer quantizer({0, 255}, StaticForm::UnsignedAffine);
  // [0, 4) in two parts, and 1 of 4 values 1 to 3 beyond the end.
  EXPECT_DOUBLE_EQ(getMeanSquaredError(make(0, 4, {1, 5}), quantizer),
                   1.0 / 12);
  // 255 to 256: the integral of x^2 over [0, 1] is 1/3; 257 to 258: 19/3.
  EXPECT_NEAR(getMeanSquaredError(make(254, 258, {0, 3, 0, 1}), quantizer),
              (3 * (1.0 / 3) + 19.0 / 3) / 4, 1e-12);
}

//===----------------------------------------------------------------------===//
// The algorithms
//===----------------------------------------------------------------------===//

TEST(Calibrators, PercentileLiesWithinAPart) {
  // 5 % are below the middle of the first part; 95 % below the end of the
  // third; 90 % two thirds into it.
  Histogram histogram = make(0, 4, {10, 70, 15, 5});
  CalibratedRange range = findPercentileRange(histogram, 90);
  EXPECT_FLOAT_EQ(range.lo, 0.5f);
  EXPECT_FLOAT_EQ(range.hi, 3);
  EXPECT_FLOAT_EQ(findPercentileThreshold(histogram, 90), 2 + 2.0f / 3);
  EXPECT_EQ(findPercentileRange(histogram, 100), (CalibratedRange{0, 4}));
}

TEST(Calibrators, EntropyKeepsWhatTwoLevelsCanSay) {
  // All parts in two levels are the values themselves: no divergence.
  EXPECT_EQ(findEntropyThreshold({2, 2, 1, 1}, 2), 4u);
  // Two parts:   P = {8, 3} / 11,    Q = {8, 2} / 10:            0.0153
  // three parts: P = {8, 2, 1} / 11, Q = {8, 1, 1} / 10:         0.0307
  // four to seven: the outlier is in a level that has nothing:   infinite
  // all parts:   P = {8, 2, 1} / 11, Q = {5, 5, 1} / 11:         0.1752
  EXPECT_EQ(findEntropyThreshold({8, 2, 0, 0, 0, 0, 0, 1}, 2), 2u);
}

TEST(Calibrators, LeastErrorBalancesStepsAndClipping) {
  // N = 780288 values in [0, 64) and one at 256. Until t clips the many, the
  // error is N (t / 255)^2 / 12 + (256 - t)^2, with its least value where
  // t (N / 780300) = 256 - t: at 128. Nearby, the steps' places matter.
  std::vector<uint64_t> counts(2048);
  for (size_t i = 0; i < 512; ++i)
    counts[i] = 1524;
  counts.back() = 1;
  CalibratedRange range = findLeastErrorRange(
      make(0, 256, counts), StaticForm::UnsignedAffine, /*symmetric=*/false);
  EXPECT_EQ(range.lo, 0);
  EXPECT_NEAR(range.hi, 128, 8);
}

TEST(Calibrators, SymmetricRangesAndTheirLimits) {
  // Values from -1 on in a histogram of [-4, 4].
  Histogram histogram = make(-4, 4, {0, 10, 80, 10});
  histogram.min = -1;
  CalibratorOptions options;
  auto lhs = StaticForm::UnsignedAffine, rhs = StaticForm::SignedSymmetric;
  EXPECT_EQ(calibrateRange(histogram, lhs, options), (CalibratedRange{-1, 4}));
  EXPECT_EQ(calibrateRange(histogram, rhs, options), (CalibratedRange{-4, 4}));
  options.kind = CalibratorKind::Percentile;
  options.percent = 95;
  // 95 % of |x| = {90, 10} are halfway into the second part; the 2.5 % of all x
  // that are below the first quartile of the second part are cut at min.
  EXPECT_EQ(calibrateRange(histogram, rhs, options), (CalibratedRange{-3, 3}));
  options.symmetric = true;
  EXPECT_EQ(calibrateRange(histogram, lhs, options), (CalibratedRange{-3, 3}));
  options.symmetric = false;
  EXPECT_EQ(calibrateRange(histogram, lhs, options),
            (CalibratedRange{-1, 3.5f}));
}

TEST(Calibrators, GroupsOfChannels) {
  Histogram a = make(0, 2, {1, 0}), b = make(0, 2, {0, 1});
  a.max = 1;
  CalibratorOptions options;
  auto form = StaticForm::UnsignedAffine;
  using Ranges = std::vector<CalibratedRange>;
  EXPECT_EQ(calibrateRanges({a, b, a}, 1, form, options),
            Ranges({{0, 1}, {0, 2}, {0, 1}}));
  EXPECT_EQ(calibrateRanges({a, b, a}, 2, form, options),
            Ranges({{0, 2}, {0, 1}}));
  EXPECT_EQ(calibrateRanges({a, b, a}, 0, form, options), Ranges({{0, 2}}));
}

TEST(Calibrators, HeavyTailsCostMinMaxTheMost) {
  // A million values: the quantiles of a normal distribution, by the parts'
  // share of its density, and one outlier at 60.
  Histogram histogram = Histogram::forRange(-6, 60);
  for (size_t i = 0; i + 1 < histogram.counts.size(); ++i) {
    auto below = [&](size_t edge) {
      return std::erfc(-histogram.getEdge(edge) / std::sqrt(2.0)) / 2;
    };
    histogram.counts[i] = std::llround(1e6 * (below(i + 1) - below(i)));
  }
  histogram.counts.back() = 1;
  auto signalToNoise = [&](llvm::StringRef calibrator) {
    auto options = llvm::cantFail(parseCalibrator(calibrator));
    auto form = StaticForm::UnsignedAffine;
    return getSignalToNoise(QuantizedValues{
        histogram,
        StaticQuantizer(calibrateRange(histogram, form, options), form)});
  };
  double minmax = signalToNoise("minmax"), entropy = signalToNoise("entropy"),
         mse = signalToNoise("mse");
  RecordProperty("minmax", std::to_string(minmax));
  RecordProperty("entropy", std::to_string(entropy));
  RecordProperty("mse", std::to_string(mse));
  EXPECT_GT(entropy, minmax + 2);
  EXPECT_GE(mse, entropy);
}

TEST(Calibrators, NamesAreReadAndWritten) {
  for (llvm::StringRef name : {"minmax", "percentile=99.9", "mse", "entropy"}) {
    auto options = parseCalibrator(name);
    ASSERT_TRUE(bool(options));
    EXPECT_EQ(formatCalibrator(*options), name.str());
  }
  for (llvm::StringRef name :
       {"max", "percentile", "percentile=", "entropy=1", "percentile=50",
        "percentile=101", "percentile=nan"}) {
    auto options = parseCalibrator(name);
    EXPECT_FALSE(bool(options)) << name.str();
    llvm::consumeError(options.takeError());
  }
}
