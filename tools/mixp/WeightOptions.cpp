//===- WeightOptions.cpp - How mixp quantize rounds -----------------------===//
#include "WeightOptions.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mixp;
using namespace mixp::tool;

void WeightOptions::declare(CommandLine &line) {
  line.option(
      "weights", "HOW", weights,
      "round weights to the nearest number (nearest), with scales of "
      "the least squared error (mse), or by the inputs they meet (gptq)");
  line.optional("smooth", "ALPHA", smooth, "0.5",
                "move outliers of activations into the weights (SmoothQuant)");
  line.flag("correct-bias", correctBias,
            "add back the mean error of rounded weights");
  line.option("auto-cast", "POLICY", autoCast,
              "cast f32 ops that the scheme leaves: none, matmult or all");
  line.option("auto-cast-type", "TYPE", autoCastType,
              "to bf16 (default), f16, tf32 or f8E4M3");
}

double WeightOptions::alpha() const {
  double value = NAN;
  if (smooth.empty() || llvm::StringRef(smooth).getAsDouble(value))
    return NAN;
  return value;
}

llvm::Error WeightOptions::check() const {
  auto expect = [](llvm::StringRef name, llvm::StringRef value,
                   llvm::ArrayRef<llvm::StringRef> known) -> llvm::Error {
    if (llvm::is_contained(known, value))
      return llvm::Error::success();
    return llvm::createStringError("--" + name + ": expected " +
                                   llvm::join(known, ", ") + " but got '" +
                                   value + "'");
  };
  if (llvm::Error error =
          expect("weights", weights, {"nearest", "mse", "gptq"}))
    return error;
  if (llvm::Error error =
          expect("auto-cast", autoCast, {"none", "matmult", "all"}))
    return error;
  if (llvm::Error error = expect("auto-cast-type", autoCastType,
                                 {"bf16", "f16", "tf32", "f8E4M3"}))
    return error;
  if (smooth.empty() || (alpha() >= 0 && alpha() <= 1))
    return llvm::Error::success();
  return llvm::createStringError("--smooth: expected 0 to 1 but got '" +
                                 smooth + "'");
}

std::vector<std::string> WeightOptions::statistics() const {
  std::vector<std::string> names;
  if (!smooth.empty())
    names.push_back("channel-max");
  if (correctBias)
    names.push_back("mean");
  if (weights == "gptq")
    names.push_back("gram");
  return names;
}

llvm::Error WeightOptions::checkStatistics(mlir::ModuleOp module) const {
  for (llvm::StringRef name : statistics()) {
    std::string attribute = "mixp.lhs_" + name.str();
    llvm::replace(attribute, '-', '_');
    bool isThere = false;
    module.walk(
        [&](mlir::Operation *op) { isThere |= op->hasAttr(attribute); });
    if (isThere)
      continue;
    llvm::StringRef option = name == "gram"   ? "--weights=gptq"
                             : name == "mean" ? "--correct-bias"
                                              : "--smooth";
    return llvm::createStringError(
        option + ": no product of constant weights has been measured; give " +
        "--calibration");
  }
  return llvm::Error::success();
}

void WeightOptions::addPasses(mlir::OpPassManager &passes,
                              QuantizePassOptions options) const {
  if (!smooth.empty())
    passes.addPass(createMigrateScalesPass({alpha()}));
  options.keepWeights = weights != "nearest" || correctBias;
  passes.addPass(createQuantizePass(options));
  if (weights != "nearest")
    passes.addPass(createSearchWeightScalesPass());
  if (weights == "gptq")
    passes.addPass(createCompensateWeightsPass());
  if (correctBias)
    passes.addPass(createCorrectBiasPass());
  if (options.keepWeights)
    passes.addPass(createFoldWeightsPass());
  if (autoCast != "none")
    passes.addPass(createAutoCastPass({autoCast, autoCastType}));
}
