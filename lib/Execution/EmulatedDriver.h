//===- EmulatedDriver.h - A GPU that is a PTX emulator ----------*- C++ -*-===//
#ifndef MIXP_LIB_EXECUTION_EMULATEDDRIVER_H
#define MIXP_LIB_EXECUTION_EMULATEDDRIVER_H

#include "GpuRuntime/Driver.h"
#include "mixp/PtxEmulator/Launch.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace mixp {

/// Runs kernels by the PTX emulator. An error of a kernel (docs/PtxEmulator.md)
/// is a failed launch.
class EmulatedDriver : public gpurt::Driver {
public:
  /// `architecture`: compute capability that it stands for, 90 for sm_90a.
  explicit EmulatedDriver(int architecture) : capability(architecture) {}

  std::string describe() override;
  int architecture() override { return capability; }
  /// Few, so that kernels which share tiles among all multiprocessors have
  /// several for each block.
  int multiprocessors() override { return 2; }
  size_t sharedMemoryPerBlock() override;

  gpurt::Status loadModule(const char *image, size_t size,
                           gpurt::Module &module) override;
  gpurt::Status unloadModule(gpurt::Module module) override;
  gpurt::Status getFunction(gpurt::Module module, const std::string &name,
                            size_t dynamicSharedBytes,
                            gpurt::Function &function) override;
  gpurt::Status allocate(size_t bytes, gpurt::DeviceAddress &address) override;
  gpurt::Status free(gpurt::DeviceAddress address) override;
  gpurt::Status copyToDevice(gpurt::DeviceAddress to, const void *from,
                             size_t bytes) override;
  gpurt::Status copyToHost(void *to, gpurt::DeviceAddress from,
                           size_t bytes) override;
  gpurt::Status copyRows(const gpurt::RowsEnd &to, const gpurt::RowsEnd &from,
                         size_t rowBytes, size_t rows) override;
  gpurt::Status fill(gpurt::DeviceAddress to, uint8_t byte,
                     size_t bytes) override;
  gpurt::Status synchronize() override { return gpurt::Status::ok(); }
  gpurt::Status encodeTensorMap(const gpurt::TensorMap &map,
                                uint64_t out[16]) override;
  gpurt::Status launch(gpurt::Function function, const uint32_t grid[3],
                       const uint32_t block[3], size_t sharedBytes,
                       void **arguments) override;

  /// Of all launches so far, by kernel.
  const std::map<std::string, ptx::Report> &getReports() const {
    return reports;
  }

private:
  struct Kernel {
    const ptx::Module *module;
    std::string name;
  };
  int capability;
  ptx::DeviceMemory memory;
  std::vector<std::unique_ptr<ptx::Module>> modules;
  std::vector<std::unique_ptr<Kernel>> kernels;
  std::map<std::string, ptx::Report> reports;
};

} // namespace mixp

#endif // MIXP_LIB_EXECUTION_EMULATEDDRIVER_H
