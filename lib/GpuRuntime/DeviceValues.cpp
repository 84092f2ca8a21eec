//===- DeviceValues.cpp - Tensors on the device ---------------------------===//
#include "GpuRuntime/DeviceValues.h"
#include "GpuRuntime/Transfer.h"

using namespace mixp;
using namespace mixp::gpurt;

void DeviceValues::keep(DeviceValue value, int64_t &number) {
  number = next++;
  values.emplace(number, std::move(value));
}

/// A value with memory of its own, whose contents are undefined.
Status DeviceValues::create(ElementType type, const Shape &shape,
                            const Layout &layout, DeviceValue &value) {
  value.shape = shape;
  LayoutPlan &plan = value.operand.plan;
  if (Status status = planLayout(type, shape, layout, plan); status.failed())
    return status;
  if (Status status = pool.take(plan.bytes, value.buffer); status.failed())
    return status;
  value.operand.address = value.buffer.getAddress();
  return Status::ok();
}

Status DeviceValues::upload(const HostView &tensor, const Layout &layout,
                            int64_t &number) {
  DeviceValue value;
  if (Status status = create(tensor.type, tensor.shape, layout, value);
      status.failed())
    return status;
  if (Status status = uploadTensor(driver, value.operand.plan, tensor.data,
                                   value.operand.address, counters);
      status.failed())
    return status;
  keep(std::move(value), number);
  return Status::ok();
}

Status DeviceValues::uploadConstant(const HostView &tensor,
                                    const Layout &layout, int64_t &number) {
  DeviceValue value;
  value.shape = tensor.shape;
  DeviceOperand &operand = value.operand;
  if (Status status =
          planLayout(tensor.type, tensor.shape, layout, operand.plan);
      status.failed())
    return status;
  if (Status status = constants.get(tensor.data, tensor.shape, operand.plan,
                                    counters, operand.address);
      status.failed())
    return status;
  keep(std::move(value), number);
  return Status::ok();
}

Status DeviceValues::allocate(ElementType type, const Shape &shape,
                              const Layout &layout, int64_t &number) {
  DeviceValue value;
  if (Status status = create(type, shape, layout, value); status.failed())
    return status;
  if (Status status =
          clearPadding(driver, value.operand.plan, value.operand.address);
      status.failed())
    return status;
  keep(std::move(value), number);
  return Status::ok();
}

Status DeviceValues::download(int64_t number, const Shape &shape, void *host) {
  const DeviceValue *value = find(number);
  if (!value)
    return Status::badInput("no value #" + std::to_string(number) +
                            " on the device");
  ElementType type = value->operand.plan.type;
  if (value->shape != shape)
    return Status::badInput("expected " + formatType(type, shape) +
                            " from the device but got " +
                            formatType(type, value->shape));
  if (value->operand.plan.layout.kind != Layout::Kind::Rows)
    return Status::badInput("value #" + std::to_string(number) +
                            " is in no form that can be copied to the host");
  return downloadTensor(driver, value->operand.plan, value->operand.address,
                        host, counters);
}

const DeviceValue *DeviceValues::find(int64_t number) const {
  auto found = values.find(number);
  return found == values.end() ? nullptr : &found->second;
}

void DeviceValues::release(int64_t number) {
  auto found = values.find(number);
  if (found == values.end())
    return;
  pool.giveBack(std::move(found->second.buffer));
  values.erase(found);
}

void DeviceValues::releaseAll() {
  while (!values.empty())
    release(values.begin()->first);
}
