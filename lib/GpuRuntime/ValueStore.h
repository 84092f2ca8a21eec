//===- ValueStore.h - A bundle's values on the device -----------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_VALUESTORE_H
#define MIXP_GPURUNTIME_VALUESTORE_H

#include "GpuRuntime/Counters.h"
#include "GpuRuntime/DeviceBuffer.h"
#include "GpuRuntime/Layout.h"
#include <map>

namespace mixp::gpurt {

/// Keeps each value where it was last written, on the host or on the device,
/// and copies of it in the layouts that launches read. A copy that is missing
/// is made through the host. Values are numbers.
class ValueStore {
public:
  ValueStore(Driver &driver, Counters &counters)
      : driver(driver), counters(counters) {}

  /// The value is what is at `data` from now on, which stays there.
  void setHost(size_t value, ElementType type, const Shape &shape,
               const void *data);

  /// A device copy of the current contents.
  Status read(size_t value, const Layout &layout, LayoutPlan &plan,
              DeviceAddress &address);

  /// Device memory for new contents; all other copies are out of date then.
  /// Padding is zero.
  Status write(size_t value, ElementType type, const Shape &shape,
               const Layout &layout, LayoutPlan &plan, DeviceAddress &address);

  /// Copies the current contents to host form at `data`.
  Status download(size_t value, void *data);

private:
  struct Copy {
    LayoutPlan plan;
    DeviceBuffer buffer;
    bool current = false;
  };
  struct Entry {
    ElementType type = ElementType::F32;
    Shape shape;
    bool onHost = false; // is `host` current?
    const void *host = nullptr;
    std::vector<char> fetched; // where `host` points to after a download
    std::map<Layout, Copy> copies;
  };

  void restart(Entry &entry, ElementType type, const Shape &shape);

  Driver &driver;
  Counters &counters;
  std::map<size_t, Entry> entries;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_VALUESTORE_H
