//===- BufferPool.h - Device memory that is used again ----------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_BUFFERPOOL_H
#define MIXP_GPURUNTIME_BUFFERPOOL_H

#include "GpuRuntime/DeviceBuffer.h"

namespace mixp::gpurt {

/// Buffers without a user. There are never more of them than were in use at one
/// time. The driver must outlive it.
class BufferPool {
public:
  explicit BufferPool(Driver &driver) : driver(driver) {}

  /// The smallest buffer that is large enough; else the largest one grows.
  Status take(size_t bytes, DeviceBuffer &buffer);
  /// Launches before this may still use the memory: what the next user does
  /// comes after them.
  void giveBack(DeviceBuffer buffer);

private:
  Driver &driver;
  std::vector<DeviceBuffer> buffers; // by capacity
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_BUFFERPOOL_H
