//===- Layout.cpp - Sizes of tensors in device memory ---------------------===//
#include "GpuRuntime/Layout.h"
#include "GpuRuntime/LayoutPackers.h"

using namespace mixp;
using namespace mixp::gpurt;

static int64_t roundUp(int64_t value, int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

static bool hasFragments(ElementType type, unsigned bits) {
  switch (type) {
  case ElementType::I4:
  case ElementType::UI4:
    return bits == 4;
  case ElementType::I8:
  case ElementType::UI8:
    return bits == 8 || bits == 4;
  case ElementType::F8E4M3FN:
  case ElementType::F8E5M2:
    return bits == 8;
  default:
    return false;
  }
}

static Status checkFragments(const LayoutPlan &plan, size_t rank) {
  const Layout &layout = plan.layout;
  if (rank < 2)
    return Status::badInput("expected rank 2 or 3 for fragments but got " +
                            std::to_string(rank));
  if (!hasFragments(plan.type, layout.bits))
    return Status::badInput(
        "expected fragments of 4 bits of i4, ui4, i8 or ui8, or of 8 bits of "
        "i8, ui8, f8E4M3FN or f8E5M2, but got " +
        std::to_string(layout.bits) + " bits of " + getName(plan.type));
  int64_t unitK = layout.bits == 4 ? 64 : 32;
  if (layout.blockN <= 0 || layout.blockN % 16 != 0)
    return Status::badInput("expected block_n to be a multiple of 16 but got " +
                            std::to_string(layout.blockN));
  if (layout.blockK <= 0 || layout.blockK % unitK != 0)
    return Status::badInput("expected block_k to be a multiple of " +
                            std::to_string(unitK) + " but got " +
                            std::to_string(layout.blockK));
  double rows = static_cast<double>(roundUp(plan.rows, layout.blockN));
  double columns = static_cast<double>(roundUp(plan.columns, layout.blockK));
  if (rows * columns * static_cast<double>(plan.batch) > 4e18)
    return Status::badInput("whole blocks of block_n x block_k are too large "
                            "for any memory");
  return Status::ok();
}

/// Sizes whose bytes a 63-bit number cannot count are refused.
static Status checkCount(ElementType type, const Shape &shape) {
  double bytes = 32; // padding makes at most 16 times as much of a vector
  for (int64_t dim : shape) {
    if (dim < 0)
      return Status::badInput("expected a shape without negative dims but "
                              "got " +
                              formatType(type, shape));
    bytes *= static_cast<double>(dim);
  }
  if (bytes * getDeviceBytes(type) > 4e18)
    return Status::badInput(formatType(type, shape) +
                            " is too large for any memory");
  return Status::ok();
}

Status gpurt::planLayout(ElementType type, const Shape &shape,
                         const Layout &layout, LayoutPlan &plan) {
  if (shape.size() > 3)
    return Status::badInput("expected rank 0 to 3 but got " +
                            formatType(type, shape));
  if (Status status = checkCount(type, shape); status.failed())
    return status;
  plan = LayoutPlan();
  plan.layout = layout;
  plan.type = type;
  size_t rank = shape.size();
  plan.hasBatch = rank == 3;
  plan.batch = rank == 3 ? shape[0] : 1;
  plan.rows = rank >= 2 ? shape[rank - 2] : 1;
  plan.columns = rank >= 1 ? shape[rank - 1] : 1;
  if (layout.transpose)
    std::swap(plan.rows, plan.columns);
  bool empty = countElements(shape) == 0;
  if (layout.kind == Layout::Kind::Rows) {
    plan.pitch = roundUp(plan.rowBytes(), 16);
    plan.batchStride = plan.pitch * plan.rows;
  } else {
    if (Status status = checkFragments(plan, rank); status.failed())
      return status;
    plan.batchStride = roundUp(plan.rows, layout.blockN) *
                       roundUp(plan.columns, layout.blockK) * layout.bits / 8;
  }
  plan.bytes = empty ? 0 : plan.batchStride * plan.batch;
  return Status::ok();
}

void gpurt::packTensor(const LayoutPlan &plan, const void *host, void *device) {
  if (plan.bytes == 0)
    return;
  if (plan.layout.kind == Layout::Kind::Rows)
    packRows(plan, host, device);
  else
    packFragments(plan, host, device);
}

void gpurt::unpackTensor(const LayoutPlan &plan, const void *device,
                         void *host) {
  if (plan.bytes != 0)
    unpackRows(plan, device, host);
}
