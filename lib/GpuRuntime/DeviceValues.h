//===- DeviceValues.h - Tensors on the device -------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_DEVICEVALUES_H
#define MIXP_GPURUNTIME_DEVICEVALUES_H

#include "GpuRuntime/BufferPool.h"
#include "GpuRuntime/ConstantCache.h"
#include "GpuRuntime/KernelLaunch.h"
#include <map>

namespace mixp::gpurt {

/// A tensor in host memory: row-major and dense, see countHostBytes.
struct HostView {
  const void *data = nullptr;
  ElementType type = ElementType::F32;
  Shape shape;
};

/// A tensor on the device.
struct DeviceValue {
  Shape shape; // as the host has it
  DeviceOperand operand;
  DeviceBuffer buffer; // its own; none of a constant
};

/// Tensors on the device by numbers, which are never used again. Each is
/// written once, by a copy or a launch. The driver must outlive it.
class DeviceValues {
public:
  explicit DeviceValues(Driver &driver)
      : driver(driver), pool(driver), constants(driver) {}

  /// Copies a tensor in this layout.
  Status upload(const HostView &tensor, const Layout &layout, int64_t &number);
  /// The same, but only once for each address, shape and layout: the memory
  /// keeps both address and contents.
  Status uploadConstant(const HostView &tensor, const Layout &layout,
                        int64_t &number);
  /// Room for what a launch writes. Padding is zero.
  Status allocate(ElementType type, const Shape &shape, const Layout &layout,
                  int64_t &number);
  /// Copies a value in rows to host memory for a tensor of this shape.
  Status download(int64_t number, const Shape &shape, void *host);

  /// The value, until it is released; null where there is none.
  const DeviceValue *find(int64_t number) const;
  /// Forgets a value; its memory is for the next one.
  void release(int64_t number);
  void releaseAll();

  size_t countLive() const { return values.size(); }
  Counters &getCounters() { return counters; }

private:
  Status create(ElementType type, const Shape &shape, const Layout &layout,
                DeviceValue &value);
  void keep(DeviceValue value, int64_t &number);

  Driver &driver;
  Counters counters;
  BufferPool pool;
  ConstantCache constants;
  std::map<int64_t, DeviceValue> values;
  int64_t next = 0;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_DEVICEVALUES_H
