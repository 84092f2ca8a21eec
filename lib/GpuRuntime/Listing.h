//===- Listing.h - What is in a bundle, for people --------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LISTING_H
#define MIXP_GPURUNTIME_LISTING_H

#include "GpuRuntime/Manifest.h"

namespace mixp::gpurt {

/// Values and launches, one on each line.
std::string listManifest(const Manifest &manifest);

/// Median and least time of each launch and the sums of both;
/// milliseconds[launch][repeat].
std::string listTimes(const Manifest &manifest,
                      std::vector<std::vector<double>> milliseconds);

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LISTING_H
