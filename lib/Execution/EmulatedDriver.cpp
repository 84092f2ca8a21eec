//===- EmulatedDriver.cpp - A GPU that is a PTX emulator ------------------===//
#include "EmulatedDriver.h"
#include "mixp/PtxEmulator/TensorMap.h"

using namespace mixp;
using gpurt::DeviceAddress;
using gpurt::RowsEnd;
using gpurt::Status;

static Status toStatus(llvm::Error error) {
  if (!error)
    return Status::ok();
  return Status::driver(llvm::toString(std::move(error)));
}

std::string EmulatedDriver::describe() {
  return "PTX emulator (compute capability " + std::to_string(capability / 10) +
         "." + std::to_string(capability % 10) + ")";
}

size_t EmulatedDriver::sharedMemoryPerBlock() {
  return ptx::LaunchOptions().maxSharedBytes;
}

Status EmulatedDriver::loadModule(const char *image, size_t size,
                                  gpurt::Module &module) {
  auto parsed = ptx::Module::parse(llvm::StringRef(image, size), "kernels.ptx");
  if (!parsed)
    return toStatus(parsed.takeError());
  modules.push_back(std::make_unique<ptx::Module>(std::move(*parsed)));
  module.handle = modules.back().get();
  return Status::ok();
}

Status EmulatedDriver::unloadModule(gpurt::Module module) {
  llvm::erase_if(modules, [&](const std::unique_ptr<ptx::Module> &loaded) {
    return loaded.get() == module.handle;
  });
  return Status::ok();
}

Status EmulatedDriver::getFunction(gpurt::Module module,
                                   const std::string &name, size_t,
                                   gpurt::Function &function) {
  auto *loaded = static_cast<const ptx::Module *>(module.handle);
  if (!loaded->findKernel(name))
    return Status::driver("no kernel '" + name + "' in the module");
  kernels.push_back(std::make_unique<Kernel>(Kernel{loaded, name}));
  function.handle = kernels.back().get();
  return Status::ok();
}

Status EmulatedDriver::allocate(size_t bytes, DeviceAddress &address) {
  address = memory.allocate(bytes);
  return Status::ok();
}
Status EmulatedDriver::free(DeviceAddress address) {
  return toStatus(memory.free(address));
}
Status EmulatedDriver::copyToDevice(DeviceAddress to, const void *from,
                                    size_t bytes) {
  return toStatus(memory.write(to, {static_cast<const char *>(from), bytes}));
}
Status EmulatedDriver::copyToHost(void *to, DeviceAddress from, size_t bytes) {
  return toStatus(memory.read(from, {static_cast<char *>(to), bytes}));
}

Status EmulatedDriver::copyRows(const RowsEnd &to, const RowsEnd &from,
                                size_t rowBytes, size_t rows) {
  std::vector<char> row(rowBytes);
  for (size_t i = 0; i < rows; ++i) {
    if (from.host)
      std::copy_n(static_cast<const char *>(from.host) + i * from.pitch,
                  rowBytes, row.data());
    else if (llvm::Error error = memory.read(from.device + i * from.pitch, row))
      return toStatus(std::move(error));
    if (to.host)
      std::copy_n(row.data(), rowBytes,
                  static_cast<char *>(to.host) + i * to.pitch);
    else if (llvm::Error error = memory.write(to.device + i * to.pitch, row))
      return toStatus(std::move(error));
  }
  return Status::ok();
}

Status EmulatedDriver::fill(DeviceAddress to, uint8_t byte, size_t bytes) {
  return toStatus(memory.fill(to, bytes, byte));
}

Status EmulatedDriver::encodeTensorMap(const gpurt::TensorMap &map,
                                       uint64_t out[16]) {
  ptx::TensorMapDescription description;
  description.elementBytes = getByteWidth(map.element);
  description.base = map.base;
  description.dims.assign(map.dims, map.dims + map.rank);
  description.strides.assign(map.strides, map.strides + map.rank - 1);
  description.box.assign(map.box, map.box + map.rank);
  description.swizzle = map.swizzle;
  auto words = ptx::encodeTensorMap(description);
  if (!words)
    return toStatus(words.takeError());
  llvm::copy(*words, out);
  return Status::ok();
}

Status EmulatedDriver::launch(gpurt::Function function, const uint32_t grid[3],
                              const uint32_t block[3], size_t sharedBytes,
                              void **arguments) {
  auto *kernel = static_cast<const Kernel *>(function.handle);
  ptx::Launch launch;
  launch.kernel = kernel->name;
  launch.grid = {grid[0], grid[1], grid[2]};
  launch.block = {block[0], block[1], block[2]};
  launch.dynamicSharedBytes = sharedBytes;
  size_t count = kernel->module->findKernel(kernel->name)->parameters.size();
  launch.arguments.assign(arguments, arguments + count);
  auto report = ptx::launch(memory, *kernel->module, launch);
  if (!report)
    return toStatus(report.takeError());
  reports[kernel->name] = std::move(*report);
  return Status::ok();
}
