//===- Kernels.h - Kernels and launches for tests ---------------*- C++ -*-===//
#ifndef MIXP_TEST_UNIT_GPURUNTIME_KERNELS_H
#define MIXP_TEST_UNIT_GPURUNTIME_KERNELS_H

#include "GpuRuntime/HostTensor.h"
#include "GpuRuntime/Launch.h"
#include "MockDriver.h"
#include <cstring>

namespace mixp::gpurt {

/// The value of a kernel's argument.
template <typename T> T argument(void **arguments, unsigned index) {
  T value;
  std::memcpy(&value, arguments[index], sizeof(T));
  return value;
}

/// y[b][m][n] = x[b][m][n] + r[n] of f32. Arguments: x, its pitch and batch
/// stride, r, y, its pitch and batch stride, M, N, B. Padding of x must be 0.
MockDriver::Kernel makeAddRow();

Operand operandRows(Access access, bool transpose = false, size_t value = 0);
Argument argumentOf(Argument::Kind kind, size_t operand);
Argument argumentSize(const std::string &name);

/// The launch of "add_row" on operands x, r and y.
Launch makeAddRowLaunch();

/// Numbers without a pattern that a wrong index could keep.
HostTensor makeFloats(const Shape &shape, float first);
std::vector<float> getFloats(const HostTensor &tensor);

} // namespace mixp::gpurt

#endif // MIXP_TEST_UNIT_GPURUNTIME_KERNELS_H
