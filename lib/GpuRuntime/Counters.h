//===- Counters.h - What went between host and device -----------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_COUNTERS_H
#define MIXP_GPURUNTIME_COUNTERS_H

#include <cstdint>

namespace mixp::gpurt {

struct Counters {
  uint64_t bytesUp = 0;   // host to device, without what is zeroed there
  uint64_t bytesDown = 0; // device to host
  /// The part of both that went through the host only to change the layout of
  /// what was on the device already.
  uint64_t bytesRelaid = 0;
  uint64_t launches = 0;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_COUNTERS_H
