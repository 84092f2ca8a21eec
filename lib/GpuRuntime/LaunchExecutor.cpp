//===- LaunchExecutor.cpp - Runs one launch on device values --------------===//
#include "GpuRuntime/LaunchExecutor.h"

using namespace mixp;
using namespace mixp::gpurt;

LaunchExecutor::LaunchExecutor(Driver &driver, Module module, Launch launch,
                               ElementType resultType, DeviceValues &values)
    : values(values), kernel(driver, module, std::move(launch)),
      resultType(resultType) {}

LaunchExecutor::~LaunchExecutor() = default;

static std::string nameOperand(size_t operand) {
  return "operand #" + std::to_string(operand);
}

/// Finds the values, in the layouts that the kernel reads.
Status
LaunchExecutor::bindInputs(const std::vector<int64_t> &inputs,
                           std::vector<const DeviceValue *> &bound) const {
  const Launch &launch = getLaunch();
  if (inputs.size() + 1 != launch.operands.size())
    return Status::badInput("expected " +
                            std::to_string(launch.operands.size() - 1) +
                            " inputs but got " + std::to_string(inputs.size()));
  for (size_t i = 0; i < inputs.size(); ++i) {
    const DeviceValue *value = values.find(inputs[i]);
    if (!value)
      return Status::badInput("no value #" + std::to_string(inputs[i]) +
                              " on the device")
          .at(nameOperand(i));
    const Operand &operand = launch.operands[i];
    if (operand.access != Access::Read)
      return Status::badInput(nameOperand(i) +
                              ": only the last operand can be written");
    if (!(operand.layout == value->operand.plan.layout))
      return Status::badInput(nameOperand(i) +
                              ": the value is in another layout");
    bound.push_back(value);
  }
  return Status::ok();
}

/// Makes room for what the kernel writes.
Status LaunchExecutor::prepareResult(const Sizes &sizes, int64_t &result) {
  const Launch &launch = getLaunch();
  size_t last = launch.operands.size() - 1;
  const Operand &operand = launch.operands[last];
  if (operand.access != Access::Write ||
      operand.layout.kind != Layout::Kind::Rows)
    return Status::badInput(nameOperand(last) +
                            ": what is written must be in rows");
  if (operand.dims.empty())
    return Status::badInput(nameOperand(last) +
                            ": expected dims of what is written");
  Shape shape;
  if (Status status =
          expectedShape(launch, last, operand.dims.size(), sizes, shape);
      status.failed())
    return status;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    if (shape[dim] < 0)
      return Status::badInput(nameOperand(last) + ": dim #" +
                              std::to_string(dim) +
                              " follows from no size of the launch");
  return values.allocate(resultType, shape, operand.layout, result)
      .at(nameOperand(last));
}

Status LaunchExecutor::run(const std::vector<int64_t> &inputs,
                           int64_t &result) {
  const Launch &launch = getLaunch();
  std::string place = "kernel '" + launch.kernel + "'";
  std::vector<const DeviceValue *> bound;
  if (Status status = bindInputs(inputs, bound); status.failed())
    return status.at(place);
  std::vector<const Shape *> shapes;
  for (const DeviceValue *value : bound)
    shapes.push_back(&value->shape);
  Sizes sizes;
  if (Status status = evaluateSizes(launch, shapes, sizes); status.failed())
    return status.at(place);
  for (size_t i = 0; i < bound.size(); ++i)
    if (Status status = checkOperandShape(launch, i, bound[i]->shape, sizes);
        status.failed())
      return status;
  if (Status status = kernel.prepare(); status.failed())
    return status;
  if (Status status = prepareResult(sizes, result); status.failed())
    return status.at(place);
  std::vector<DeviceOperand> operands;
  for (const DeviceValue *value : bound)
    operands.push_back(value->operand);
  operands.push_back(values.find(result)->operand);
  bool launched = false;
  Status status = kernel.run(operands, sizes, launched);
  if (status.failed())
    values.release(result);
  values.getCounters().launches += launched;
  return status;
}
