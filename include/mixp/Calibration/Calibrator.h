//===- Calibrator.h - From histograms to ranges -----------------*- C++ -*-===//
#ifndef MIXP_CALIBRATION_CALIBRATOR_H
#define MIXP_CALIBRATION_CALIBRATOR_H

#include "mixp/Calibration/StaticQuantizer.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mixp {

enum class CalibratorKind { MinMax, Percentile, MeanSquaredError, Entropy };

/// How a range is found. docs/Quantization.md has the formulas.
struct CalibratorOptions {
  CalibratorKind kind = CalibratorKind::MinMax;
  /// Of Percentile: the share of the values that stays inside.
  double percent = 100;
  /// Whether the range shall be [-t, t].
  bool symmetric = false;

  bool needsHistogram() const { return kind != CalibratorKind::MinMax; }
};

/// Reads "minmax", "percentile=99.9", "mse" or "entropy".
llvm::Expected<CalibratorOptions> parseCalibrator(llvm::StringRef text);
/// The reverse.
std::string formatCalibrator(const CalibratorOptions &options);

/// The range that `histogram`'s values get. It lies within [min, max], or with
/// `symmetric`, and for the symmetric form, in [-t, t] for t the larger
/// magnitude of these.
CalibratedRange calibrateRange(const Histogram &histogram, StaticForm form,
                               const CalibratorOptions &options);

/// The same for channels with a histogram each, all of them of the same parts:
/// one range for every `group` channels (1: per channel), the last group being
/// what is left; a group of 0 is all of them (per tensor).
std::vector<CalibratedRange> calibrateRanges(llvm::ArrayRef<Histogram> channels,
                                             size_t group, StaticForm form,
                                             const CalibratorOptions &options);

// The algorithms.

/// The range between the quantiles q and 1 - q, for q half of what is more than
/// `percent`. Values are taken to be spread evenly over their parts.
CalibratedRange findPercentileRange(const Histogram &histogram, double percent);
/// The t that `percent` of the |x| are below.
float findPercentileThreshold(const Histogram &histogram, double percent);

/// The range with the least expected squared error of the quantizer that is
/// made of it; with `symmetric` among those of the form [-t, t].
CalibratedRange findLeastErrorRange(const Histogram &histogram, StaticForm form,
                                    bool symmetric);

/// Of the counts of |x|, how many parts to keep, at least `levels`, so that
/// what is kept in `levels` levels diverges least from the whole, as in
/// "8-bit Inference with TensorRT" (Migacz, GTC 2017).
size_t findEntropyThreshold(llvm::ArrayRef<uint64_t> magnitudes,
                            size_t levels = 128);

} // namespace mixp

#endif // MIXP_CALIBRATION_CALIBRATOR_H
