//===- DeviceBuffer.h - Device memory with an owner -------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_DEVICEBUFFER_H
#define MIXP_GPURUNTIME_DEVICEBUFFER_H

#include "GpuRuntime/Driver.h"

namespace mixp::gpurt {

/// Device memory that is freed with its owner. The driver must outlive it.
class DeviceBuffer {
public:
  DeviceBuffer() = default;
  DeviceBuffer(DeviceBuffer &&other) { swap(other); }
  DeviceBuffer &operator=(DeviceBuffer &&other) {
    swap(other);
    return *this;
  }
  ~DeviceBuffer() { release(); }

  /// Keeps the memory where it is large enough, else replaces it; the contents
  /// are undefined. Nothing is allocated for zero bytes.
  Status ensure(Driver &driver, size_t bytes);
  void release();

  /// 0 where nothing is allocated.
  DeviceAddress getAddress() const { return address; }
  size_t getCapacity() const { return capacity; }

private:
  void swap(DeviceBuffer &other) {
    std::swap(driver, other.driver);
    std::swap(address, other.address);
    std::swap(capacity, other.capacity);
  }

  Driver *driver = nullptr;
  DeviceAddress address = 0;
  size_t capacity = 0;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_DEVICEBUFFER_H
