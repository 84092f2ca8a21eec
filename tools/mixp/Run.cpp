//===- Run.cpp - mixp run -------------------------------------------------===//
#include "CommandLine.h"
#include "ModelFile.h"
#include "Progress.h"
#include "RunData.h"
#include "RunReference.h"
#include "Subcommands.h"
#include "mixp/Execution/Jit.h"
#include "mixp/Execution/NpyFile.h"
#include "mixp/Target/TargetRegistry.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mixp;
using namespace mixp::tool;

static constexpr const char *kExamples =
    "  mixp run model.mlirbc --input image=x.npy --output scores=y.npy\n"
    "  mixp run model.mlir --input x.npy --print --pipeline=reference\n"
    "  mixp run model.mlir --random=1 --dim=7 --check\n"
    "  mixp run model.mlir --input random:1:5x7 --input b.npy --check\n"
    "  mixp run model.mlir --random=1 --target=sm_80 --check-outputs\n";

namespace {
struct RunOptions {
  InputOptions data;
  std::vector<std::string> words, outputs;
  std::string pipeline = "cpu";
  JitOptions jit;
  std::string gpu = "auto", gpuReport;
  bool check = false, checkOutputs = false, print = false;
};
} // namespace

static std::optional<int> parseOptions(RunOptions &options, int argc,
                                       char **argv) {
  CommandLine line("run MODEL [options]",
                   "Runs a function of a .mlir, .mlirbc or .onnx model.",
                   kExamples);
  line.positional(options.words);
  line.list("input", "[NAME=]FILE", options.data.inputs,
            "a .npy file, or random:SEED or random:SEED:3x7");
  line.list("output", "[NAME=]FILE", options.outputs, "the .npy file to write");
  line.option(
      "pipeline", "NAME", options.pipeline,
      "cpu (default), gpu (where --target is one), reference, or given: "
      "read the outputs, computed elsewhere, from the files of "
      "--output");
  line.flag("check", options.check,
            "compare each op and output with the reference; exit 2 out of "
            "bound");
  line.flag("check-outputs", options.checkOutputs,
            "the same without the ops, in half the time");
  line.flag("print", options.print, "print the outputs' values");
  line.option("target", "NAME", options.jit.target,
              "target to compile for (default host; see mixp targets); kernels "
              "for a GPU run on it, or on the emulator where there is none");
  line.option("gpu", "WHERE", options.gpu,
              "where kernels run: auto (default), hardware or emulator");
  line.option("gpu-report", "FILE", options.gpuReport,
              "write what the emulator counted of each kernel, as JSON");
  line.option("ptx", "FILE", options.jit.gpu.ptxFile,
              "take the kernels from this PTX, an edited --emit=ptx");
  line.option("function", "NAME", options.jit.function,
              "function to run (default main)");
  line.option("threads", "T", options.jit.threads, kThreadsHelp);
  line.option("random", "SEED", options.data.random,
              "generate the inputs that are not given");
  line.flag("random-special", options.data.randomSpecials,
            "with NaN and infinities in generated floats");
  line.option("dim", "N", options.data.dynamicSize,
              "size of dynamic dims of generated inputs (default 3)");
  line.option("dump-stages", "DIR", options.jit.dumpFolder,
              "write the module after each stage there");
  line.option("perf", "DIR", options.jit.perfFolder,
              "write what perf needs to know of the compiled code there");
  return line.parse(argc, argv);
}

/// Takes what another machine computed for results.
static llvm::Expected<Runner> createGivenRunner(const Signature &signature,
                                                ArrayRef<std::string> files) {
  std::vector<HostTensor> arrays;
  for (auto [port, file] : llvm::zip_equal(signature.results, files)) {
    if (file.empty())
      return llvm::createStringError("--pipeline=given: expected a file for "
                                     "output '" +
                                     port.name + "'; name it with --output");
    auto array = readNpy(file);
    if (!array)
      return array.takeError();
    arrays.push_back(std::move(*array));
  }
  Signature outputs = signature;
  outputs.inputs = signature.results;
  auto converted = convertInputs(outputs, arrays);
  if (!converted)
    return converted.takeError();
  if (converted->samples != 0)
    return llvm::createStringError(
        "--pipeline=given takes the outputs of one run, not stacked ones");
  auto given = std::make_shared<ConvertedInputs>(std::move(*converted));
  return Runner([given](ArrayRef<const HostTensor *>)
                    -> llvm::Expected<SmallVector<HostTensor>> {
    SmallVector<HostTensor> results;
    for (const HostTensor &array : given->arrays) {
      auto copy = array.clone();
      if (!copy)
        return copy.takeError();
      results.push_back(std::move(*copy));
    }
    return results;
  });
}

static llvm::Expected<Runner>
createRunner(const RunOptions &options, ModuleOp module, func::FuncOp function,
             const Signature &signature, ArrayRef<std::string> files,
             const GpuProgram *&gpu) {
  if (options.pipeline == "given")
    return createGivenRunner(signature, files);
  if (options.pipeline == "reference")
    return createReferenceRunner(function);
  if (options.pipeline == "gpu" && !isGpuTargetName(options.jit.target))
    return llvm::createStringError(
        "--pipeline=gpu: needs a GPU's --target, for example sm_80; see mixp "
        "targets");
  if (options.pipeline != "cpu" && options.pipeline != "gpu")
    return llvm::createStringError("--pipeline: expected cpu, gpu, reference "
                                   "or given but got '" +
                                   options.pipeline + "'");
  Progress progress("compiling");
  auto compiled = JitFunction::compile(module, options.jit);
  if (!compiled)
    return compiled.takeError();
  std::shared_ptr<JitFunction> jit = std::move(*compiled);
  gpu = jit->getGpuProgram();
  return Runner(
      [jit](ArrayRef<const HostTensor *> inputs) { return jit->call(inputs); });
}

static void printArray(const Port &port, const HostTensor &array) {
  llvm::outs() << port.name << ": " << array.describe() << "\n";
  int64_t count = array.getNumElements();
  int64_t columns = array.getRank() > 0 ? array.getShape().back() : 1;
  for (int64_t i = 0; i < std::min<int64_t>(count, 256); ++i) {
    bool endOfRow = (i + 1) % columns == 0 || i + 1 == count;
    llvm::outs() << "  " << llvm::format("%.9g", array.getValue(i))
                 << (endOfRow ? "\n" : "");
  }
  if (count > 256)
    llvm::outs() << "  ... (" << count << " elements)\n";
}

/// Writes and prints the outputs.
static llvm::Error deliver(const RunOptions &options,
                           ArrayRef<std::string> files,
                           const Signature &signature,
                           ArrayRef<HostTensor> results) {
  for (auto [port, result, file] :
       llvm::zip_equal(signature.results, results, files)) {
    if (options.print)
      printArray(port, result);
    if (file.empty() || options.pipeline == "given")
      continue;
    if (llvm::Error error = writeNpy(file, result))
      return error;
  }
  return llvm::Error::success();
}

/// Says where kernels ran, and writes what was counted.
static llvm::Error reportGpu(const GpuProgram &gpu, StringRef path) {
  llvm::errs() << "mixp: " << gpu.describe() << ": " << gpu.describeTransfers()
               << "\n";
  if (path.empty())
    return llvm::Error::success();
  std::error_code code;
  llvm::raw_fd_ostream file(path, code);
  if (code)
    return llvm::createStringError(code, "cannot write '" + path +
                                             "': " + code.message());
  file << llvm::formatv("{0:2}\n", gpu.getReport());
  return llvm::Error::success();
}

/// The bounds of a check depend on a GPU's accumulators.
static llvm::Error setGpu(const RunOptions &options, ModuleOp module) {
  if (!isGpuTargetName(options.jit.target))
    return llvm::Error::success();
  auto target = lookupGpuTarget(module.getContext(), options.jit.target,
                                [&] { return module.emitError(); });
  if (failed(target))
    return llvm::createStringError("no GPU to compile for");
  module->setAttr(kGpuTargetAttrName, *target);
  return llvm::Error::success();
}

static llvm::Expected<int> run(const RunOptions &options, ModuleOp module) {
  if (llvm::Error error = setGpu(options, module))
    return std::move(error);
  auto function = findEntry(module, options.jit.function);
  if (!function)
    return function.takeError();
  auto signature = readSignature(*function);
  if (!signature)
    return signature.takeError();
  auto files = assignToPorts(signature->results, options.outputs, "--output");
  if (!files)
    return files.takeError();
  auto arrays = loadInputs(*signature, options.data);
  if (!arrays)
    return arrays.takeError();
  auto inputs = convertInputs(*signature, *arrays);
  if (!inputs)
    return inputs.takeError();
  // The runner's, where the target is a GPU.
  const GpuProgram *gpu = nullptr;
  auto runner =
      createRunner(options, module, *function, *signature, *files, gpu);
  if (!runner)
    return runner.takeError();
  Checker checker(*function, *signature);
  bool checks = options.check || options.checkOutputs;
  if (options.check && options.pipeline == "cpu") {
    Progress progress("compiling for the check");
    JitOptions exposed = options.jit;
    exposed.perfFolder.clear();
    if (!exposed.dumpFolder.empty())
      exposed.dumpFolder += "/check";
    if (llvm::Error error = checker.checkOps(module, exposed))
      return std::move(error);
  }
  Progress progress("running");
  auto onSample = [&](int64_t sample, ArrayRef<const HostTensor *> arguments,
                      ArrayRef<HostTensor> results) -> llvm::Error {
    progress.update(sample + 1, inputs->samples);
    if (!checks)
      return llvm::Error::success();
    return checker.check(arguments, results);
  };
  auto results = runStacked(*inputs, *runner, onSample);
  if (!results)
    return results.takeError();
  if (gpu)
    if (llvm::Error error = reportGpu(*gpu, options.gpuReport))
      return std::move(error);
  if (llvm::Error error = deliver(options, *files, *signature, *results))
    return std::move(error);
  if (!checker.getFailure().empty()) {
    llvm::errs() << "mixp: check failed: " << checker.getFailure() << "\n";
    return kCheckFailed;
  }
  if (checks)
    llvm::outs() << checker.summarize() << "\n";
  return kSuccess;
}

static std::optional<GpuChoice> parseGpuChoice(StringRef text) {
  return llvm::StringSwitch<std::optional<GpuChoice>>(text)
      .Case("auto", GpuChoice::Automatic)
      .Case("hardware", GpuChoice::Hardware)
      .Case("emulator", GpuChoice::Emulator)
      .Default(std::nullopt);
}

/// An option that means nothing for code of CPUs, if one is given.
static StringRef findGpuOption(const RunOptions &options) {
  if (options.gpu != "auto")
    return "--gpu";
  if (!options.gpuReport.empty())
    return "--gpu-report";
  if (!options.jit.gpu.ptxFile.empty())
    return "--ptx";
  return "";
}

int mixp::tool::runRun(int argc, char **argv) {
  RunOptions options;
  if (std::optional<int> exit = parseOptions(options, argc, argv))
    return *exit;
  if (options.words.size() != 1)
    return reportError("expected one model but got " +
                       Twine(options.words.size()) + " (see mixp run --help)");
  std::optional<GpuChoice> choice = parseGpuChoice(options.gpu);
  if (!choice)
    return reportError("--gpu: expected auto, hardware or emulator but got '" +
                       options.gpu + "'");
  options.jit.gpu.choice = *choice;
  bool usesGpu = isGpuTargetName(options.jit.target) &&
                 (options.pipeline == "cpu" || options.pipeline == "gpu");
  StringRef gpuOption = findGpuOption(options);
  if (!usesGpu && !gpuOption.empty())
    return reportError(gpuOption + ": needs a GPU's --target, for example "
                                   "sm_80, and no --pipeline but gpu");
  if (llvm::Error error = checkThreads(options.jit.threads))
    return reportError(std::move(error));
  std::unique_ptr<MLIRContext> context = createContext();
  OwningOpRef<ModuleOp> module = loadModel(*context, options.words.front());
  if (!module)
    return kBadInput;
  llvm::Expected<int> code = run(options, *module);
  return code ? *code : reportError(code.takeError());
}
