//===- MockDriver.cpp - A device in host memory ---------------------------===//
#include "MockDriver.h"
#include "gtest/gtest.h"
#include <cstdlib>
#include <cstring>

using namespace mixp;
using namespace mixp::gpurt;

static char *pointer(DeviceAddress address) {
  return reinterpret_cast<char *>(address);
}

MockDriver::~MockDriver() {
  EXPECT_EQ(live.size(), 0u) << "device memory was not freed";
}

Status MockDriver::step(const char *name) {
  calls.push_back(name);
  if (calls.size() - 1 == failAt)
    return Status::driver(std::string(name) + " failed as asked");
  return Status::ok();
}

Status MockDriver::checkInside(DeviceAddress address, size_t bytes) {
  auto next = live.upper_bound(address);
  if (next != live.begin()) {
    const auto &[start, size] = *std::prev(next);
    if (address - start <= size && bytes <= size - (address - start))
      return Status::ok();
  }
  ADD_FAILURE() << "access of " << bytes << " bytes outside of allocations";
  return Status::driver("out of bounds");
}

Status MockDriver::loadModule(const char *, size_t, Module &) {
  return step("loadModule");
}
Status MockDriver::unloadModule(Module) { return step("unloadModule"); }

Status MockDriver::getFunction(Module, const std::string &name, size_t,
                               Function &function) {
  auto found = kernels.find(name);
  if (found == kernels.end())
    return Status::driver("no kernel " + name);
  function.handle = &found->second;
  return step("getFunction");
}

Status MockDriver::allocate(size_t bytes, DeviceAddress &address) {
  if (Status status = step("allocate"); status.failed())
    return status;
  EXPECT_NE(bytes, 0u);
  void *memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
  std::memset(memory, 0xcd, bytes);
  address = reinterpret_cast<DeviceAddress>(memory);
  live[address] = bytes;
  return Status::ok();
}

Status MockDriver::free(DeviceAddress address) {
  EXPECT_EQ(live.erase(address), 1u);
  std::free(pointer(address));
  return Status::ok();
}

Status MockDriver::copyToDevice(DeviceAddress to, const void *from,
                                size_t bytes) {
  if (Status status = checkInside(to, bytes); status.failed())
    return status;
  std::memcpy(pointer(to), from, bytes);
  return step("copyToDevice");
}

Status MockDriver::copyToHost(void *to, DeviceAddress from, size_t bytes) {
  if (Status status = checkInside(from, bytes); status.failed())
    return status;
  std::memcpy(to, pointer(from), bytes);
  return step("copyToHost");
}

Status MockDriver::copyRows(const RowsEnd &to, const RowsEnd &from,
                            size_t rowBytes, size_t rows) {
  for (const RowsEnd *end : {&to, &from})
    if (!end->host)
      if (Status status =
              checkInside(end->device, (rows - 1) * end->pitch + rowBytes);
          status.failed())
        return status;
  for (size_t row = 0; row < rows; ++row) {
    char *target = to.host ? static_cast<char *>(to.host) : pointer(to.device);
    const char *source =
        from.host ? static_cast<char *>(from.host) : pointer(from.device);
    std::memcpy(target + row * to.pitch, source + row * from.pitch, rowBytes);
  }
  return step("copyRows");
}

Status MockDriver::fill(DeviceAddress to, uint8_t byte, size_t bytes) {
  if (Status status = checkInside(to, bytes); status.failed())
    return status;
  std::memset(pointer(to), byte, bytes);
  return step("fill");
}

Status MockDriver::encodeTensorMap(const TensorMap &map, uint64_t out[16]) {
  out[0] = maps.size();
  maps.push_back(map);
  return step("encodeTensorMap");
}

Status MockDriver::launch(Function function, const uint32_t grid[3],
                          const uint32_t[3], size_t, void **arguments) {
  lastGrid.assign(grid, grid + 3);
  (*static_cast<Kernel *>(function.handle))(arguments, grid);
  return step("launch");
}
