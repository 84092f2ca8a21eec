//===- Quantize.cpp - mixp quantize ---------------------------------------===//
#include "Calibrate.h"
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
    "  mixp quantize m.mlirbc --scheme=w4a16-g64 --weights=mse -o q.mlirbc\n"
    "  mixp quantize m.mlirbc --auto-cast=matmult -o q.mlirbc\n";

namespace {
struct QuantizeOptions {
  std::vector<std::string> words;
  std::string scheme, a16 = "f16", output, json, dumpFolder;
  std::vector<std::string> calibration;
  WeightOptions weights;
  /// Names, separated by commas, of what --statistics leaves in the model.
  std::string statistics;
};

/// What the subcommand prints.
struct Summary {
  int64_t matmuls = 0, weightBytes = 0, weightBytesF32 = 0;
};
} // namespace

static CommandLine::Outcome parseOptions(QuantizeOptions &options, int argc,
                                         char **argv) {
  CommandLine line("quantize MODEL --scheme=NAME -o FILE [options]",
                   "Rewrites a model's f32 matmuls to a mixed-precision form.",
                   kExamples);
  std::string schemes = listQuantizationSchemes();
  line.positional(options.words);
  line.option("scheme", "NAME", options.scheme, schemes);
  line.option("o", "FILE", options.output,
              "the model to write: text if it ends in .mlir, else bytecode");
  line.list("calibration", "[NAME=]FILE", options.calibration,
            "samples of an input (.npy), for schemes with static ranges");
  line.option("statistics", "LIST", options.statistics,
              "also measure channel-max, mean or gram of the activations, and "
              "leave what was measured in the model");
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

/// Measures what the scheme, or somebody who asks for statistics, needs.
static llvm::Error calibrate(const QuantizeOptions &options,
                             const QuantizationScheme &scheme, ModuleOp module,
                             StageDump &dump) {
  CalibrationOptions calibration;
  SmallVector<StringRef> names;
  StringRef(options.statistics).split(names, ',', -1, /*KeepEmpty=*/false);
  for (StringRef name : names)
    calibration.statistics.push_back(name.str());
  for (const std::string &name : options.weights.statistics())
    if (!llvm::is_contained(names, name))
      calibration.statistics.push_back(name);
  if (!names.empty() && options.calibration.empty())
    return llvm::createStringError(
        "--statistics: expected samples to measure on; give --calibration");
  if (options.calibration.empty() ||
      (!scheme.needsCalibration() && calibration.statistics.empty()))
    return llvm::Error::success();
  calibration.dumpFolder = options.dumpFolder;
  auto entry = findEntry(module);
  if (!entry)
    return entry.takeError();
  auto signature = readSignature(*entry);
  if (!signature)
    return signature.takeError();
  auto samples = CalibrationSamples::load(*signature, options.calibration);
  if (!samples)
    return samples.takeError();
  if (llvm::Error error = calibrate(module, *samples, calibration))
    return error;
  return dump.write("calibrate", module);
}

static llvm::Expected<Summary> quantize(const QuantizeOptions &options,
                                        const QuantizationScheme &scheme,
                                        ModuleOp module) {
  Summary summary;
  auto dump = StageDump::create(options.dumpFolder);
  if (!dump)
    return dump.takeError();
  if (llvm::Error error = dump->write("input", module))
    return std::move(error);
  if (failed(runCleanly(module, [](OpPassManager &) {})))
    return llvm::createStringError("cannot simplify the model");
  if (llvm::Error error = dump->write("simplify", module))
    return std::move(error);
  summary.weightBytesF32 = countWeightBytes(module);
  summary.matmuls = countF32Matmuls(module);
  if (llvm::Error error = calibrate(options, scheme, module, *dump))
    return std::move(error);

  if (llvm::Error error = options.weights.checkStatistics(module))
    return std::move(error);

  Progress progress("quantizing");
  QuantizePassOptions passOptions;
  passOptions.scheme = options.scheme;
  passOptions.a16 = options.a16;
  if (failed(runCleanly(module, [&](OpPassManager &passes) {
        options.weights.addPasses(passes, passOptions);
      })))
    return llvm::createStringError("cannot quantize the model to '" +
                                   options.scheme + "'");
  if (options.statistics.empty())
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
  switch (parseOptions(options, argc, argv)) {
  case CommandLine::Outcome::Help:
    return kSuccess;
  case CommandLine::Outcome::Error:
    return kBadInput;
  case CommandLine::Outcome::Run:
    break;
  }
  if (options.words.size() != 1 || options.output.empty())
    return reportError(
        "expected one model and -o FILE (see mixp quantize --help)");
  // Casts need no scheme beside them.
  if (options.scheme.empty() && options.weights.autoCast != "none")
    options.scheme = "f32";
  if (options.scheme.empty())
    return reportError("expected --scheme=NAME; known are: " +
                       listQuantizationSchemes());
  auto scheme = lookupQuantizationScheme(options.scheme, options.a16);
  if (!scheme)
    return reportError(scheme.takeError());
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
