//===- Calibrator.cpp - From histograms to ranges -------------------------===//
#include "mixp/Calibration/Calibrator.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace mixp;

llvm::Expected<CalibratorOptions> mixp::parseCalibrator(llvm::StringRef text) {
  CalibratorOptions options;
  llvm::StringRef percent = text;
  if (text == "minmax")
    return options;
  if (text == "mse") {
    options.kind = CalibratorKind::MeanSquaredError;
    return options;
  }
  if (text == "entropy") {
    options.kind = CalibratorKind::Entropy;
    return options;
  }
  if (!percent.consume_front("percentile="))
    return llvm::createStringError("unknown calibrator '" + text +
                                   "'; known are: minmax, percentile=P, mse, "
                                   "entropy");
  options.kind = CalibratorKind::Percentile;
  // getAsDouble returns true where it fails; a NaN fails the comparisons.
  if (percent.getAsDouble(options.percent) ||
      !(options.percent > 50 && options.percent <= 100))
    return llvm::createStringError("percentile: expected a number above 50 and "
                                   "at most 100 but got '" +
                                   percent + "'");
  return options;
}

std::string mixp::formatCalibrator(const CalibratorOptions &options) {
  std::string text;
  switch (options.kind) {
  case CalibratorKind::MinMax:
    return "minmax";
  case CalibratorKind::Percentile:
    llvm::raw_string_ostream(text)
        << "percentile=" << llvm::format("%.10g", options.percent);
    return text;
  case CalibratorKind::MeanSquaredError:
    return "mse";
  case CalibratorKind::Entropy:
    return "entropy";
  }
  llvm_unreachable("all kinds are handled");
}

static CalibratedRange findRange(const Histogram &histogram, StaticForm form,
                                 bool symmetric,
                                 const CalibratorOptions &options) {
  switch (options.kind) {
  case CalibratorKind::MinMax:
    return {histogram.min, histogram.max};
  case CalibratorKind::Percentile: {
    if (!symmetric)
      return findPercentileRange(histogram, options.percent);
    float t = findPercentileThreshold(histogram, options.percent);
    return {-t, t};
  }
  case CalibratorKind::MeanSquaredError:
    return findLeastErrorRange(histogram, form, symmetric);
  case CalibratorKind::Entropy: {
    auto t =
        static_cast<float>(findEntropyThreshold(histogram.countMagnitudes()) *
                           histogram.getWidth());
    return {-t, t};
  }
  }
  llvm_unreachable("all kinds are handled");
}

CalibratedRange mixp::calibrateRange(const Histogram &histogram,
                                     StaticForm form,
                                     const CalibratorOptions &options) {
  bool symmetric = options.symmetric || form == StaticForm::SignedSymmetric;
  CalibratedRange whole = {histogram.min, histogram.max};
  if (symmetric) {
    whole.hi = std::max(-histogram.min, histogram.max);
    whole.lo = -whole.hi;
  }
  if (options.kind == CalibratorKind::MinMax || histogram.getTotal() == 0)
    return whole;
  CalibratedRange range = findRange(histogram, form, symmetric, options);
  return {std::clamp(range.lo, whole.lo, whole.hi),
          std::clamp(range.hi, whole.lo, whole.hi)};
}

std::vector<CalibratedRange>
mixp::calibrateRanges(llvm::ArrayRef<Histogram> channels, size_t group,
                      StaticForm form, const CalibratorOptions &options) {
  if (group == 0)
    group = channels.size();
  std::vector<CalibratedRange> ranges;
  for (; !channels.empty();
       channels = channels.drop_front(std::min(group, channels.size()))) {
    Histogram merged = channels.front();
    for (const Histogram &other :
         channels.take_front(std::min(group, channels.size())).drop_front())
      merged.merge(other);
    ranges.push_back(calibrateRange(merged, form, options));
  }
  return ranges;
}
