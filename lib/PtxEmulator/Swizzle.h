//===- Swizzle.h - Permutation of 16-byte chunks ----------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_SWIZZLE_H
#define MIXP_LIB_PTXEMULATOR_SWIZZLE_H

#include <cstdint>

namespace mixp::ptx {

/// Where a byte of shared memory lies under a swizzle of 32, 64 or 128 bytes
/// (0: none), which bulk copies write and wgmma reads: address bits from 4 on
/// are added without carry to as many from 7 on (PTX ISA, "Swizzling modes").
inline uint32_t swizzle(uint32_t address, unsigned span) {
  return span ? address ^ ((address >> 7 & (span / 16 - 1)) << 4) : address;
}

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_SWIZZLE_H
