//===- RowsEnd.h - One end of a copy of rows --------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_ROWSEND_H
#define MIXP_GPURUNTIME_ROWSEND_H

#include <cstddef>
#include <cstdint>

namespace mixp::gpurt {

using DeviceAddress = uint64_t;

/// One end of a copy of rows: the bytes from one row to the next, and where
/// the first one is (`host` for the host, else `device`).
struct RowsEnd {
  void *host = nullptr;
  DeviceAddress device = 0;
  size_t pitch = 0;

  static RowsEnd onHost(const void *data, size_t pitch) {
    return {const_cast<void *>(data), 0, pitch};
  }
  static RowsEnd onDevice(DeviceAddress address, size_t pitch) {
    return {nullptr, address, pitch};
  }
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_ROWSEND_H
