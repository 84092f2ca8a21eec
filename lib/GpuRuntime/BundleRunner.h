//===- BundleRunner.h - Runs all launches of a bundle -----------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_BUNDLERUNNER_H
#define MIXP_GPURUNTIME_BUNDLERUNNER_H

#include "GpuRuntime/Bundle.h"
#include "GpuRuntime/HostTensor.h"
#include "GpuRuntime/KernelLaunch.h"
#include "GpuRuntime/ValueStore.h"

namespace mixp::gpurt {

/// Runs a bundle: named inputs to named outputs, everything between them stays
/// on the device. Constants are uploaded by the first run. Driver, module and
/// bundle must outlive it.
class BundleRunner {
public:
  BundleRunner(Driver &driver, Module module, const Bundle &bundle);

  /// Runs once. `inputs` has one tensor for each input of the bundle. All
  /// shapes are checked before the first launch: static dims, sizes that
  /// launches share, dims of temporaries and outputs.
  Status run(const std::map<std::string, HostTensor> &inputs,
             std::map<std::string, HostTensor> &outputs);

  /// Launches each kernel ten times in a row, and all that `repeats` times, on
  /// the operands of the last run, and gives the device's times of one launch:
  /// milliseconds[launch][repeat]. In a row, since between two events the
  /// device would wait for the host to prepare a launch. Includes no
  /// copies.
  Status timeLaunches(unsigned repeats,
                      std::vector<std::vector<double>> &milliseconds);

  const Counters &getCounters() const { return counters; }

private:
  Status bindInputs(const std::map<std::string, HostTensor> &inputs);
  Status prepareOperands(size_t launch);
  Status runLaunch(size_t launch);

  Driver &driver;
  const Bundle &bundle;
  Counters counters;
  bool complete = false;     // did the last run come to its end?
  std::vector<Shape> shapes; // one for each value, of the current run
  std::vector<Sizes> sizes;  // one for each launch, of the current run
  std::vector<KernelLaunch> kernels;
  std::vector<std::vector<DeviceOperand>> operands; // one for each launch
  ValueStore store;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_BUNDLERUNNER_H
