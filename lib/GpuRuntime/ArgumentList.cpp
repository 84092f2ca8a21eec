//===- ArgumentList.cpp - Values of a kernel's parameters -----------------===//
#include "GpuRuntime/ArgumentList.h"
#include <limits>

using namespace mixp;
using namespace mixp::gpurt;

/// Bytes from one matrix to the next; 0 where all of the batch use one.
static size_t getBatchStride(const DeviceOperand &operand) {
  return operand.plan.batch > 1 ? operand.plan.batchStride : 0;
}

/// Dims are columns, rows and, for boxes of three dims, the batch. A map has
/// no stride of 0, by which all of a batch could use one matrix; and rows of
/// one matrix must not run into the next one's.
static Status describeMap(const Argument &argument,
                          const DeviceOperand &operand, int64_t batch,
                          TensorMap &map) {
  const LayoutPlan &plan = operand.plan;
  if (plan.layout.kind != Layout::Kind::Rows)
    return Status::badInput("a tensor map needs an operand in rows");
  map.element = getMapElement(plan.type);
  map.rank = argument.box.size();
  map.base = operand.address;
  const uint64_t dims[3] = {static_cast<uint64_t>(plan.columns),
                            static_cast<uint64_t>(plan.rows),
                            static_cast<uint64_t>(plan.batch)};
  const uint64_t strides[2] = {plan.pitch, plan.batchStride};
  if (map.rank < 1 || map.rank > 3)
    return Status::badInput("expected a box of 1 to 3 dims but got " +
                            std::to_string(map.rank));
  if (map.rank == 3 && plan.batch != batch)
    return Status::badInput("expected a batch of " + std::to_string(batch) +
                            " for a box of 3 dims but got " +
                            std::to_string(plan.batch));
  for (unsigned dim = map.rank; dim < 3; ++dim)
    if (dims[dim] > 1)
      return Status::badInput("a box of " + std::to_string(map.rank) +
                              " dims cannot reach all of an operand of " +
                              std::to_string(plan.batch) + " x " +
                              std::to_string(plan.rows) + " x " +
                              std::to_string(plan.columns) + " elements");
  for (unsigned dim = 0; dim < map.rank; ++dim) {
    map.dims[dim] = dims[dim];
    map.box[dim] = argument.box[dim];
    if (dim > 0)
      map.strides[dim - 1] = strides[dim - 1];
  }
  map.swizzle = argument.swizzle;
  return checkTensorMap(map);
}

static Status addPitch(const DeviceOperand &operand, ArgumentList &list) {
  if (operand.plan.layout.kind != Layout::Kind::Rows)
    return Status::badInput("a pitch needs an operand in rows");
  if (operand.plan.pitch > std::numeric_limits<int32_t>::max())
    return Status::badInput("expected a pitch below 2^31 bytes but got " +
                            std::to_string(operand.plan.pitch));
  list.addInt32(static_cast<int32_t>(operand.plan.pitch));
  return Status::ok();
}

static Status addSize(const Argument &argument, const Sizes &sizes,
                      ArgumentList &list) {
  auto found = sizes.find(argument.size);
  if (found == sizes.end())
    return Status::badInput("there is no size '" + argument.size + "'");
  list.addInt32(static_cast<int32_t>(found->second));
  return Status::ok();
}

Status gpurt::addArgument(Driver &driver, const Argument &argument,
                          const std::vector<DeviceOperand> &operands,
                          const Sizes &sizes, ArgumentList &list) {
  if (argument.kind == Argument::Kind::Size)
    return addSize(argument, sizes, list);
  if (argument.operand >= operands.size())
    return Status::badInput("there is no operand #" +
                            std::to_string(argument.operand));
  const DeviceOperand &operand = operands[argument.operand];
  switch (argument.kind) {
  case Argument::Kind::TensorMap: {
    const LayoutPlan &plan = operand.plan;
    if (plan.columns == 0 || plan.rows == 0 || plan.batch == 0) {
      list.addEmptyTensorMap();
      return Status::ok();
    }
    TensorMap map;
    if (Status status = describeMap(argument, operand, getBatch(sizes), map);
        status.failed())
      return status;
    return list.addTensorMap(driver, map);
  }
  case Argument::Kind::Pointer:
    list.addPointer(operand.address);
    return Status::ok();
  case Argument::Kind::Pitch:
    return addPitch(operand, list);
  case Argument::Kind::BatchStride:
    list.addInt64(static_cast<int64_t>(getBatchStride(operand)));
    return Status::ok();
  case Argument::Kind::Size:
  case Argument::Kind::Workspace:
    break;
  }
  return Status::badInput("a workspace has no operand");
}
