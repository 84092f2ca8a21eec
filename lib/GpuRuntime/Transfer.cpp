//===- Transfer.cpp - Copies in a layout ----------------------------------===//
#include "GpuRuntime/Transfer.h"

using namespace mixp;
using namespace mixp::gpurt;

Status gpurt::clearPadding(Driver &driver, const LayoutPlan &plan,
                           DeviceAddress address) {
  if (plan.bytes == 0 || !plan.hasPadding())
    return Status::ok();
  return driver.fill(address, 0, plan.bytes);
}

Status gpurt::uploadTensor(Driver &driver, const LayoutPlan &plan,
                           const void *host, DeviceAddress address,
                           Counters &counters) {
  if (plan.bytes == 0)
    return Status::ok();
  if (!plan.isHostRows()) {
    std::string device(plan.bytes, '\0');
    packTensor(plan, host, &device[0]);
    counters.bytesUp += plan.bytes;
    return driver.copyToDevice(address, device.data(), plan.bytes);
  }
  size_t rows = plan.batch * plan.rows;
  counters.bytesUp += rows * plan.rowBytes();
  if (!plan.hasPadding())
    return driver.copyToDevice(address, host, plan.bytes);
  if (Status status = clearPadding(driver, plan, address); status.failed())
    return status;
  return driver.copyRows(RowsEnd::onDevice(address, plan.pitch),
                         RowsEnd::onHost(host, plan.rowBytes()),
                         plan.rowBytes(), rows);
}

Status gpurt::downloadTensor(Driver &driver, const LayoutPlan &plan,
                             DeviceAddress address, void *host,
                             Counters &counters) {
  if (plan.bytes == 0)
    return Status::ok();
  if (!plan.isHostRows()) {
    std::string device(plan.bytes, '\0');
    counters.bytesDown += plan.bytes;
    if (Status status = driver.copyToHost(&device[0], address, plan.bytes);
        status.failed())
      return status;
    unpackTensor(plan, device.data(), host);
    return Status::ok();
  }
  size_t rows = plan.batch * plan.rows;
  counters.bytesDown += rows * plan.rowBytes();
  if (!plan.hasPadding())
    return driver.copyToHost(host, address, plan.bytes);
  return driver.copyRows(RowsEnd::onHost(host, plan.rowBytes()),
                         RowsEnd::onDevice(address, plan.pitch),
                         plan.rowBytes(), rows);
}
