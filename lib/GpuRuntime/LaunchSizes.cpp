//===- LaunchSizes.cpp - Sizes and shapes of a launch ---------------------===//
#include "GpuRuntime/LaunchSizes.h"
#include <algorithm>
#include <limits>

using namespace mixp;
using namespace mixp::gpurt;

static std::string nameOperand(size_t operand) {
  return "operand #" + std::to_string(operand);
}

static Status evaluateSource(const SizeSource &source,
                             const std::vector<const Shape *> &shapes,
                             int64_t &value) {
  if (source.fixed) {
    value = *source.fixed;
    return Status::ok();
  }
  if (source.operand >= shapes.size())
    return Status::badInput("expected an operand below #" +
                            std::to_string(shapes.size()) + " but got #" +
                            std::to_string(source.operand));
  const Shape *shape = shapes[source.operand];
  std::string place = nameOperand(source.operand);
  if (!shape)
    return Status::badInput("the shape of " + place +
                            " is not known before the launch; take the size "
                            "from an operand that is read");
  if (source.dim >= shape->size())
    return Status::badInput("expected a dim below the rank " +
                            std::to_string(shape->size()) + " of " + place +
                            " but got " + std::to_string(source.dim));
  value = (*shape)[source.dim];
  return Status::ok();
}

Status gpurt::evaluateSizes(const Launch &launch,
                            const std::vector<const Shape *> &shapes,
                            Sizes &sizes) {
  sizes.clear();
  for (const auto &[name, source] : launch.sizes) {
    std::string place = "size '" + name + "'";
    int64_t value = 0;
    if (Status status = evaluateSource(source, shapes, value); status.failed())
      return status.at(place);
    if (value < 0 || value > std::numeric_limits<int32_t>::max())
      return Status::badInput("expected " + place +
                              " to be from 0 to 2147483647 but got " +
                              std::to_string(value));
    sizes[name] = value;
  }
  for (const char *name : {"M", "N"})
    if (!sizes.count(name))
      return Status::badInput(std::string("expected a size '") + name +
                              "', which the grid needs");
  return Status::ok();
}

/// The name of the size that a dim has by its position.
static const char *nameByPosition(size_t fromLast, bool transpose) {
  if (fromLast == 2)
    return "B";
  return (fromLast == 0) == !transpose ? "N" : "M";
}

static Status findSize(const Sizes &sizes, const std::string &name,
                       int64_t &value) {
  auto found = sizes.find(name);
  if (found == sizes.end() && name != "B")
    return Status::badInput("there is no size '" + name + "'");
  value = found == sizes.end() ? 1 : found->second;
  return Status::ok();
}

Status gpurt::expectedShape(const Launch &launch, size_t operand, size_t rank,
                            const Sizes &sizes, Shape &shape) {
  const Operand &info = launch.operands[operand];
  shape.assign(rank, -1);
  if (!info.dims.empty() && info.dims.size() != rank)
    return Status::badInput(nameOperand(operand) + ": expected rank " +
                            std::to_string(info.dims.size()) + " but got " +
                            std::to_string(rank));
  for (size_t dim = 0; dim < rank; ++dim) {
    std::string name;
    if (!info.dims.empty()) {
      name = info.dims[dim].size;
      shape[dim] = info.dims[dim].fixed.value_or(-1);
    } else if (info.access == Access::Write) {
      name = nameByPosition(rank - 1 - dim, info.layout.transpose);
    }
    if (name.empty())
      continue;
    if (Status status = findSize(sizes, name, shape[dim]); status.failed())
      return status.at(nameOperand(operand));
  }
  return Status::ok();
}

/// "[5, ?, 256]"
static std::string formatShape(const Shape &shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i ? ", " : "") +
            (shape[i] < 0 ? std::string("?") : std::to_string(shape[i]));
  return text + "]";
}

Status gpurt::checkOperandShape(const Launch &launch, size_t operand,
                                const Shape &shape, const Sizes &sizes) {
  Shape expected;
  if (Status status =
          expectedShape(launch, operand, shape.size(), sizes, expected);
      status.failed())
    return status;
  for (size_t dim = 0; dim < shape.size(); ++dim)
    if (expected[dim] >= 0 && shape[dim] != expected[dim])
      return Status::badInput(nameOperand(operand) + " of kernel '" +
                              launch.kernel + "': expected shape " +
                              formatShape(expected) + " by the sizes of " +
                              "the launch but got " + formatShape(shape));
  int64_t batch = getBatch(sizes);
  bool isRead = launch.operands[operand].access == Access::Read;
  if (shape.size() == 3 && shape[0] != batch && !(isRead && shape[0] == 1))
    return Status::badInput(nameOperand(operand) + " of kernel '" +
                            launch.kernel + "': expected a batch of " +
                            std::to_string(batch) + " but got " +
                            formatShape(shape));
  return Status::ok();
}

static int64_t divideUp(int64_t value, int64_t by) {
  return value / by + (value % by != 0);
}

int64_t gpurt::countTiles(const Grid &grid, const Sizes &sizes) {
  return divideUp(sizes.at("M"), grid.tileM) *
         divideUp(sizes.at("N"), grid.tileN);
}

int64_t gpurt::countParts(const Grid &grid, const Sizes &sizes) {
  if (grid.splitBlocks == 0)
    return grid.splitK;
  int64_t tiles = std::max<int64_t>(countTiles(grid, sizes), 1);
  int64_t batch = std::max<int64_t>(getBatch(sizes), 1);
  // One after the other: the product of both may be too large.
  int64_t blocks = grid.splitBlocks / tiles / batch;
  int64_t depth = sizes.at("K") / grid.splitDepth;
  return std::clamp<int64_t>(std::min(blocks, depth), 1, grid.splitK);
}

int64_t gpurt::getBatch(const Sizes &sizes) {
  auto found = sizes.find("B");
  return found == sizes.end() ? 1 : found->second;
}
