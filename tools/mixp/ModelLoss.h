//===- ModelLoss.h - How far a model is from another ------------*- C++ -*-===//
#ifndef MIXP_TOOLS_MODELLOSS_H
#define MIXP_TOOLS_MODELLOSS_H

#include "CalibrationSamples.h"

namespace mixp::tool {

/// Compares models with a float model on samples.
class ModelLoss {
public:
  /// Runs the float model. `samples` must outlive the result.
  static llvm::Expected<ModelLoss> create(mlir::ModuleOp floatModel,
                                          const CalibrationSamples &samples);

  /// The loss of a model with the same inputs and results. With one result of
  /// samples x classes, or of integers, the percentage of rows whose class
  /// differs from the float model's; else 100 |y - f| / |f| in the Euclidean
  /// norm over all samples, of the float result where that is largest.
  llvm::Expected<double> measure(mlir::ModuleOp model) const;

  bool isTop1() const { return top1; }

private:
  explicit ModelLoss(const CalibrationSamples &samples) : samples(samples) {}

  const CalibrationSamples &samples;
  bool top1 = false;
  /// The float model's results of each chunk.
  std::vector<std::vector<HostTensor>> expected;
};

} // namespace mixp::tool

#endif // MIXP_TOOLS_MODELLOSS_H
