//===- ArgumentList.h - Values of a kernel's parameters ---------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_ARGUMENTLIST_H
#define MIXP_GPURUNTIME_ARGUMENTLIST_H

#include "GpuRuntime/Driver.h"
#include "GpuRuntime/KernelLaunch.h"
#include <deque>

namespace mixp::gpurt {

/// Parameters in order, in the form that Driver::launch takes.
class ArgumentList {
public:
  void addInt32(int32_t value) {
    add().words[0] = static_cast<uint32_t>(value);
  }
  void addInt64(int64_t value) {
    add().words[0] = static_cast<uint64_t>(value);
  }
  void addPointer(DeviceAddress address) { add().words[0] = address; }
  Status addTensorMap(Driver &driver, const TensorMap &map) {
    return driver.encodeTensorMap(map, add().words);
  }

  /// Of an operand without elements: a driver refuses to encode it, and a
  /// kernel that loads nothing does not read it.
  void addEmptyTensorMap() { add(); }

  /// Valid until the next one is added.
  void **data() { return pointers.data(); }

private:
  struct alignas(64) Slot {
    uint64_t words[16] = {};
  };

  Slot &add() {
    slots.emplace_back();
    pointers.push_back(slots.back().words);
    return slots.back();
  }

  std::deque<Slot> slots; // keeps addresses
  std::vector<void *> pointers;
};

/// Adds an argument that is no workspace.
Status addArgument(Driver &driver, const Argument &argument,
                   const std::vector<DeviceOperand> &operands,
                   const Sizes &sizes, ArgumentList &list);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_ARGUMENTLIST_H
