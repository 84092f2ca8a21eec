//===- ptx-emu.cpp - Runs PTX on the CPU ----------------------------------===//
#include "Arguments.h"
#include "mixp/PtxEmulator/Launch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace mixp::ptx;

static cl::OptionCategory category("ptx-emu options");
static cl::opt<std::string> inputFile(cl::Positional, cl::Required,
                                      cl::desc("FILE.ptx"), cl::cat(category));
static cl::opt<std::string>
    kernelName("kernel", cl::desc("The kernel, if the file has more than one"),
               cl::value_desc("name"), cl::cat(category));
static cl::opt<std::string> gridSize("grid", cl::desc("Blocks of the grid"),
                                     cl::value_desc("x,y,z"), cl::init("1"),
                                     cl::cat(category));
static cl::opt<std::string>
    blockSize("block", cl::desc("Threads of a block; default: .reqntid"),
              cl::value_desc("x,y,z"), cl::cat(category));
static cl::opt<unsigned> sharedBytes("shared",
                                     cl::desc("Bytes of dynamic shared memory"),
                                     cl::value_desc("bytes"),
                                     cl::cat(category));
static cl::list<std::string>
    argumentSpecs("arg", cl::desc("A kernel argument, in order"),
                  cl::value_desc("spec"), cl::cat(category));
static cl::list<std::string> memorySpecs(
    "memory", cl::desc("An array that only tensor maps point to: m0, m1, ..."),
    cl::value_desc("spec"), cl::cat(category));
static cl::opt<uint64_t>
    seed("seed", cl::desc("Seed of the schedule and of when copies land"),
         cl::init(1), cl::cat(category));
static cl::opt<uint64_t> stepLimit("step-limit",
                                   cl::desc("Warp instructions of a block"),
                                   cl::init(LaunchOptions().stepLimit),
                                   cl::cat(category));
static cl::opt<bool> noRaceChecks("no-race-checks",
                                  cl::desc("Do not look for races"),
                                  cl::cat(category));
static cl::opt<bool> printReport("report", cl::desc("Print what was counted"),
                                 cl::cat(category));
static cl::opt<bool> printJson("json",
                               cl::desc("Print what was counted as JSON"),
                               cl::cat(category));
static cl::opt<bool> listKernels("list", cl::desc("List the file's kernels"),
                                 cl::cat(category));

static constexpr const char *kOverview =
    "Runs a kernel of PTX text on the CPU and checks it.\n\n"
    "A spec is one of\n"
    "  i8:N i16:N i32:N i64:N f32:X f64:X    a number\n"
    "  in:FILE.npy                           a pointer to the array\n"
    "  out:FILE.npy:DTYPE:SHAPE              a pointer to an array to write\n"
    "  inout:FILE.npy[:FILE.npy]             both\n"
    "  map:INDEX:box=64x128[:swizzle=128][:bytes=2][:shape=512x256]\n"
    "      a tensor map of argument INDEX, or of --memory m0, m1, ...; sizes\n"
    "      have the innermost dimension first, as in the CUDA driver\n\n"
    "Examples:\n"
    "  ptx-emu add.ptx --list\n"
    "  ptx-emu add.ptx --grid=4 --block=128 --arg=in:x.npy \\\n"
    "    --arg=out:y.npy:float32:512 --arg=i32:512 --report\n"
    "  ptx-emu gemm.ptx --grid=2,4 --shared=197000 --memory=in:a.npy \\\n"
    "    --arg=map:m0:box=64x128:swizzle=128 "
    "--arg=out:c.npy:float32:256x256\n\n"
    "Exit status: 0 done, 1 bad input, 2 the kernel has an error.\n";

enum ExitCode { kSuccess = 0, kBadInput = 1, kKernelError = 2 };

static int reportError(Error error, ExitCode code) {
  errs() << "ptx-emu: error: " << toString(std::move(error)) << "\n";
  return code;
}

static Expected<Dim3> parseDim(StringRef text) {
  uint32_t sizes[3] = {1, 1, 1};
  SmallVector<StringRef> parts;
  text.split(parts, ',');
  for (size_t i = 0; i < parts.size(); ++i)
    if (i >= 3 || parts[i].getAsInteger(10, sizes[i]))
      return createStringError("expected sizes such as 2,4,1 but got '" + text +
                               "'");
  return Dim3{sizes[0], sizes[1], sizes[2]};
}

static void printKernels(const Module &module) {
  for (const KernelInfo &kernel : module.getKernels()) {
    outs() << kernel.name << ": target " << module.getTarget()
           << ", static shared bytes " << kernel.staticSharedBytes;
    if (const auto &threads = kernel.requiredThreads)
      outs() << formatv(", threads {0},{1},{2}", threads->x, threads->y,
                        threads->z);
    outs() << "\n";
    for (const KernelParameter &parameter : kernel.parameters)
      outs() << formatv("  {0}: {1} bytes\n", parameter.name, parameter.size);
  }
}

static Expected<Launch> makeLaunch(const Module &module) {
  Launch launch;
  launch.kernel = kernelName;
  if (launch.kernel.empty()) {
    if (module.getKernels().size() != 1)
      return createStringError("expected --kernel: the file has " +
                               Twine(module.getKernels().size()) + " kernels");
    launch.kernel = module.getKernels()[0].name;
  }
  const KernelInfo *kernel = module.findKernel(launch.kernel);
  if (!kernel)
    return createStringError("the file has no kernel '" + launch.kernel + "'");
  Expected<Dim3> grid = parseDim(gridSize);
  if (!grid)
    return grid.takeError();
  launch.grid = *grid;
  if (!blockSize.empty()) {
    Expected<Dim3> block = parseDim(blockSize);
    if (!block)
      return block.takeError();
    launch.block = *block;
  } else if (kernel->requiredThreads) {
    launch.block = *kernel->requiredThreads;
  } else {
    return createStringError("expected --block: the kernel does not say it");
  }
  launch.dynamicSharedBytes = sharedBytes;
  launch.options.seed = seed;
  launch.options.stepLimit = stepLimit;
  launch.options.checkRaces = !noRaceChecks;
  return launch;
}

static Error addArguments(Arguments &arguments) {
  for (const std::string &spec : memorySpecs)
    if (Error error = arguments.addMemory(spec))
      return error;
  for (const std::string &spec : argumentSpecs)
    if (Error error = arguments.addArgument(spec))
      return error;
  return Error::success();
}

int main(int argc, char **argv) {
  InitLLVM init(argc, argv);
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, kOverview);
  Expected<Module> module = Module::parseFile(inputFile);
  if (!module)
    return reportError(module.takeError(), kBadInput);
  if (listKernels) {
    printKernels(*module);
    return kSuccess;
  }
  Expected<Launch> launch = makeLaunch(*module);
  if (!launch)
    return reportError(launch.takeError(), kBadInput);
  DeviceMemory memory;
  Arguments arguments(memory);
  if (Error error = addArguments(arguments))
    return reportError(std::move(error), kBadInput);
  launch->arguments = arguments.getPointers();
  if (Error error = checkLaunch(*module, *launch))
    return reportError(std::move(error), kBadInput);
  Expected<Report> report = mixp::ptx::launch(memory, *module, *launch);
  if (!report)
    return reportError(report.takeError(), kKernelError);
  if (Error error = arguments.writeOutputs())
    return reportError(std::move(error), kBadInput);
  if (printReport)
    report->print(outs());
  if (printJson)
    outs() << formatv("{0:2}\n", report->toJson());
  return kSuccess;
}
