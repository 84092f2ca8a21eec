//===- CalibrationArguments.h - Calibration in mixp quantize ----*- C++ -*-===//
#ifndef MIXP_TOOLS_CALIBRATIONARGUMENTS_H
#define MIXP_TOOLS_CALIBRATIONARGUMENTS_H

#include "Calibrate.h"
#include "CommandLine.h"
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"

namespace mixp::tool {

/// The options of `mixp quantize` about sample data, and what they do.
class CalibrationArguments {
public:
  void declare(CommandLine &line);

  /// Reads what does not need the model.
  llvm::Error parse();

  /// Refuses a granularity that the scheme has not.
  llvm::Error checkScheme(const QuantizationScheme &scheme) const;

  /// Reads the samples, if there are any, for the module's entry function.
  llvm::Error loadSamples(mlir::ModuleOp module);
  /// The samples; null where none are given.
  const CalibrationSamples *getSamples() const {
    return samples ? &*samples : nullptr;
  }

  /// Writes ranges, from the table or measured, and statistics to the module's
  /// contractions, and a table to a file, as far as the options, `scheme` or
  /// `statistics` ask for them. Returns whether there was anything to do.
  llvm::Expected<bool> apply(mlir::ModuleOp module,
                             const QuantizationScheme &scheme,
                             llvm::ArrayRef<std::string> statistics,
                             llvm::StringRef dumpFolder) const;

  /// Whether what was measured stays in the model.
  bool keepsMeasured() const { return !statistics.empty(); }

private:
  /// Elements along K of the ranges that are asked for; 0: all of them.
  int64_t getGroup(const QuantizationScheme &scheme) const;

  std::vector<std::string> words;
  /// An empty granularity is the scheme's own.
  std::string calibrator = "minmax", granularity, statistics, savePath,
              tablePath;
  bool isOneSample = false;
  CalibrationOptions options;
  std::optional<CalibrationSamples> samples;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_CALIBRATIONARGUMENTS_H
