//===- LaunchExecutor.h - Runs one launch on host tensors -------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LAUNCHEXECUTOR_H
#define MIXP_GPURUNTIME_LAUNCHEXECUTOR_H

#include "GpuRuntime/ConstantCache.h"
#include "GpuRuntime/Counters.h"
#include "GpuRuntime/KernelLaunch.h"

namespace mixp::gpurt {

/// A tensor in host memory: row-major and dense, see countHostBytes. Operands
/// that a launch only reads are never written to.
struct HostOperand {
  void *data = nullptr;
  ElementType type = ElementType::F32;
  Shape shape;
  /// Does the memory keep its address and contents as long as the cache lives?
  bool constant = false;
};

/// Runs one launch with all operands in host memory: uploads what it reads
/// (constants once for each address and layout), launches, and downloads what
/// it writes. Keeps its device memory for the next run. Driver, module and
/// cache must outlive it.
class LaunchExecutor {
public:
  LaunchExecutor(Driver &driver, Module module, Launch launch,
                 ConstantCache &constants);
  ~LaunchExecutor();

  /// One host tensor for each operand of the launch, in its order. Returns when
  /// the results are in host memory. Sizes that disagree with the launch are
  /// BadInput and nothing is launched.
  Status run(const std::vector<HostOperand> &operands);

  const Launch &getLaunch() const { return kernel.getLaunch(); }
  const Counters &getCounters() const { return counters; }

private:
  Status upload(const std::vector<HostOperand> &operands,
                std::vector<DeviceOperand> &device);
  Status uploadOne(size_t index, const HostOperand &operand,
                   const LayoutPlan &plan, DeviceAddress &address);

  Driver &driver;
  ConstantCache &constants;
  Counters counters;
  KernelLaunch kernel;
  std::vector<DeviceBuffer> buffers; // one for each operand
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LAUNCHEXECUTOR_H
