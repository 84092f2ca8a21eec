//===- CudaApi.h - Functions of the CUDA driver -----------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_CUDAAPI_H
#define MIXP_GPURUNTIME_CUDAAPI_H

#include "GpuRuntime/CudaCopy2D.h"
#include "GpuRuntime/Status.h"

namespace mixp::gpurt {

// X(member, symbol, parameters): functions that every driver since CUDA 11 has.
#define MIXP_CUDA_FUNCTIONS(X)                                                 \
  X(init, cuInit, (unsigned))                                                  \
  X(driverVersion, cuDriverGetVersion, (int *))                                \
  X(errorString, cuGetErrorString, (int, const char **))                       \
  X(deviceCount, cuDeviceGetCount, (int *))                                    \
  X(deviceGet, cuDeviceGet, (int *, int))                                      \
  X(deviceName, cuDeviceGetName, (char *, int, int))                           \
  X(deviceAttribute, cuDeviceGetAttribute, (int *, int, int))                  \
  X(contextRetain, cuDevicePrimaryCtxRetain, (void **, int))                   \
  X(contextRelease, cuDevicePrimaryCtxRelease_v2, (int))                       \
  X(contextSet, cuCtxSetCurrent, (void *))                                     \
  X(contextSynchronize, cuCtxSynchronize, ())                                  \
  X(moduleLoad, cuModuleLoadDataEx,                                            \
    (void **, const void *, unsigned, int *, void **))                         \
  X(moduleUnload, cuModuleUnload, (void *))                                    \
  X(moduleFunction, cuModuleGetFunction, (void **, void *, const char *))      \
  X(functionAttribute, cuFuncSetAttribute, (void *, int, int))                 \
  X(memoryAllocate, cuMemAlloc_v2, (uint64_t *, size_t))                       \
  X(memoryFree, cuMemFree_v2, (uint64_t))                                      \
  X(copyUp, cuMemcpyHtoD_v2, (uint64_t, const void *, size_t))                 \
  X(copyDown, cuMemcpyDtoH_v2, (void *, uint64_t, size_t))                     \
  X(copy2D, cuMemcpy2D_v2, (const CudaCopy2D *))                               \
  X(fillBytes, cuMemsetD8_v2, (uint64_t, unsigned char, size_t))               \
  X(launchKernel, cuLaunchKernel,                                              \
    (void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,       \
     unsigned, void *, void **, void **))                                      \
  X(eventCreate, cuEventCreate, (void **, unsigned))                           \
  X(eventDestroy, cuEventDestroy_v2, (void *))                                 \
  X(eventRecord, cuEventRecord, (void *, void *))                              \
  X(eventSynchronize, cuEventSynchronize, (void *))                            \
  X(eventElapsed, cuEventElapsedTime, (float *, void *, void *))

/// The driver's functions, each of which returns 0 or an error number.
struct CudaApi {
#define MIXP_CUDA_MEMBER(member, symbol, parameters)                           \
  int(*member) parameters = nullptr;
  MIXP_CUDA_FUNCTIONS(MIXP_CUDA_MEMBER)
#undef MIXP_CUDA_MEMBER
  /// Null in drivers before CUDA 12.
  int (*encodeTiled)(void *map, int element, uint32_t rank, void *base,
                     const uint64_t *dims, const uint64_t *strides,
                     const uint32_t *box, const uint32_t *elementStrides,
                     int interleave, int swizzle, int promotion,
                     int fill) = nullptr;

  /// Opens the file named by the environment variable MIXP_LIBCUDA, or
  /// libcuda.so.1 where the system finds it. Absent where there is none.
  Status load();

  /// Ok for 0; otherwise names the function and the driver's own text.
  Status check(int error, const char *symbol) const;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_CUDAAPI_H
