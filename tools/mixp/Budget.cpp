//===- Budget.cpp - Which contractions to keep wider ----------------------===//
#include "Budget.h"
#include "ModelLoss.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>
#include <numeric>

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

namespace {
/// Chooses schemes for the contractions of a module.
class Budget {
public:
  Budget(ModuleOp module, const ModelLoss &loss, const BudgetOptions &options)
      : module(module), loss(loss), options(options) {
    assignCalibrationIds(module);
    forEachCalibrated(module, [&](Operation *op, int64_t id) {
      // What somebody else decided stays so.
      if (op->hasAttr(kSchemeAttrName))
        return;
      ops.push_back(op);
      names.push_back(describeLayer(op, id));
    });
    removeCalibrationIds(module);
    schemes.assign(ops.size(), options.scheme);
  }

  llvm::Expected<BudgetReport> choose();

private:
  /// The loss with these schemes.
  llvm::Expected<double> measure(ArrayRef<std::string> chosen);
  /// What a layer gets on the way from the scheme to f32.
  std::string getWiderScheme(Operation *op);

  ModuleOp module;
  const ModelLoss &loss;
  const BudgetOptions &options;
  SmallVector<Operation *> ops;
  std::vector<std::string> names, schemes;
};
} // namespace

llvm::Expected<double> Budget::measure(ArrayRef<std::string> chosen) {
  Builder builder(module.getContext());
  for (auto [op, scheme] : llvm::zip_equal(ops, chosen))
    op->setAttr(kSchemeAttrName, builder.getStringAttr(scheme));
  OwningOpRef<ModuleOp> copy = module.clone();
  for (Operation *op : ops)
    op->removeAttr(kSchemeAttrName);
  if (failed(options.quantize(*copy)))
    return llvm::createStringError("cannot quantize the model to '" +
                                   options.scheme + "'");
  removeCalibration(*copy);
  return loss.measure(*copy);
}

std::string Budget::getWiderScheme(Operation *op) {
  if (options.scheme == "f16" || options.scheme == "bf16")
    return "f32";
  // f16 ends at 65504.
  for (StringRef name : {kLhsRangeAttrName, kRhsRangeAttrName})
    if (auto range = op->getAttrOfType<DenseF32ArrayAttr>(name))
      for (float bound : range.asArrayRef())
        if (std::abs(bound) > 65504)
          return "bf16";
  return options.a16;
}

llvm::Expected<BudgetReport> Budget::choose() {
  BudgetReport report;
  report.budget = options.points;
  report.isTop1 = loss.isTop1();
  for (size_t i = 0; i < ops.size(); ++i) {
    std::vector<std::string> one(ops.size(), "f32");
    one[i] = options.scheme;
    auto alone = measure(one);
    if (!alone)
      return alone.takeError();
    report.layers.push_back({names[i], *alone, options.scheme});
  }
  // The worst first; a NaN is worse than all.
  std::vector<size_t> order(ops.size());
  std::iota(order.begin(), order.end(), 0);
  auto key = [&](size_t i) {
    double alone = report.layers[i].alone;
    return std::pair(std::isnan(alone) ? -INFINITY : -alone, i);
  };
  llvm::sort(order, [&](size_t a, size_t b) { return key(a) < key(b); });
  std::vector<std::pair<size_t, std::string>> steps;
  for (size_t i : order)
    steps.emplace_back(i, getWiderScheme(ops[i]));
  for (size_t i : order)
    steps.emplace_back(i, "f32");

  auto whole = measure(schemes);
  if (!whole)
    return whole.takeError();
  report.lossBefore = *whole;
  for (auto step = steps.begin();
       !(*whole <= options.points) && step != steps.end(); ++step) {
    schemes[step->first] = step->second;
    whole = measure(schemes);
    if (!whole)
      return whole.takeError();
  }
  report.loss = *whole;
  Builder builder(module.getContext());
  for (size_t i = 0; i < ops.size(); ++i) {
    report.layers[i].scheme = schemes[i];
    if (schemes[i] != options.scheme)
      ops[i]->setAttr(kSchemeAttrName, builder.getStringAttr(schemes[i]));
  }
  return report;
}

//===----------------------------------------------------------------------===//
// The report
//===----------------------------------------------------------------------===//

int64_t BudgetReport::countPromoted(StringRef scheme) const {
  return llvm::count_if(
      layers, [&](const Layer &layer) { return layer.scheme != scheme; });
}

void BudgetReport::print(llvm::raw_ostream &os, StringRef scheme) const {
  size_t width = 5;
  for (const Layer &layer : layers)
    width = std::max(width, layer.name.size());
  auto printLine = [&](StringRef name, StringRef alone, StringRef chosen) {
    os << llvm::left_justify(name, width) << llvm::right_justify(alone, 9)
       << "  " << chosen << "\n";
  };
  printLine("layer", "alone", "scheme");
  for (const Layer &layer : layers)
    printLine(layer.name, llvm::formatv("{0:f3}", layer.alone).str(),
              layer.scheme == scheme ? layer.scheme
                                     : layer.scheme + " (promoted)");
  os << llvm::formatv(
      "loss: {0:f3} {1} on {2} samples, budget {3:f3}; {4} of {5} promoted "
      "({6:f3} without)\n",
      loss,
      isTop1 ? "points of top-1 that differ from the float model's"
             : "% of the float model's results, as a relative error",
      samples, budget, countPromoted(scheme), layers.size(), lossBefore);
}

llvm::json::Object BudgetReport::toJson() const {
  // JSON has no NaN.
  auto number = [](double value) -> llvm::json::Value {
    return std::isfinite(value) ? llvm::json::Value(value)
                                : llvm::json::Value(nullptr);
  };
  llvm::json::Array rows;
  for (const Layer &layer : layers)
    rows.push_back(llvm::json::Object{{"layer", layer.name},
                                      {"alone", number(layer.alone)},
                                      {"scheme", layer.scheme}});
  return llvm::json::Object{
      {"budget", budget},
      {"loss", number(loss)},
      {"loss_before", number(lossBefore)},
      {"loss_kind", isTop1 ? "top-1 points" : "relative error in percent"},
      {"layers", std::move(rows)}};
}

llvm::Expected<BudgetReport>
mixp::tool::keepWithinBudget(ModuleOp module, const CalibrationSamples &samples,
                             const BudgetOptions &options) {
  auto loss = ModelLoss::create(module, samples);
  if (!loss)
    return loss.takeError();
  auto report = Budget(module, *loss, options).choose();
  if (report)
    report->samples = samples.getCount();
  return report;
}
