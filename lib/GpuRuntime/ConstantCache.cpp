//===- ConstantCache.cpp - Constants that are packed once -----------------===//
#include "GpuRuntime/ConstantCache.h"
#include "GpuRuntime/Transfer.h"

using namespace mixp::gpurt;

Status ConstantCache::get(const void *host, const Shape &shape,
                          const LayoutPlan &plan, Counters &counters,
                          DeviceAddress &address) {
  Key key(host, plan.type, shape, plan.layout);
  auto found = entries.find(key);
  if (found == entries.end()) {
    DeviceBuffer buffer;
    if (Status status = buffer.ensure(driver, plan.bytes); status.failed())
      return status;
    if (Status status =
            uploadTensor(driver, plan, host, buffer.getAddress(), counters);
        status.failed())
      return status;
    found = entries.emplace(std::move(key), std::move(buffer)).first;
  }
  address = found->second.getAddress();
  return Status::ok();
}
