//===- CudaMemory.cpp - Memory and copies of the CUDA driver --------------===//
#include "GpuRuntime/CudaDriver.h"

using namespace mixp;
using namespace mixp::gpurt;

Status CudaDriver::allocate(size_t bytes, DeviceAddress &address) {
  return api.check(api.memoryAllocate(&address, bytes), "cuMemAlloc_v2")
      .at("allocating " + std::to_string(bytes) + " bytes");
}

Status CudaDriver::free(DeviceAddress address) {
  return api.check(api.memoryFree(address), "cuMemFree_v2");
}

Status CudaDriver::copyToDevice(DeviceAddress to, const void *from,
                                size_t bytes) {
  return api.check(api.copyUp(to, from, bytes), "cuMemcpyHtoD_v2");
}

Status CudaDriver::copyToHost(void *to, DeviceAddress from, size_t bytes) {
  return api.check(api.copyDown(to, from, bytes), "cuMemcpyDtoH_v2");
}

Status CudaDriver::copyRows(const RowsEnd &to, const RowsEnd &from,
                            size_t rowBytes, size_t rows) {
  const int host = 1, onDevice = 2;
  CudaCopy2D copy = {};
  copy.fromPlace = from.host ? host : onDevice;
  copy.fromHost = from.host;
  copy.fromDevice = from.device;
  copy.fromPitch = from.pitch;
  copy.toPlace = to.host ? host : onDevice;
  copy.toHost = to.host;
  copy.toDevice = to.device;
  copy.toPitch = to.pitch;
  copy.widthInBytes = rowBytes;
  copy.height = rows;
  return api.check(api.copy2D(&copy), "cuMemcpy2D_v2");
}

Status CudaDriver::fill(DeviceAddress to, uint8_t byte, size_t bytes) {
  return api.check(api.fillBytes(to, byte, bytes), "cuMemsetD8_v2");
}
