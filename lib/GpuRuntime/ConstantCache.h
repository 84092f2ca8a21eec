//===- ConstantCache.h - Constants that are packed once ---------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_CONSTANTCACHE_H
#define MIXP_GPURUNTIME_CONSTANTCACHE_H

#include "GpuRuntime/Counters.h"
#include "GpuRuntime/DeviceBuffer.h"
#include "GpuRuntime/Layout.h"
#include <map>

namespace mixp::gpurt {

/// Constants on the device, found by host address, type, shape and layout. The
/// host memory must neither change nor be reused for something else as long as
/// the cache lives; the driver must outlive it.
class ConstantCache {
public:
  explicit ConstantCache(Driver &driver) : driver(driver) {}

  /// Packs and uploads at the first call; `counters` count what is uploaded.
  Status get(const void *host, const Shape &shape, const LayoutPlan &plan,
             Counters &counters, DeviceAddress &address);

private:
  using Key = std::tuple<const void *, ElementType, Shape, Layout>;

  Driver &driver;
  std::map<Key, DeviceBuffer> entries;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_CONSTANTCACHE_H
