//===- DeviceMemory.cpp - Global memory of the emulated GPU ---------------===//
#include "mixp/PtxEmulator/DeviceMemory.h"
#include "llvm/ADT/StringExtras.h"
#include <cstring>

using namespace llvm;
using namespace mixp::ptx;

/// Bytes between allocations, so that an index that is wrong by a little does
/// not reach the next one.
static constexpr uint64_t kGap = uint64_t(1) << 20;

uint64_t DeviceMemory::allocate(size_t bytes, size_t align) {
  uint64_t address = (next + align - 1) / align * align;
  next = address + bytes + kGap;
  Allocation &allocation = allocations[address];
  allocation.size = bytes;
  allocation.data.reset(new char[bytes ? bytes : 1]);
  std::memset(allocation.data.get(), 0xff, bytes);
  return address;
}

Error DeviceMemory::free(uint64_t address) {
  if (!allocations.erase(address))
    return createStringError("0x" + utohexstr(address) +
                             " is not the address of an allocation");
  lastSize = 0;
  return Error::success();
}

char *DeviceMemory::resolve(uint64_t address, uint64_t bytes) {
  uint64_t offset = address - lastBase;
  if (offset < lastSize && bytes <= lastSize - offset)
    return lastData + offset;
  auto it = allocations.upper_bound(address);
  if (it == allocations.begin())
    return nullptr;
  --it;
  offset = address - it->first;
  if (offset > it->second.size || bytes > it->second.size - offset)
    return nullptr;
  lastBase = it->first;
  lastSize = it->second.size;
  lastData = it->second.data.get();
  return lastData + offset;
}

std::string DeviceMemory::describe(uint64_t address) const {
  uint64_t best = ~uint64_t(0);
  std::string text = "there are no allocations";
  for (const auto &[base, allocation] : allocations) {
    uint64_t end = base + allocation.size;
    uint64_t distance = address < base   ? base - address
                        : address >= end ? address - end
                                         : 0;
    if (distance >= best)
      continue;
    best = distance;
    text = (Twine(distance) + " bytes " +
            (address < base   ? "before"
             : address >= end ? "after the end of"
                              : "inside") +
            " the allocation of " + Twine(allocation.size) + " bytes at 0x" +
            utohexstr(base))
               .str();
  }
  return text;
}

static Error makeError(const DeviceMemory &memory, uint64_t address,
                       size_t bytes) {
  return createStringError(
      Twine(bytes) + " bytes at 0x" + utohexstr(address) +
      " are not inside of an allocation: " + memory.describe(address));
}

Error DeviceMemory::write(uint64_t address, ArrayRef<char> data) {
  char *bytes = resolve(address, data.size());
  if (!bytes)
    return makeError(*this, address, data.size());
  std::memcpy(bytes, data.data(), data.size());
  return Error::success();
}

Error DeviceMemory::read(uint64_t address, MutableArrayRef<char> data) const {
  const char *bytes =
      const_cast<DeviceMemory *>(this)->resolve(address, data.size());
  if (!bytes)
    return makeError(*this, address, data.size());
  std::memcpy(data.data(), bytes, data.size());
  return Error::success();
}

Error DeviceMemory::fill(uint64_t address, size_t size, uint8_t value) {
  char *bytes = resolve(address, size);
  if (!bytes)
    return makeError(*this, address, size);
  std::memset(bytes, value, size);
  return Error::success();
}

std::vector<uint64_t> *DeviceMemory::findModule(const ModuleData *module) {
  auto it = modules.find(module);
  return it == modules.end() ? nullptr : &it->second.addresses;
}

std::vector<uint64_t> &
DeviceMemory::addModule(const std::shared_ptr<ModuleData> &module) {
  LoadedModule &loaded = modules[module.get()];
  loaded.module = module;
  return loaded.addresses;
}
