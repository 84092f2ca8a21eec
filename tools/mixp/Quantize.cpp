//===- Quantize.cpp - mixp quantize ---------------------------------------===//
#include "Budget.h"
#include "CalibrationArguments.h"
#include "CommandLine.h"
#include "ModelFile.h"
#include "Progress.h"
#include "Subcommands.h"
#include "WeightOptions.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mixp/Dialect/Mixp/Transforms/Calibration.h"
#include "mixp/Dialect/Mixp/Transforms/ConstantData.h"
#include "mixp/Dialect/Mixp/Transforms/Passes.h"
#include "mixp/Dialect/Mixp/Transforms/QuantizationScheme.h"
#include "mixp/Execution/StageDump.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static constexpr const char *kExamples =
    "  mixp quantize m.mlirbc --scheme=w8a8-dynamic -o q.mlirbc\n"
    "  mixp quantize m.mlirbc --scheme=w8a8 --calibration=x.npy -o q.mlirbc\n"
    "  mixp quantize m.mlir --scheme=w4a16-g128 --a16=bf16 -o q.mlir\n"
    "  mixp quantize m.mlirbc --scheme=w8a8 --calibration=x.npy "
    "--calibrator=mse --budget=0.5 -o q.mlirbc\n"
    "  mixp quantize m.mlirbc --scheme=w4a16-g64 --weights=mse -o q.mlirbc\n"
    "  mixp quantize m.mlirbc --auto-cast=matmult -o q.mlirbc\n";

namespace {
struct QuantizeOptions {
  std::vector<std::string> words;
  std::string scheme, a16 = "f16", output, json, dumpFolder;
  CalibrationArguments calibration;
  WeightOptions weights;
  /// As written; empty: none.
  std::string budget;
  double budgetPoints = 0;
};

/// What the subcommand prints.
struct Summary {
  int64_t matmuls = 0, weightBytes = 0, weightBytesF32 = 0;
  std::optional<BudgetReport> budget;
};
} // namespace

static std::optional<int> parseOptions(QuantizeOptions &options, int argc,
                                       char **argv) {
  CommandLine line("quantize MODEL --scheme=NAME -o FILE [options]",
                   "Rewrites a model's f32 matmuls to a mixed-precision form.",
                   kExamples);
  std::string schemes = listQuantizationSchemes();
  line.positional(options.words);
  line.option("scheme", "NAME", options.scheme, schemes);
  line.option("o", "FILE", options.output,
              "the model to write: text if it ends in .mlir, else bytecode");
  options.calibration.declare(line);
  line.option("budget", "POINTS", options.budget,
              "keep layers wider until the model loses at most so many points "
              "of top-1 (other models: percent) on the samples");
  line.option("a16", "TYPE", options.a16,
              "16-bit activations of w*a16 schemes: f16 (default) or bf16");
  options.weights.declare(line);
  line.option("json", "FILE", options.json, "write the summary as JSON");
  line.option("dump-stages", "DIR", options.dumpFolder,
              "write the module after each stage there");
  return line.parse(argc, argv);
}

/// Counts products and convolutions of two f32 operands.
static int64_t countF32Matmuls(ModuleOp module) {
  int64_t count = 0;
  auto isF32 = [](TypedValue<RankedTensorType> operand) {
    return operand.getType().getElementType().isF32();
  };
  module.walk(
      [&](MatmulOp op) { count += isF32(op.getLhs()) && isF32(op.getRhs()); });
  module.walk([&](ConvOp op) {
    count += isF32(op.getInput()) && isF32(op.getFilter());
  });
  return count;
}

/// Runs passes after which equal and dead ops are gone.
static LogicalResult runCleanly(ModuleOp module,
                                function_ref<void(OpPassManager &)> addPasses) {
  PassManager passes(module.getContext());
  addPasses(passes);
  passes.addPass(createCanonicalizerPass());
  passes.addPass(createCSEPass());
  return passes.run(module);
}

/// Runs mixp-quantize and the passes around it.
static LogicalResult runQuantizePass(const QuantizeOptions &options,
                                     ModuleOp module) {
  QuantizePassOptions passOptions;
  passOptions.scheme = options.scheme;
  passOptions.a16 = options.a16;
  return runCleanly(module, [&](OpPassManager &passes) {
    options.weights.addPasses(passes, passOptions);
  });
}

/// Chooses the layers that --budget keeps wider.
static llvm::Error applyBudget(const QuantizeOptions &options, ModuleOp module,
                               Summary &summary) {
  if (options.budget.empty())
    return llvm::Error::success();
  const CalibrationSamples *samples = options.calibration.getSamples();
  if (!samples)
    return llvm::createStringError(
        "--budget: expected samples to measure the loss on; give "
        "--calibration");
  BudgetOptions budget;
  budget.points = options.budgetPoints;
  budget.scheme = options.scheme;
  budget.a16 = options.a16;
  budget.quantize = [&](ModuleOp copy) {
    return runQuantizePass(options, copy);
  };
  auto report = keepWithinBudget(module, *samples, budget);
  if (!report)
    return report.takeError();
  summary.budget = std::move(*report);
  return llvm::Error::success();
}

static llvm::Expected<Summary> quantize(QuantizeOptions &options,
                                        const QuantizationScheme &scheme,
                                        ModuleOp module) {
  Summary summary;
  auto dump = StageDump::create(options.dumpFolder);
  if (!dump)
    return dump.takeError();
  if (llvm::Error error = dump->write("input", module))
    return std::move(error);
  // A product that only looks rows up stays as exact as it is.
  if (failed(runCleanly(module, [](OpPassManager &passes) {
        passes.addPass(createGatherOneHotPass());
      })))
    return llvm::createStringError("cannot simplify the model");
  if (llvm::Error error = dump->write("simplify", module))
    return std::move(error);
  summary.weightBytesF32 = countWeightBytes(module);
  summary.matmuls = countF32Matmuls(module);
  if (llvm::Error error = options.calibration.loadSamples(module))
    return std::move(error);
  auto measured = options.calibration.apply(
      module, scheme, options.weights.statistics(), options.dumpFolder);
  if (!measured)
    return measured.takeError();
  if (*measured)
    if (llvm::Error error = dump->write("calibrate", module))
      return std::move(error);

  if (llvm::Error error = options.weights.checkStatistics(module))
    return std::move(error);
  if (llvm::Error error = applyBudget(options, module, summary))
    return std::move(error);

  Progress progress("quantizing");
  if (failed(runQuantizePass(options, module)))
    return llvm::createStringError("cannot quantize the model to '" +
                                   options.scheme + "'");
  if (!options.calibration.keepsMeasured())
    removeCalibration(module);
  if (llvm::Error error = dump->write("quantize", module))
    return std::move(error);
  summary.matmuls -= countF32Matmuls(module);
  summary.weightBytes = countWeightBytes(module);
  return summary;
}

static llvm::Error report(const QuantizeOptions &options,
                          const Summary &summary) {
  // Standard output may be taken by the model.
  llvm::raw_ostream &os = options.output == "-" ? llvm::errs() : llvm::outs();
  if (summary.budget)
    summary.budget->print(os, options.scheme);
  os << options.scheme << ": " << summary.matmuls << " matmuls rewritten, "
     << summary.weightBytesF32 << " -> " << summary.weightBytes
     << " bytes of weights";
  if (summary.weightBytesF32 > 0)
    os << llvm::formatv(" ({0:f3})",
                        double(summary.weightBytes) / summary.weightBytesF32);
  os << "\n";
  if (options.json.empty())
    return llvm::Error::success();
  std::error_code code;
  llvm::raw_fd_ostream file(options.json, code);
  if (code)
    return llvm::createStringError("cannot write '" + options.json +
                                   "': " + code.message());
  llvm::json::Object object{{"scheme", options.scheme},
                            {"matmuls", summary.matmuls},
                            {"weight_bytes", summary.weightBytes},
                            {"weight_bytes_f32", summary.weightBytesF32}};
  if (summary.budget)
    object["budget"] = summary.budget->toJson();
  file << llvm::json::Value(std::move(object)) << "\n";
  file.close();
  code = file.error();
  file.clear_error();
  if (code)
    return llvm::createStringError("cannot write '" + options.json +
                                   "': " + code.message());
  return llvm::Error::success();
}

int mixp::tool::runQuantize(int argc, char **argv) {
  QuantizeOptions options;
  if (std::optional<int> exit = parseOptions(options, argc, argv))
    return *exit;
  if (options.words.size() != 1 || options.output.empty())
    return reportError(
        "expected one model and -o FILE (see mixp quantize --help)");
  // Casts need no scheme beside them.
  if (options.scheme.empty() && options.weights.autoCast != "none")
    options.scheme = "f32";
  if (options.scheme.empty())
    return reportError("expected --scheme=NAME; known are: " +
                       listQuantizationSchemes());
  if (llvm::Error error = options.calibration.parse())
    return reportError(std::move(error));
  // Written so that a NaN is refused as well.
  if (!options.budget.empty() &&
      (StringRef(options.budget).getAsDouble(options.budgetPoints) ||
       !(options.budgetPoints >= 0)))
    return reportError("--budget: expected a number of points from 0 on but "
                       "got '" +
                       options.budget + "'");
  auto scheme = lookupQuantizationScheme(options.scheme, options.a16);
  if (!scheme)
    return reportError(scheme.takeError());
  if (llvm::Error error = options.calibration.checkScheme(*scheme))
    return reportError(std::move(error));
  if (llvm::Error error = options.weights.check())
    return reportError(std::move(error));
  std::unique_ptr<MLIRContext> context = createContext();
  OwningOpRef<ModuleOp> module = loadModel(*context, options.words.front());
  if (!module)
    return kBadInput;
  auto summary = quantize(options, *scheme, *module);
  if (!summary)
    return reportError(summary.takeError());
  if (llvm::Error error = writeModel(*module, options.output))
    return reportError(std::move(error));
  if (llvm::Error error = report(options, *summary))
    return reportError(std::move(error));
  return kSuccess;
}
