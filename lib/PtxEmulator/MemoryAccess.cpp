//===- MemoryAccess.cpp - Accesses of a warp to memory --------------------===//
#include "MemoryAccess.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

using namespace llvm;
using namespace mixp::ptx;

LaneAddresses mixp::ptx::getAddresses(Warp &warp, int32_t row, bool wide,
                                      int64_t offset, uint32_t mask) {
  LaneAddresses addresses{};
  forLanes(mask, [&](unsigned lane) {
    addresses[lane] = wide ? warp.u64(row)[lane] + offset
                           : uint32_t(warp.u32(row)[lane] + offset);
  });
  return addresses;
}

static Space spaceOf(uint64_t address) {
  switch (address >> 56) {
  case kSharedWindow >> 56:
    return Space::Shared;
  case kLocalWindow >> 56:
    return Space::Local;
  case kParamWindow >> 56:
    return Space::Param;
  default:
    return Space::Global;
  }
}

Space mixp::ptx::resolveSpace(Space space, LaneAddresses &addresses,
                              uint32_t mask) {
  if (space != Space::Generic)
    return space;
  Space common = spaceOf(addresses[__builtin_ctz(mask)]);
  bool same = true;
  forLanes(mask,
           [&](unsigned lane) { same &= spaceOf(addresses[lane]) == common; });
  if (!same)
    return Space::Generic;
  if (common == Space::Shared)
    forLanes(mask, [&](unsigned lane) { addresses[lane] -= kSharedWindow; });
  return common;
}

static char *failBounds(Warp &warp, const MemoryRequest &request,
                        uint64_t address, StringRef space, const Twine &where,
                        unsigned lane) {
  warp.fail(ErrorClass::OutOfBounds,
            Twine(request.write ? "write" : "read") + " of " +
                Twine(request.bytes) + " bytes at " + space + " address 0x" +
                utohexstr(address) + ": " + where,
            lane);
  return nullptr;
}

static char *accessGlobal(Warp &warp, const MemoryRequest &request,
                          uint64_t address, unsigned lane) {
  DeviceMemory &memory = warp.block->state.memory;
  if (char *bytes = memory.resolve(address, request.bytes))
    return bytes;
  return failBounds(warp, request, address, "global", memory.describe(address),
                    lane);
}

static char *accessWindow(Warp &warp, const MemoryRequest &request,
                          uint64_t address, Space space, unsigned lane) {
  LaunchState &state = warp.block->state;
  bool local = space == Space::Local;
  uint64_t size = local ? state.program.localBytes : state.parameters.size();
  uint64_t offset = address - (local ? kLocalWindow : kParamWindow);
  if (offset > size || request.bytes > size - offset)
    return failBounds(warp, request, address, local ? "local" : "parameter",
                      "there are " + Twine(size) + " bytes", lane);
  if (local)
    return reinterpret_cast<char *>(warp.local.data()) + lane * size + offset;
  if (request.write)
    return failBounds(warp, request, address, "parameter",
                      "kernel parameters are constant", lane);
  return state.parameters.data() + offset;
}

char *mixp::ptx::accessLane(Warp &warp, const MemoryRequest &request,
                            uint64_t address, unsigned lane) {
  if (address % request.bytes) {
    warp.fail(ErrorClass::Misaligned,
              "expected a multiple of " + Twine(request.bytes) +
                  " as the address but got 0x" + utohexstr(address),
              lane);
    return nullptr;
  }
  Space space = request.space;
  if (space == Space::Generic) {
    space = spaceOf(address);
    if (space == Space::Shared)
      address -= kSharedWindow;
  } else if (space == Space::Param) {
    // Parameters of device functions lie in local memory.
    space = spaceOf(address);
  }
  switch (space) {
  case Space::Shared:
    if (address > UINT32_MAX)
      return failBounds(warp, request, address, "shared",
                        "it has more than 32 bits", lane);
    return warp.block->accessShared(
        warp, warp.block->ownAccess(warp, request.atomic), address,
        request.bytes, request.write, lane);
  case Space::Local:
  case Space::Param:
    return accessWindow(warp, request, address, space, lane);
  default:
    return accessGlobal(warp, request, address, lane);
  }
}

/// Passes of one part of the warp: the most different words in a bank.
static unsigned countPasses(const uint32_t *words, unsigned count) {
  unsigned most = 0;
  std::array<uint8_t, 32> perBank{};
  std::array<uint32_t, 128> sorted;
  std::copy(words, words + count, sorted.begin());
  std::sort(sorted.begin(), sorted.begin() + count);
  for (unsigned i = 0; i < count; ++i)
    if (!i || sorted[i] != sorted[i - 1])
      most = std::max<unsigned>(most, ++perBank[sorted[i] % 32]);
  return most;
}

void mixp::ptx::countShared(Counters &counters, const LaneAddresses &addresses,
                            uint32_t mask, unsigned bytes) {
  unsigned lanesPerPass = bytes <= 4 ? 32 : 128 / bytes;
  unsigned wordsPerLane = bytes <= 4 ? 1 : bytes / 4;
  for (unsigned first = 0; first < 32; first += lanesPerPass) {
    uint32_t words[32];
    unsigned count = 0;
    for (unsigned lane = first; lane < first + lanesPerPass; ++lane)
      if (mask >> lane & 1)
        for (unsigned k = 0; k < wordsPerLane; ++k)
          words[count++] = addresses[lane] / 4 + k;
    if (!count)
      continue;
    counters.sharedWavefronts += countPasses(words, count);
    ++counters.sharedIdealWavefronts;
  }
}

void mixp::ptx::countGlobal(Counters &counters, const LaneAddresses &addresses,
                            uint32_t mask, unsigned bytes) {
  std::array<uint64_t, 32> sectors;
  unsigned count = 0;
  forLanes(mask,
           [&](unsigned lane) { sectors[count++] = addresses[lane] / 32; });
  std::sort(sectors.begin(), sectors.begin() + count);
  counters.globalSectors +=
      std::unique(sectors.begin(), sectors.begin() + count) - sectors.begin();
  ++counters.globalRequests;
  counters.globalBytes += uint64_t(count) * bytes;
  counters.globalWidths[__builtin_ctz(bytes)] += count;
}
