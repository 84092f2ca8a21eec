//===- fake_kernels.h - Kernels of the fake CUDA driver ---------*- C++ -*-===//
#ifndef MIXP_TEST_INTEGRATION_GPU_RUNTIME_FAKE_KERNELS_H
#define MIXP_TEST_INTEGRATION_GPU_RUNTIME_FAKE_KERNELS_H

#include <cstdint>

/// What the fake driver writes into a tensor map of f32.
struct FakeMap {
  char *base;
  uint64_t columns, rows, pitch;
};

struct FakeKernel {
  const char *name;
  /// False where memory is not as the kernel needs it.
  bool (*run)(void **arguments);
};

/// Null where there is none.
const FakeKernel *findFakeKernel(const char *name);

#endif // MIXP_TEST_INTEGRATION_GPU_RUNTIME_FAKE_KERNELS_H
