//===- GpuProgram.cpp - Kernels of a compiled function --------------------===//
#include "mixp/Execution/GpuProgram.h"
#include "EmulatedDriver.h"
#include "GpuPlan.h"
#include "GpuRuntime/CudaDriver.h"
#include "GpuRuntime/LaunchExecutor.h"
#include "GpuRuntime/Target.h"
#include "RuntimeFailure.h"
#include "mixp/Execution/GpuCode.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace mixp;

namespace {
/// What the runtime has to know of an operand that its address does not say.
struct OperandInfo {
  gpurt::ElementType type;
  int64_t rank;
  bool isConstant;
};

struct ProgramLaunch {
  std::vector<OperandInfo> operands;
  std::unique_ptr<gpurt::LaunchExecutor> executor;
};
} // namespace

struct GpuProgram::Parts {
  std::unique_ptr<gpurt::Driver> driver;
  /// The driver, if it is one.
  EmulatedDriver *emulator = nullptr;
  gpurt::Module module;
  std::unique_ptr<gpurt::ConstantCache> constants;
  std::vector<ProgramLaunch> launches;
};

GpuProgram::GpuProgram(std::unique_ptr<Parts> parts)
    : parts(std::move(parts)) {}
GpuProgram::~GpuProgram() = default;

static llvm::Error toError(const gpurt::Status &status) {
  return llvm::createStringError(status.getMessage());
}

/// The GPU's driver where it can run code for the target, else null; an error
/// where there has to be one.
static llvm::Expected<std::unique_ptr<gpurt::Driver>>
openHardware(const gpurt::Target &target, StringRef chip, GpuChoice choice) {
  if (choice == GpuChoice::Emulator)
    return nullptr;
  std::unique_ptr<gpurt::CudaDriver> cuda;
  gpurt::Status status = gpurt::CudaDriver::create(0, cuda);
  if (status.isOk() && gpurt::runsPtx(target, cuda->architecture()))
    return cuda;
  if (choice == GpuChoice::Automatic)
    return nullptr;
  return status.isOk() ? llvm::createStringError(cuda->describe() +
                                                 " cannot run code for " + chip)
                       : toError(status);
}

static llvm::Expected<std::string> getPtx(gpu::GPUModuleOp kernels,
                                          GpuTargetAttr target,
                                          const GpuOptions &options) {
  if (options.ptxFile.empty())
    return emitPtx(kernels, target);
  auto file = llvm::MemoryBuffer::getFile(options.ptxFile, /*IsText=*/true);
  if (!file)
    return llvm::createStringError("cannot open '" + options.ptxFile +
                                   "': " + file.getError().message());
  return (*file)->getBuffer().str();
}

/// What the runtime calls a constant stays where it is as long as the program.
static bool isConstant(Value value) {
  return value.getDefiningOp<arith::ConstantOp>() != nullptr;
}

static llvm::Expected<ProgramLaunch> prepare(LaunchOp op, gpurt::Driver &driver,
                                             gpurt::Module module,
                                             gpurt::ConstantCache &constants) {
  ProgramLaunch launch;
  for (Value operand : op->getOperands()) {
    auto shaped = cast<ShapedType>(operand.getType());
    auto type = getRuntimeType(shaped.getElementType());
    if (!type)
      return type.takeError();
    launch.operands.push_back({*type, shaped.getRank(), isConstant(operand)});
  }
  launch.executor = std::make_unique<gpurt::LaunchExecutor>(
      driver, module, toRuntimeLaunch(op), constants);
  return launch;
}

llvm::Expected<std::unique_ptr<GpuProgram>>
GpuProgram::create(ModuleOp module, const GpuOptions &options) {
  auto target = module->getAttrOfType<GpuTargetAttr>(kGpuTargetAttrName);
  auto parts = std::make_unique<Parts>();
  gpurt::Target chip;
  if (!gpurt::parseTarget(target.getChip().str(), chip))
    return llvm::createStringError("cannot run code for '" + target.getChip() +
                                   "'");
  auto hardware = openHardware(chip, target.getChip(), options.choice);
  if (!hardware)
    return hardware.takeError();
  parts->driver = std::move(*hardware);
  if (!parts->driver) {
    auto emulator = std::make_unique<EmulatedDriver>(chip.architecture);
    parts->emulator = emulator.get();
    parts->driver = std::move(emulator);
  }
  if (gpu::GPUModuleOp kernels = findKernels(module)) {
    auto ptx = getPtx(kernels, target, options);
    if (!ptx)
      return ptx.takeError();
    gpurt::Status status =
        parts->driver->loadModule(ptx->c_str(), ptx->size(), parts->module);
    if (status.failed())
      return toError(status);
  }
  parts->constants = std::make_unique<gpurt::ConstantCache>(*parts->driver);
  SmallVector<LaunchOp> ops;
  module.walk([&](LaunchOp op) { ops.push_back(op); });
  for (LaunchOp op : ops) {
    auto launch = prepare(op, *parts->driver, parts->module, *parts->constants);
    if (!launch)
      return launch.takeError();
    parts->launches.push_back(std::move(*launch));
  }
  return std::unique_ptr<GpuProgram>(new GpuProgram(std::move(parts)));
}

std::string GpuProgram::describe() const { return parts->driver->describe(); }

std::string GpuProgram::describeTransfers() const {
  gpurt::Counters sum;
  for (const ProgramLaunch &launch : parts->launches) {
    const gpurt::Counters &counters = launch.executor->getCounters();
    sum.bytesUp += counters.bytesUp;
    sum.bytesDown += counters.bytesDown;
    sum.launches += counters.launches;
  }
  return std::to_string(sum.launches) + " launches, " +
         std::to_string(sum.bytesUp) + " bytes to the device, " +
         std::to_string(sum.bytesDown) + " back";
}

llvm::json::Value GpuProgram::getReport() const {
  llvm::json::Object report;
  if (parts->emulator)
    for (const auto &[kernel, counts] : parts->emulator->getReports())
      report[kernel] = counts.toJson();
  return report;
}

bool GpuProgram::launch(int64_t index, const int64_t *words) {
  ProgramLaunch &launch = parts->launches[index];
  std::vector<gpurt::HostOperand> operands;
  for (const OperandInfo &info : launch.operands) {
    gpurt::HostOperand operand;
    operand.data = reinterpret_cast<void *>(*words++);
    operand.type = info.type;
    operand.constant = info.isConstant;
    operand.shape.assign(words, words + info.rank);
    words += info.rank;
    operands.push_back(std::move(operand));
  }
  gpurt::Status status = launch.executor->run(operands);
  message = status.getMessage();
  return status.isOk();
}

static thread_local GpuProgram *current = nullptr;

GpuProgramScope::GpuProgramScope(GpuProgram *program) : outer(current) {
  current = program;
}
GpuProgramScope::~GpuProgramScope() { current = outer; }

void mixp::launchInProcess(int64_t index, const int64_t *words) {
  // Nothing of this function's own is alive when it jumps.
  if (!current->launch(index, words))
    failInProcess(current->getMessage().c_str());
}
