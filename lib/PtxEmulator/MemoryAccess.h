//===- MemoryAccess.h - Accesses of a warp to memory ------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_MEMORYACCESS_H
#define MIXP_LIB_PTXEMULATOR_MEMORYACCESS_H

#include "Block.h"
#include "Lanes.h"

namespace mixp::ptx {

/// The lanes' addresses of an instruction.
using LaneAddresses = std::array<uint64_t, 32>;

/// row[`operand`] + imm of each lane, in shared space for 32-bit registers.
LaneAddresses getAddresses(Warp &warp, int32_t row, bool wide, int64_t offset,
                           uint32_t mask);

/// An access of one lane that is checked: its bytes, or null after an error.
/// Generic addresses are resolved by their window.
struct MemoryRequest {
  Space space = Space::Generic;
  unsigned bytes = 4;
  bool write = false;
  bool atomic = false; // also volatile, acquire and release
};
char *accessLane(Warp &warp, const MemoryRequest &request, uint64_t address,
                 unsigned lane);

/// The space that an instruction's lanes access, and shared addresses without
/// their window. Space::Generic where lanes differ or there are none.
Space resolveSpace(Space space, LaneAddresses &addresses, uint32_t mask);

/// Passes that the lanes' accesses of `bytes` each take, by 32 banks of four
/// bytes: accesses of 8 and 16 bytes go by halves and quarters of the warp.
void countShared(Counters &counters, const LaneAddresses &addresses,
                 uint32_t mask, unsigned bytes);
void countGlobal(Counters &counters, const LaneAddresses &addresses,
                 uint32_t mask, unsigned bytes);

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_MEMORYACCESS_H
