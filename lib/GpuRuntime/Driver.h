//===- Driver.h - What a GPU must be able to do -----------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_DRIVER_H
#define MIXP_GPURUNTIME_DRIVER_H

#include "GpuRuntime/RowsEnd.h"
#include "GpuRuntime/TensorMap.h"
#include <functional>

namespace mixp::gpurt {

/// Handles whose meaning only the driver knows.
struct Module {
  void *handle = nullptr;
};
struct Function {
  void *handle = nullptr;
};

/// One device: the CUDA driver's, or an emulated one. Launches and copies take
/// effect in the order of the calls. Not for use by several threads at once.
class Driver {
public:
  virtual ~Driver() = default;

  /// One line for people: device, architecture, driver version.
  virtual std::string describe() = 0;
  /// Compute capability: 90 for 9.0.
  virtual int architecture() = 0;
  virtual int multiprocessors() = 0;
  /// The most dynamic shared memory that a block can ask for, in bytes.
  virtual size_t sharedMemoryPerBlock() = 0;

  /// `image` is a cubin, or PTX text; both are followed by a NUL in memory, as
  /// std::string does, which `size` does not count.
  virtual Status loadModule(const char *image, size_t size, Module &module) = 0;
  virtual Status unloadModule(Module module) = 0;
  /// Also lets launches of the function use so many bytes of dynamic shared
  /// memory, of which 48 KiB are there without asking.
  virtual Status getFunction(Module module, const std::string &name,
                             size_t dynamicSharedBytes, Function &function) = 0;

  /// At least 256-byte aligned; `bytes` is not zero.
  virtual Status allocate(size_t bytes, DeviceAddress &address) = 0;
  virtual Status free(DeviceAddress address) = 0;
  virtual Status copyToDevice(DeviceAddress to, const void *from,
                              size_t bytes) = 0;
  /// Waits for the launches before it.
  virtual Status copyToHost(void *to, DeviceAddress from, size_t bytes) = 0;
  /// `rows` rows of `rowBytes` bytes; at least one end is on the device.
  virtual Status copyRows(const RowsEnd &to, const RowsEnd &from,
                          size_t rowBytes, size_t rows) = 0;
  virtual Status fill(DeviceAddress to, uint8_t byte, size_t bytes) = 0;
  virtual Status synchronize() = 0;

  virtual Status encodeTensorMap(const TensorMap &map, uint64_t out[16]) = 0;

  /// `arguments` points to each argument's value, as the kernel declares them.
  virtual Status launch(Function function, const uint32_t grid[3],
                        const uint32_t block[3], size_t sharedBytes,
                        void **arguments) = 0;

  /// Calls `work` in order and gives each one's time on the device. This one
  /// synchronizes after each and takes the host's clock; a driver with events
  /// does better.
  virtual Status timeEach(const std::vector<std::function<Status()>> &work,
                          std::vector<double> &milliseconds);
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_DRIVER_H
