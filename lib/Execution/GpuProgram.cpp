//===- GpuProgram.cpp - Kernels of a compiled function --------------------===//
#include "mixp/Execution/GpuProgram.h"
#include "EmulatedDriver.h"
#include "GpuPlan.h"
#include "GpuRuntime/CudaDriver.h"
#include "GpuRuntime/LaunchExecutor.h"
#include "GpuRuntime/Target.h"
#include "RuntimeFailure.h"
#include "mixp/Codegen/GPU/DeviceOps.h"
#include "mixp/Execution/GpuCode.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace mixp;

namespace {
/// What the runtime has to know of a copy that its words do not say.
struct ProgramCopy {
  gpurt::ElementType type;
  size_t rank;
  gpurt::Layout layout;
  bool isConstant;
};
} // namespace

struct GpuProgram::Parts {
  std::unique_ptr<gpurt::Driver> driver;
  /// The driver, if it is one.
  EmulatedDriver *emulator = nullptr;
  gpurt::Module module;
  std::unique_ptr<gpurt::DeviceValues> values;
  std::vector<ProgramCopy> copies;
  std::vector<std::unique_ptr<gpurt::LaunchExecutor>> launches;
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

/// A global constant stays where it is as long as the program.
static bool isConstant(Value buffer) {
  auto get = buffer.getDefiningOp<memref::GetGlobalOp>();
  if (!get)
    return false;
  auto global = SymbolTable::lookupNearestSymbolFrom<memref::GlobalOp>(
      get, get.getNameAttr());
  return global && global.getConstant();
}

static llvm::Expected<ProgramCopy> prepare(ToDeviceOp op) {
  DeviceType device = op.getResult().getType();
  auto type = getRuntimeType(device.getTensor().getElementType());
  if (!type)
    return type.takeError();
  return ProgramCopy{*type, static_cast<size_t>(device.getTensor().getRank()),
                     toRuntimeLayout(device), isConstant(op.getSource())};
}

llvm::Error GpuProgram::addOps(ModuleOp module) {
  DeviceOps ops = collectDeviceOps(module);
  for (ToDeviceOp op : ops.up) {
    auto copy = prepare(op);
    if (!copy)
      return copy.takeError();
    parts->copies.push_back(*copy);
  }
  for (LaunchOp op : ops.launches) {
    RankedTensorType result = op.getResult().getType().getTensor();
    auto type = getRuntimeType(result.getElementType());
    if (!type)
      return type.takeError();
    parts->launches.push_back(std::make_unique<gpurt::LaunchExecutor>(
        *parts->driver, parts->module, toRuntimeLaunch(op), *type,
        *parts->values));
  }
  return llvm::Error::success();
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
  parts->values = std::make_unique<gpurt::DeviceValues>(*parts->driver);
  std::unique_ptr<GpuProgram> program(new GpuProgram(std::move(parts)));
  if (llvm::Error error = program->addOps(module))
    return std::move(error);
  return program;
}

std::string GpuProgram::describe() const { return parts->driver->describe(); }

std::string GpuProgram::describeTransfers() const {
  const gpurt::Counters &counters = parts->values->getCounters();
  return std::to_string(counters.launches) + " launches, " +
         std::to_string(counters.bytesUp) + " bytes to the device, " +
         std::to_string(counters.bytesDown) + " back";
}

llvm::json::Value GpuProgram::getReport() const {
  llvm::json::Object report;
  if (parts->emulator)
    for (const auto &[kernel, counts] : parts->emulator->getReports())
      report[kernel] = counts.toJson();
  return report;
}

bool GpuProgram::keep(const gpurt::Status &status) {
  message = status.getMessage();
  return status.isOk();
}

bool GpuProgram::copyToDevice(int64_t index, const int64_t *words,
                              int64_t &value) {
  const ProgramCopy &copy = parts->copies[index];
  gpurt::HostView tensor{reinterpret_cast<const void *>(words[0]), copy.type,
                         gpurt::Shape(words + 1, words + 1 + copy.rank)};
  return keep(copy.isConstant
                  ? parts->values->uploadConstant(tensor, copy.layout, value)
                  : parts->values->upload(tensor, copy.layout, value));
}

bool GpuProgram::launch(int64_t index, const int64_t *words, int64_t &value) {
  gpurt::LaunchExecutor &executor = *parts->launches[index];
  size_t inputs = executor.getLaunch().operands.size() - 1;
  return keep(executor.run({words, words + inputs}, value));
}

bool GpuProgram::copyToHost(int64_t value, const int64_t *words) {
  size_t rank = 0;
  if (const gpurt::DeviceValue *found = parts->values->find(value))
    rank = found->shape.size();
  return keep(parts->values->download(value,
                                      gpurt::Shape(words + 1, words + 1 + rank),
                                      reinterpret_cast<void *>(words[0])));
}

void GpuProgram::release(int64_t value) { parts->values->release(value); }
void GpuProgram::releaseAll() { parts->values->releaseAll(); }

static thread_local GpuProgram *current = nullptr;

GpuProgramScope::GpuProgramScope(GpuProgram *program) : outer(current) {
  current = program;
}
GpuProgramScope::~GpuProgramScope() {
  if (current)
    current->releaseAll();
  current = outer;
}

// Nothing of these functions' own is alive when they jump.

int64_t mixp::copyToDeviceInProcess(int64_t index, const int64_t *words) {
  int64_t value = 0;
  if (!current->copyToDevice(index, words, value))
    failInProcess(current->getMessage().c_str());
  return value;
}

int64_t mixp::launchInProcess(int64_t index, const int64_t *words) {
  int64_t value = 0;
  if (!current->launch(index, words, value))
    failInProcess(current->getMessage().c_str());
  return value;
}

void mixp::copyToHostInProcess(int64_t value, const int64_t *words) {
  if (!current->copyToHost(value, words))
    failInProcess(current->getMessage().c_str());
}

void mixp::releaseInProcess(int64_t value) { current->release(value); }
