//===- FreedMemory.cpp - malloc for repeated calls ------------------------===//
#include "mixp/Execution/FreedMemory.h"
#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void mixp::keepFreedMemory() {
#ifdef __GLIBC__
  // Both limits far above any intermediate (bytes).
  constexpr int limit = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, limit);
  mallopt(M_TRIM_THRESHOLD, limit);
#endif
}
