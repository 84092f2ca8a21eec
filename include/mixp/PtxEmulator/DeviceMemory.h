//===- DeviceMemory.h - Global memory of the emulated GPU -------*- C++ -*-===//
#ifndef MIXP_PTXEMULATOR_DEVICEMEMORY_H
#define MIXP_PTXEMULATOR_DEVICEMEMORY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace mixp::ptx {

struct ModuleData;

/// Global memory. Allocations lie far apart: an access that is not inside of
/// one is an error which names the nearest. Fresh memory holds 0xff bytes.
class DeviceMemory {
public:
  DeviceMemory() = default;
  DeviceMemory(const DeviceMemory &) = delete;
  DeviceMemory &operator=(const DeviceMemory &) = delete;

  /// The address of `bytes` new bytes, a multiple of `align` (a power of two).
  uint64_t allocate(size_t bytes, size_t align = 256);
  /// Frees what `allocate` returned.
  llvm::Error free(uint64_t address);

  llvm::Error write(uint64_t address, llvm::ArrayRef<char> data);
  llvm::Error read(uint64_t address, llvm::MutableArrayRef<char> data) const;
  llvm::Error fill(uint64_t address, size_t bytes, uint8_t value);

  /// The host's copy of `bytes` bytes at an address, null if they are not
  /// inside of one allocation. Valid until the allocation is freed.
  char *resolve(uint64_t address, uint64_t bytes);
  /// Says which allocation is nearest, for the text of an error.
  std::string describe(uint64_t address) const;

  /// The addresses of a module's .global and .const variables, in the order of
  /// the text, allocated and initialized at the first launch.
  std::vector<uint64_t> *findModule(const ModuleData *module);
  std::vector<uint64_t> &addModule(const std::shared_ptr<ModuleData> &module);

private:
  struct Allocation {
    uint64_t size;
    std::unique_ptr<char[]> data;
  };
  std::map<uint64_t, Allocation> allocations;
  uint64_t next = uint64_t(0x7f) << 36;
  // The allocation that was found last.
  uint64_t lastBase = 1, lastSize = 0;
  char *lastData = nullptr;
  struct LoadedModule {
    std::shared_ptr<ModuleData> module; // keeps the key alive
    std::vector<uint64_t> addresses;
  };
  std::map<const ModuleData *, LoadedModule> modules;
};

} // namespace mixp::ptx

#endif // MIXP_PTXEMULATOR_DEVICEMEMORY_H
