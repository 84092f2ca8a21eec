//===- Transfer.h - Copies in a layout --------------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_TRANSFER_H
#define MIXP_GPURUNTIME_TRANSFER_H

#include "GpuRuntime/Counters.h"
#include "GpuRuntime/Driver.h"
#include "GpuRuntime/Layout.h"

namespace mixp::gpurt {

/// Host form at `host` to device form in plan.bytes bytes at `address`.
Status uploadTensor(Driver &driver, const LayoutPlan &plan, const void *host,
                    DeviceAddress address, Counters &counters);

/// Device form to host form; rows only.
Status downloadTensor(Driver &driver, const LayoutPlan &plan,
                      DeviceAddress address, void *host, Counters &counters);

/// Zeroes what a kernel is about to write, where it leaves padding as it was.
Status clearPadding(Driver &driver, const LayoutPlan &plan,
                    DeviceAddress address);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_TRANSFER_H
