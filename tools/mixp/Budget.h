//===- Budget.h - Which contractions to keep wider --------------*- C++ -*-===//
#ifndef MIXP_TOOLS_BUDGET_H
#define MIXP_TOOLS_BUDGET_H

#include "CalibrationSamples.h"
#include "llvm/Support/JSON.h"

namespace mixp::tool {

struct BudgetOptions {
  /// The largest loss, see ModelLoss.
  double points = 0;
  std::string scheme, a16;
  /// Quantizes a copy of the module, in place.
  std::function<mlir::LogicalResult(mlir::ModuleOp)> quantize;
};

/// What was chosen and why.
struct BudgetReport {
  struct Layer {
    std::string name;
    /// The loss of the model with only this one quantized.
    double alone;
    /// What it gets.
    std::string scheme;
  };
  std::vector<Layer> layers;
  double budget, lossBefore, loss;
  bool isTop1;
  int64_t samples;

  int64_t countPromoted(llvm::StringRef scheme) const;
  void print(llvm::raw_ostream &os, llvm::StringRef scheme) const;
  llvm::json::Object toJson() const;
};

/// Writes `mixp.scheme` to contractions of `module`, those first that lose the
/// most alone, until the whole is within the budget: to 16 bits, and once all
/// of them are, to f32.
llvm::Expected<BudgetReport> keepWithinBudget(mlir::ModuleOp module,
                                              const CalibrationSamples &samples,
                                              const BudgetOptions &options);

} // namespace mixp::tool

#endif // MIXP_TOOLS_BUDGET_H
