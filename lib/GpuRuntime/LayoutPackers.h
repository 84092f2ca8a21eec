//===- LayoutPackers.h - One packer for each layout -------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LAYOUTPACKERS_H
#define MIXP_GPURUNTIME_LAYOUTPACKERS_H

#include "GpuRuntime/Layout.h"

namespace mixp::gpurt {

/// The bits of element `index` of a host tensor of 4 or 8 bits, as they are.
unsigned readHostCode(ElementType type, const void *host, int64_t index);

void packRows(const LayoutPlan &plan, const void *host, void *device);
void unpackRows(const LayoutPlan &plan, const void *device, void *host);
void packFragments(const LayoutPlan &plan, const void *host, void *device);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LAYOUTPACKERS_H
