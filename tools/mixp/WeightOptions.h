//===- WeightOptions.h - How mixp quantize rounds ---------------*- C++ -*-===//
#ifndef MIXP_TOOLS_WEIGHTOPTIONS_H
#define MIXP_TOOLS_WEIGHTOPTIONS_H

#include "CommandLine.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

namespace mixp::tool {

/// Options of mixp quantize on how weights are rounded, what is done about the
/// error, and which f32 ops are cast.
struct WeightOptions {
  std::string weights = "nearest", smooth, autoCast = "none",
              autoCastType = "bf16";
  bool correctBias = false;

  void declare(CommandLine &line);
  /// An error that names the option with a wrong value.
  llvm::Error check() const;
  /// Statistics of activations that the passes need, by the names of
  /// mixp-instrument-calibration.
  std::vector<std::string> statistics() const;
  /// An error where no contraction of the model has a statistic that is needed.
  llvm::Error checkStatistics(mlir::ModuleOp module) const;
  /// mixp-quantize with `options`, and the passes around it.
  void addPasses(mlir::OpPassManager &passes,
                 QuantizePassOptions options) const;

private:
  /// Not a number where `smooth` is none.
  double alpha() const;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_WEIGHTOPTIONS_H
