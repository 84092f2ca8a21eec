//===- LaunchExecutor.cpp - Runs one launch on host tensors ---------------===//
#include "GpuRuntime/LaunchExecutor.h"
#include "GpuRuntime/Transfer.h"

using namespace mixp;
using namespace mixp::gpurt;

LaunchExecutor::LaunchExecutor(Driver &driver, Module module, Launch launch,
                               ConstantCache &constants)
    : driver(driver), constants(constants),
      kernel(driver, module, std::move(launch)),
      buffers(kernel.getLaunch().operands.size()) {}

LaunchExecutor::~LaunchExecutor() = default;

Status LaunchExecutor::uploadOne(size_t index, const HostOperand &operand,
                                 const LayoutPlan &plan,
                                 DeviceAddress &address) {
  bool isRead = getLaunch().operands[index].access == Access::Read;
  if (isRead && operand.constant)
    return constants.get(operand.data, operand.shape, plan, counters, address);
  DeviceBuffer &buffer = buffers[index];
  if (Status status = buffer.ensure(driver, plan.bytes); status.failed())
    return status;
  address = buffer.getAddress();
  if (isRead)
    return uploadTensor(driver, plan, operand.data, address, counters);
  return clearPadding(driver, plan, address);
}

Status LaunchExecutor::upload(const std::vector<HostOperand> &operands,
                              std::vector<DeviceOperand> &device) {
  for (size_t i = 0; i < operands.size(); ++i)
    if (Status status =
            uploadOne(i, operands[i], device[i].plan, device[i].address);
        status.failed())
      return status.at("operand #" + std::to_string(i));
  return Status::ok();
}

static Status planOperands(const Launch &launch,
                           const std::vector<HostOperand> &operands,
                           const Sizes &sizes,
                           std::vector<DeviceOperand> &device) {
  device.resize(operands.size());
  for (size_t i = 0; i < operands.size(); ++i) {
    const HostOperand &operand = operands[i];
    if (Status status = checkOperandShape(launch, i, operand.shape, sizes);
        status.failed())
      return status;
    const Operand &info = launch.operands[i];
    std::string place = "operand #" + std::to_string(i);
    if (info.access == Access::Write && info.layout.kind != Layout::Kind::Rows)
      return Status::badInput(place + ": what is written must be in rows");
    if (Status status = planLayout(operand.type, operand.shape, info.layout,
                                   device[i].plan);
        status.failed())
      return status.at(place);
  }
  return Status::ok();
}

Status LaunchExecutor::run(const std::vector<HostOperand> &operands) {
  const Launch &launch = getLaunch();
  if (operands.size() != launch.operands.size())
    return Status::badInput("kernel '" + launch.kernel + "': expected " +
                            std::to_string(launch.operands.size()) +
                            " operands but got " +
                            std::to_string(operands.size()));
  std::vector<const Shape *> shapes;
  for (const HostOperand &operand : operands)
    shapes.push_back(&operand.shape);
  Sizes sizes;
  if (Status status = evaluateSizes(launch, shapes, sizes); status.failed())
    return status.at("kernel '" + launch.kernel + "'");
  std::vector<DeviceOperand> device;
  if (Status status = planOperands(launch, operands, sizes, device);
      status.failed())
    return status;
  if (Status status = kernel.prepare(); status.failed())
    return status;
  if (Status status = upload(operands, device); status.failed())
    return status;
  bool launched = false;
  if (Status status = kernel.run(device, sizes, launched); status.failed())
    return status;
  if (!launched)
    return Status::ok();
  ++counters.launches;
  if (Status status = driver.synchronize(); status.failed())
    return status.at("kernel '" + launch.kernel + "'");
  for (size_t i = 0; i < operands.size(); ++i)
    if (launch.operands[i].access == Access::Write)
      if (Status status =
              downloadTensor(driver, device[i].plan, device[i].address,
                             operands[i].data, counters);
          status.failed())
        return status.at("operand #" + std::to_string(i));
  return Status::ok();
}
