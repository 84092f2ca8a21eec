//===- MeasuringCopy.h - A model that returns what it measures --*- C++ -*-===//
#ifndef MIXP_TOOLS_MEASURINGCOPY_H
#define MIXP_TOOLS_MEASURINGCOPY_H

#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Execution/Jit.h"
#include "mlir/Pass/PassManager.h"

namespace mixp::tool {

/// A compiled copy of a model with results behind its own.
struct MeasuringCopy {
  std::unique_ptr<JitFunction> jit;
  /// What mixp-instrument-calibration appended.
  llvm::SmallVector<CalibrationResult> results;
  /// The histograms that mixp-export-observations appended.
  llvm::SmallVector<std::pair<unsigned, CalibrationKey>> histograms;

  /// Runs `addPasses` on a copy of `module`, after inlining, and compiles its
  /// entry `function`. The numbers of contractions survive in the copy,
  /// wherever inlining puts them. Stages go to `dumpFolder`, if there is one.
  static llvm::Expected<MeasuringCopy>
  compile(mlir::ModuleOp module, llvm::StringRef function,
          llvm::StringRef dumpFolder,
          llvm::function_ref<void(mlir::OpPassManager &)> addPasses);
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_MEASURINGCOPY_H
