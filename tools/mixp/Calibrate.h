//===- Calibrate.h - What sample inputs say of a model ----------*- C++ -*-===//
#ifndef MIXP_TOOLS_CALIBRATE_H
#define MIXP_TOOLS_CALIBRATE_H

#include "CalibrationSamples.h"
#include "mixp/Calibration/CalibrationTable.h"
#include "mixp/Calibration/Calibrator.h"

namespace mixp::tool {

struct CalibrationOptions {
  CalibratorOptions calibrator;
  /// Elements along K that get a range, where an operand may have several (see
  /// countRangeGroups); 0: all of them.
  int64_t group = 0;
  /// Statistics of the rows of lhs operands to measure besides the ranges:
  /// names of mixp-instrument-calibration.
  std::vector<std::string> statistics;
  /// The stages of modules that measure go to folders in here; empty: nowhere.
  std::string dumpFolder;
};

/// Runs the module's entry function on samples and writes to its contractions
/// the ranges of their operands and the statistics asked for (see
/// Transforms/Calibration.h). An error names the sample that makes an operand
/// other than finite. Memory does not depend on the number of samples but for
/// the samples themselves.
llvm::Expected<CalibrationTable> calibrate(mlir::ModuleOp module,
                                           const CalibrationSamples &samples,
                                           const CalibrationOptions &options);

} // namespace mixp::tool

#endif // MIXP_TOOLS_CALIBRATE_H
