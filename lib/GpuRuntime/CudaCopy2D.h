//===- CudaCopy2D.h - A copy of rows for the CUDA driver --------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_CUDACOPY2D_H
#define MIXP_GPURUNTIME_CUDACOPY2D_H

#include <cstddef>
#include <cstdint>

namespace mixp::gpurt {

/// CUDA_MEMCPY2D, as the driver's ABI has it.
struct CudaCopy2D {
  size_t fromX, fromY;
  int fromPlace; // 1: host, 2: device
  const void *fromHost;
  uint64_t fromDevice;
  void *fromArray;
  size_t fromPitch;
  size_t toX, toY;
  int toPlace;
  void *toHost;
  uint64_t toDevice;
  void *toArray;
  size_t toPitch;
  size_t widthInBytes, height;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_CUDACOPY2D_H
