//===- LaneIntegers.h - Integers in registers -------------------*- C++ -*-===//
#ifndef MIXP_LIB_REFERENCE_LANEINTEGERS_H
#define MIXP_LIB_REFERENCE_LANEINTEGERS_H

#include <cstdint>

namespace mixp::reference {

/// The low `width` bits of `x` as a signed number.
inline int64_t signExtend(uint64_t x, unsigned width) {
  unsigned unused = 64 - width;
  return static_cast<int64_t>(x << unused) >> unused;
}

/// The low `width` bits of `x` as an unsigned number.
inline uint64_t zeroExtend(int64_t x, unsigned width) {
  unsigned unused = 64 - width;
  return static_cast<uint64_t>(x) << unused >> unused;
}

/// How a register of that width holds `x`: signed, but i1 as 0 or 1.
inline int64_t wrap(uint64_t x, unsigned width) {
  return width == 1 ? static_cast<int64_t>(x & 1) : signExtend(x, width);
}

} // namespace mixp::reference

#endif // MIXP_LIB_REFERENCE_LANEINTEGERS_H
