//===- BufferPool.cpp - Device memory that is used again ------------------===//
#include "GpuRuntime/BufferPool.h"
#include <algorithm>

using namespace mixp::gpurt;

static bool isSmaller(const DeviceBuffer &buffer, size_t bytes) {
  return buffer.getCapacity() < bytes;
}

Status BufferPool::take(size_t bytes, DeviceBuffer &buffer) {
  if (bytes == 0)
    return Status::ok();
  auto found =
      std::lower_bound(buffers.begin(), buffers.end(), bytes, isSmaller);
  if (found == buffers.end() && !buffers.empty())
    --found;
  if (found != buffers.end()) {
    buffer = std::move(*found);
    buffers.erase(found);
  }
  return buffer.ensure(driver, bytes);
}

void BufferPool::giveBack(DeviceBuffer buffer) {
  size_t bytes = buffer.getCapacity();
  if (bytes == 0)
    return;
  buffers.insert(
      std::lower_bound(buffers.begin(), buffers.end(), bytes, isSmaller),
      std::move(buffer));
}
