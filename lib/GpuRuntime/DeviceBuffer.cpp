//===- DeviceBuffer.cpp - Device memory with an owner ---------------------===//
#include "GpuRuntime/DeviceBuffer.h"

using namespace mixp::gpurt;

Status DeviceBuffer::ensure(Driver &newDriver, size_t bytes) {
  if (bytes <= capacity && (bytes == 0 || driver == &newDriver))
    return Status::ok();
  release();
  DeviceAddress fresh = 0;
  if (Status status = newDriver.allocate(bytes, fresh); status.failed())
    return status;
  driver = &newDriver;
  address = fresh;
  capacity = bytes;
  return Status::ok();
}

void DeviceBuffer::release() {
  // A driver that cannot free is in a state in which its next call fails too,
  // and that one can report it.
  if (address)
    (void)driver->free(address);
  driver = nullptr;
  address = 0;
  capacity = 0;
}
