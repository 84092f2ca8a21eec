//===- CudaDriver.h - A device of the CUDA driver ---------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_CUDADRIVER_H
#define MIXP_GPURUNTIME_CUDADRIVER_H

#include "GpuRuntime/CudaApi.h"
#include "GpuRuntime/Driver.h"
#include <memory>

namespace mixp::gpurt {

/// One device of the CUDA driver in its primary context. Needs no CUDA to be
/// built: the driver's library is opened when a device is asked for. Failing
/// calls name the driver's function and its text.
class CudaDriver : public Driver {
public:
  /// Makes the device current for this thread. Absent where the machine has no
  /// driver or no device; BadInput where it has fewer devices.
  static Status create(int device, std::unique_ptr<CudaDriver> &driver);
  ~CudaDriver() override;
  CudaDriver(const CudaDriver &) = delete;
  CudaDriver &operator=(const CudaDriver &) = delete;

  std::string describe() override { return description; }
  int architecture() override { return capability; }
  int multiprocessors() override { return multiprocessorCount; }
  size_t sharedMemoryPerBlock() override { return sharedBytes; }

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
  Status synchronize() override;
  Status encodeTensorMap(const TensorMap &map, uint64_t out[16]) override;
  Status launch(Function function, const uint32_t grid[3],
                const uint32_t block[3], size_t sharedBytes,
                void **arguments) override;
  Status timeEach(const std::vector<std::function<Status()>> &work,
                  std::vector<double> &milliseconds) override;

private:
  CudaDriver() = default;
  Status open(int index);
  Status readProperties();

  CudaApi api;
  int device = 0;
  bool retained = false;
  std::string description;
  int capability = 0;
  int multiprocessorCount = 0;
  size_t sharedBytes = 0;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_CUDADRIVER_H
