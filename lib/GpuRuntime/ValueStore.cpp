//===- ValueStore.cpp - A bundle's values on the device -------------------===//
#include "GpuRuntime/ValueStore.h"
#include "GpuRuntime/Transfer.h"

using namespace mixp;
using namespace mixp::gpurt;

/// Forgets the contents, not the memory.
void ValueStore::restart(Entry &entry, ElementType type, const Shape &shape) {
  entry.type = type;
  entry.shape = shape;
  entry.onHost = false;
  entry.host = nullptr;
  entry.fetched.clear();
  for (auto &[layout, copy] : entry.copies)
    copy.current = false;
}

void ValueStore::setHost(size_t value, ElementType type, const Shape &shape,
                         const void *data) {
  Entry &entry = entries[value];
  restart(entry, type, shape);
  entry.onHost = true;
  entry.host = data;
}

Status ValueStore::read(size_t value, const Layout &layout, LayoutPlan &plan,
                        DeviceAddress &address) {
  Entry &entry = entries[value];
  Copy &copy = entry.copies[layout];
  if (!copy.current) {
    if (Status status = planLayout(entry.type, entry.shape, layout, copy.plan);
        status.failed())
      return status;
    if (Status status = copy.buffer.ensure(driver, copy.plan.bytes);
        status.failed())
      return status;
    bool relaid = !entry.onHost || !entry.fetched.empty();
    uint64_t before = counters.bytesUp + counters.bytesDown;
    if (!entry.onHost) {
      std::vector<char> host(countHostBytes(entry.type, entry.shape));
      if (Status status = download(value, host.data()); status.failed())
        return status;
      entry.fetched = std::move(host);
      entry.host = entry.fetched.data();
      entry.onHost = true;
    }
    if (Status status = uploadTensor(driver, copy.plan, entry.host,
                                     copy.buffer.getAddress(), counters);
        status.failed())
      return status;
    if (relaid)
      counters.bytesRelaid += counters.bytesUp + counters.bytesDown - before;
    copy.current = true;
  }
  plan = copy.plan;
  address = copy.buffer.getAddress();
  return Status::ok();
}

Status ValueStore::write(size_t value, ElementType type, const Shape &shape,
                         const Layout &layout, LayoutPlan &plan,
                         DeviceAddress &address) {
  Entry &entry = entries[value];
  restart(entry, type, shape);
  Copy &copy = entry.copies[layout];
  if (Status status = planLayout(type, shape, layout, copy.plan);
      status.failed())
    return status;
  if (Status status = copy.buffer.ensure(driver, copy.plan.bytes);
      status.failed())
    return status;
  copy.current = true;
  plan = copy.plan;
  address = copy.buffer.getAddress();
  return clearPadding(driver, plan, address);
}

Status ValueStore::download(size_t value, void *data) {
  for (auto &[layout, copy] : entries[value].copies)
    if (copy.current && layout.kind == Layout::Kind::Rows)
      return downloadTensor(driver, copy.plan, copy.buffer.getAddress(), data,
                            counters);
  return Status::badInput("value #" + std::to_string(value) +
                          " is in no form that can be copied to the host");
}
