//===- BundleRunner.cpp - Runs all launches of a bundle -------------------===//
#include "GpuRuntime/BundleRunner.h"
#include "GpuRuntime/ShapeInference.h"

using namespace mixp;
using namespace mixp::gpurt;

BundleRunner::BundleRunner(Driver &driver, Module module, const Bundle &bundle)
    : driver(driver), bundle(bundle), store(driver, counters) {
  const Manifest &manifest = bundle.manifest;
  for (const Launch &launch : manifest.launches)
    kernels.emplace_back(driver, module, launch);
  for (size_t i = 0; i < manifest.values.size(); ++i) {
    const Value &value = manifest.values[i];
    if (value.kind == ValueKind::Constant)
      store.setHost(i, value.type, value.shape,
                    bundle.constants.data() + value.offset);
  }
}

static Status checkInput(const Value &value, const HostTensor &tensor) {
  bool fits =
      value.type == tensor.type && value.shape.size() == tensor.shape.size();
  for (size_t dim = 0; fits && dim < value.shape.size(); ++dim)
    fits = value.shape[dim] < 0 || value.shape[dim] == tensor.shape[dim];
  if (fits)
    return Status::ok();
  return Status::badInput("input '" + value.name + "': expected " +
                          formatType(value.type, value.shape) + " but got " +
                          formatType(tensor.type, tensor.shape));
}

Status
BundleRunner::bindInputs(const std::map<std::string, HostTensor> &inputs) {
  const Manifest &manifest = bundle.manifest;
  shapes.assign(manifest.values.size(), Shape());
  size_t bound = 0;
  for (size_t i = 0; i < manifest.values.size(); ++i) {
    const Value &value = manifest.values[i];
    if (value.kind != ValueKind::Input)
      continue;
    auto found = inputs.find(value.name);
    if (found == inputs.end())
      return Status::badInput("missing input '" + value.name + "' of type " +
                              formatType(value.type, value.shape));
    const HostTensor &tensor = found->second;
    if (Status status = checkInput(value, tensor); status.failed())
      return status;
    shapes[i] = tensor.shape;
    store.setHost(i, tensor.type, tensor.shape, tensor.data.data());
    ++bound;
  }
  if (bound == inputs.size())
    return Status::ok();
  for (const auto &[name, tensor] : inputs) {
    bool known = false;
    for (const Value &value : manifest.values)
      known |= value.kind == ValueKind::Input && value.name == name;
    if (!known)
      return Status::badInput("bundle '" + manifest.name + "' has no input '" +
                              name + "'");
  }
  return Status::ok();
}

/// Brings what a launch reads to the device and makes room for what it writes.
Status BundleRunner::prepareOperands(size_t launch) {
  const Launch &info = bundle.manifest.launches[launch];
  std::vector<DeviceOperand> &device = operands[launch];
  device.assign(info.operands.size(), DeviceOperand());
  for (size_t i = 0; i < info.operands.size(); ++i) {
    const Operand &operand = info.operands[i];
    const Value &value = bundle.manifest.values[operand.value];
    Status status =
        operand.access == Access::Read
            ? store.read(operand.value, operand.layout, device[i].plan,
                         device[i].address)
            : store.write(operand.value, value.type, shapes[operand.value],
                          operand.layout, device[i].plan, device[i].address);
    if (status.failed())
      return status.at("value '" + value.name + "'");
  }
  return Status::ok();
}

Status BundleRunner::runLaunch(size_t launch) {
  bool launched = false;
  Status status =
      kernels[launch].run(operands[launch], sizes[launch], launched);
  counters.launches += launched;
  return status.at("launch #" + std::to_string(launch));
}

Status BundleRunner::run(const std::map<std::string, HostTensor> &inputs,
                         std::map<std::string, HostTensor> &outputs) {
  const Manifest &manifest = bundle.manifest;
  complete = false;
  if (Status status = bindInputs(inputs); status.failed())
    return status;
  if (Status status = inferShapes(manifest, shapes, sizes); status.failed())
    return status;
  for (KernelLaunch &kernel : kernels)
    if (Status status = kernel.prepare(); status.failed())
      return status;
  operands.resize(kernels.size());
  for (size_t i = 0; i < kernels.size(); ++i) {
    if (Status status = prepareOperands(i); status.failed())
      return status.at("launch #" + std::to_string(i));
    if (Status status = runLaunch(i); status.failed())
      return status;
  }
  if (Status status = driver.synchronize(); status.failed())
    return status.at("running bundle '" + manifest.name + "'");
  outputs.clear();
  for (size_t i = 0; i < manifest.values.size(); ++i) {
    const Value &value = manifest.values[i];
    if (value.kind != ValueKind::Output)
      continue;
    HostTensor tensor(value.type, shapes[i]);
    if (Status status = store.download(i, tensor.data.data()); status.failed())
      return status.at("output '" + value.name + "'");
    outputs[value.name] = std::move(tensor);
  }
  complete = true;
  return Status::ok();
}

Status
BundleRunner::timeLaunches(unsigned repeats,
                           std::vector<std::vector<double>> &milliseconds) {
  if (!complete)
    return Status::badInput("nothing has run that could be timed");
  milliseconds.assign(kernels.size(), {});
  const unsigned inARow = 10;
  std::vector<std::function<Status()>> work;
  for (size_t i = 0; i < kernels.size(); ++i)
    work.push_back([this, i] {
      Status status;
      for (unsigned count = 0; count < inARow && status.isOk(); ++count)
        status = runLaunch(i);
      return status;
    });
  for (unsigned repeat = 0; repeat < repeats; ++repeat) {
    std::vector<double> times;
    if (Status status = driver.timeEach(work, times); status.failed())
      return status;
    for (size_t i = 0; i < times.size(); ++i)
      milliseconds[i].push_back(times[i] / inARow);
  }
  return Status::ok();
}
