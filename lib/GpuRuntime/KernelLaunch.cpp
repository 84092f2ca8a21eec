//===- KernelLaunch.cpp - Launches a kernel on device tensors -------------===//
#include "GpuRuntime/KernelLaunch.h"
#include "GpuRuntime/ArgumentList.h"
#include <algorithm>

using namespace mixp;
using namespace mixp::gpurt;

static std::string nameKernel(const Launch &launch) {
  return "kernel '" + launch.kernel + "'";
}

Status KernelLaunch::prepare() {
  if (prepared)
    return Status::ok();
  const Launch &launch = launchData;
  if (launch.threads < 1 || launch.threads > 1024)
    return Status::badInput("expected 1 to 1024 threads but got " +
                            std::to_string(launch.threads))
        .at(nameKernel(launch));
  if (launch.sharedBytes > driver.sharedMemoryPerBlock())
    return Status::badInput("needs " + std::to_string(launch.sharedBytes) +
                            " bytes of shared memory but a block of this "
                            "device has at most " +
                            std::to_string(driver.sharedMemoryPerBlock()) +
                            "; compile for the device's architecture")
        .at(nameKernel(launch));
  if (Status status = driver.getFunction(module, launch.kernel,
                                         launch.sharedBytes, function);
      status.failed())
    return status;
  prepared = true;
  return Status::ok();
}

/// The driver's limits are 2^31 - 1 blocks in x and 65535 in y and z.
static Status computeGrid(const Launch &launch, const Sizes &sizes,
                          int64_t multiprocessors, uint32_t blocks[3]) {
  const Grid &grid = launch.grid;
  if (grid.tileM < 1 || grid.tileN < 1 || grid.splitK < 1)
    return Status::badInput("expected tiles and split_k of at least 1");
  if (grid.splitBlocks && (grid.splitDepth < 1 || !sizes.count("K")))
    return Status::badInput("expected a split_depth of at least 1 and a size "
                            "'K' beside split_blocks");
  int64_t x = countTiles(grid, sizes), y = countParts(grid, sizes);
  int64_t z = getBatch(sizes);
  if (grid.persistent)
    x = std::min(x, multiprocessors);
  if (x > 0x7fffffff || y > 65535 || z > 65535)
    return Status::badInput(
        "a grid of " + std::to_string(x) + " x " + std::to_string(y) + " x " +
        std::to_string(z) +
        " blocks is larger than 2147483647 x 65535 x 65535, which is the most "
        "that a launch has");
  blocks[0] = static_cast<uint32_t>(x);
  blocks[1] = static_cast<uint32_t>(y);
  blocks[2] = static_cast<uint32_t>(z);
  return Status::ok();
}

Status KernelLaunch::prepareWorkspace(size_t argument, const Sizes &sizes,
                                      DeviceAddress &address) {
  const Argument &info = launchData.arguments[argument];
  const Grid &grid = launchData.grid;
  uint64_t count = countTiles(grid, sizes) * getBatch(sizes);
  if (countParts(grid, sizes) == 1)
    count = 0;
  // So that the product of both is below 2^63.
  if (info.bytesPerTile > (uint64_t(1) << 62) / std::max<uint64_t>(count, 1))
    return Status::badInput("a workspace of " + std::to_string(count) + " x " +
                            std::to_string(info.bytesPerTile) +
                            " bytes is too large for any memory");
  uint64_t bytes = count * info.bytesPerTile;
  DeviceBuffer &buffer = workspaces[argument];
  bool isThere = bytes <= buffer.getCapacity();
  if (Status status = buffer.ensure(driver, bytes); status.failed())
    return status;
  address = buffer.getAddress();
  return info.zero && !isThere ? driver.fill(address, 0, bytes) : Status::ok();
}

Status KernelLaunch::run(const std::vector<DeviceOperand> &operands,
                         const Sizes &sizes, bool &launched) {
  launched = false;
  if (Status status = prepare(); status.failed())
    return status;
  if (sizes.at("M") == 0 || sizes.at("N") == 0 || getBatch(sizes) == 0)
    return Status::ok();
  uint32_t grid[3], block[3] = {launchData.threads, 1, 1};
  if (Status status =
          computeGrid(launchData, sizes, driver.multiprocessors(), grid);
      status.failed())
    return status.at(nameKernel(launchData));
  ArgumentList list;
  for (size_t i = 0; i < launchData.arguments.size(); ++i) {
    const Argument &argument = launchData.arguments[i];
    Status status;
    if (argument.kind == Argument::Kind::Workspace) {
      DeviceAddress address = 0;
      status = prepareWorkspace(i, sizes, address);
      list.addPointer(address);
    } else {
      status = addArgument(driver, argument, operands, sizes, list);
    }
    if (status.failed())
      return status.at(nameKernel(launchData) + ", argument #" +
                       std::to_string(i));
  }
  if (Status status = driver.launch(function, grid, block,
                                    launchData.sharedBytes, list.data());
      status.failed())
    return status.at(nameKernel(launchData));
  launched = true;
  return Status::ok();
}
