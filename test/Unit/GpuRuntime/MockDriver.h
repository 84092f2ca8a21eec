//===- MockDriver.h - A device in host memory -------------------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_GPURUNTIME_MOCKDRIVER_H
#define MIXP_TEST_UNIT_GPURUNTIME_MOCKDRIVER_H

#include "GpuRuntime/Driver.h"
#include <map>

namespace mixp::gpurt {

/// Keeps device memory on the host, checks that copies stay inside of what is
/// allocated, and runs kernels that a test gives as functions. Fresh memory is
/// poisoned.
class MockDriver : public Driver {
public:
  using Kernel = std::function<void(void **arguments, const uint32_t *grid)>;

  ~MockDriver() override;

  std::string describe() override { return "mock"; }
  int architecture() override { return 90; }
  int multiprocessors() override { return 3; }
  size_t sharedMemoryPerBlock() override { return 100000; }
  Status loadModule(const char *image, size_t size, Module &module) override;
  Status unloadModule(Module module) override;
  Status getFunction(Module module, const std::string &name,
                     size_t dynamicSharedBytes, Function &function) override;
  Status allocate(size_t bytes, DeviceAddress &address) override;
  Status free(DeviceAddress address) override;
  Status copyToDevice(DeviceAddress to, const void *from,
                      size_t bytes) override;
  Status copyToHost(void *to, DeviceAddress from, size_t bytes) override;
  Status copyRows(const RowsEnd &to, const RowsEnd &from, size_t rowBytes,
                  size_t rows) override;
  Status fill(DeviceAddress to, uint8_t byte, size_t bytes) override;
  Status synchronize() override { return step("synchronize"); }
  Status encodeTensorMap(const TensorMap &map, uint64_t out[16]) override;
  Status launch(Function function, const uint32_t grid[3],
                const uint32_t block[3], size_t sharedBytes,
                void **arguments) override;

  size_t countLive() const { return live.size(); }

  std::map<std::string, Kernel> kernels;
  std::vector<TensorMap> maps;    // encoded so far; word 0 is the index
  std::vector<std::string> calls; // names of what was called
  std::vector<uint32_t> lastGrid;
  size_t failAt = ~size_t(0); // index of the call that fails

private:
  Status step(const char *name);
  Status checkInside(DeviceAddress address, size_t bytes);

  std::map<DeviceAddress, size_t> live;
};

} // namespace mixp::gpurt

#endif // MIXP_TEST_UNIT_GPURUNTIME_MOCKDRIVER_H
