//===- LaunchExecutor.h - Runs one launch on device values ------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LAUNCHEXECUTOR_H
#define MIXP_GPURUNTIME_LAUNCHEXECUTOR_H

#include "GpuRuntime/DeviceValues.h"

namespace mixp::gpurt {

/// Runs one launch on values of the device. The launch writes its last operand
/// only, in rows; the shape of it follows from the sizes. Driver, module and
/// values must outlive it.
class LaunchExecutor {
public:
  LaunchExecutor(Driver &driver, Module module, Launch launch,
                 ElementType resultType, DeviceValues &values);
  ~LaunchExecutor();

  /// `inputs` has a number for each operand that is read; `result` becomes that
  /// of a new value. Does not wait for the kernel. Values that disagree with
  /// the launch are BadInput and nothing is launched.
  Status run(const std::vector<int64_t> &inputs, int64_t &result);

  const Launch &getLaunch() const { return kernel.getLaunch(); }

private:
  Status bindInputs(const std::vector<int64_t> &inputs,
                    std::vector<const DeviceValue *> &bound) const;
  Status prepareResult(const Sizes &sizes, int64_t &result);

  DeviceValues &values;
  KernelLaunch kernel;
  ElementType resultType;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LAUNCHEXECUTOR_H
