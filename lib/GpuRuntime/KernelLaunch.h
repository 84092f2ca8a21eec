//===- KernelLaunch.h - Launches a kernel on device tensors -----*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_KERNELLAUNCH_H
#define MIXP_GPURUNTIME_KERNELLAUNCH_H

#include "GpuRuntime/DeviceBuffer.h"
#include "GpuRuntime/LaunchSizes.h"

namespace mixp::gpurt {

/// An operand on the device.
struct DeviceOperand {
  LayoutPlan plan;
  DeviceAddress address = 0;
};

/// A launch with its function and workspaces. Driver and module must outlive
/// it.
class KernelLaunch {
public:
  KernelLaunch(Driver &driver, Module module, Launch launch)
      : driver(driver), module(module), launchData(std::move(launch)) {}

  const Launch &getLaunch() const { return launchData; }

  /// Finds the function and checks what does not depend on operands: threads,
  /// shared memory. Further calls do nothing.
  Status prepare();

  /// Launches without waiting. A launch with M, N or B = 0 does nothing, and
  /// `launched` says so.
  Status run(const std::vector<DeviceOperand> &operands, const Sizes &sizes,
             bool &launched);

private:
  Status prepareWorkspace(size_t argument, const Sizes &sizes,
                          DeviceAddress &address);

  Driver &driver;
  Module module;
  Launch launchData;
  Function function;
  bool prepared = false;
  std::map<size_t, DeviceBuffer> workspaces; // by index of the argument
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_KERNELLAUNCH_H
