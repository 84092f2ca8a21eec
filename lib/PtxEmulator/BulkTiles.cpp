//===- BulkTiles.cpp - Boxes that bulk copies move ------------------------===//
#include "BulkTiles.h"
#include "Swizzle.h"
#include "llvm/ADT/StringExtras.h"
#include <cstring>

using namespace llvm;
using namespace mixp::ptx;

bool BulkTile::checkGlobal(Warp &warp, bool write, int lane) const {
  DeviceMemory &memory = warp.block->state.memory;
  uint64_t address = isTensor ? map.base : global;
  uint64_t size = bytes;
  if (isTensor) {
    size = map.dims[0] * map.elementBytes;
    for (size_t i = 0; i < map.strides.size(); ++i)
      size += (map.dims[i + 1] - 1) * map.strides[i];
  }
  if (memory.resolve(address, size))
    return true;
  warp.fail(ErrorClass::OutOfBounds,
            Twine(write ? "write" : "read") + " of an array of " + Twine(size) +
                " bytes at global address 0x" + utohexstr(address) + ": " +
                memory.describe(address),
            lane);
  return false;
}

bool BulkTile::accessShared(Warp &warp, const Access &access, bool write,
                            int lane) const {
  return warp.block->accessShared(warp, access, shared, bytes, write, lane);
}

/// Calls `f(global address, offset in shared memory, in bounds)` for each row
/// of the box along its inner dimension.
template <typename F> void BulkTile::forRows(F f) const {
  size_t rank = map.dims.size();
  uint32_t inner = map.box[0] * map.elementBytes;
  std::array<uint32_t, 5> index{};
  for (uint32_t offset = 0; offset < bytes; offset += inner) {
    int64_t address = map.base;
    bool inside = true;
    for (size_t i = 1; i < rank; ++i) {
      int64_t at = coordinates[i] + index[i];
      inside &= at >= 0 && uint64_t(at) < map.dims[i];
      address += at * int64_t(map.strides[i - 1]);
    }
    f(uint64_t(address), offset, inside);
    for (size_t i = 1; i < rank; ++i) {
      if (++index[i] < map.box[i])
        break;
      index[i] = 0;
    }
  }
}

/// The elements of a row of the box that are inside of the array.
static void clip(const TensorMapDescription &map, int64_t first, int64_t &begin,
                 int64_t &end) {
  begin = std::max<int64_t>(0, -first);
  end = std::min<int64_t>(map.box[0], int64_t(map.dims[0]) - first);
  end = std::max(begin, end);
}

void BulkTile::load(Block &block) const {
  DeviceMemory &memory = block.state.memory;
  char *to = block.shared.data();
  if (!isTensor) {
    std::memcpy(to + shared, memory.resolve(global, bytes), bytes);
    return;
  }
  uint32_t inner = map.box[0] * map.elementBytes, size = map.elementBytes;
  int64_t begin, end;
  clip(map, coordinates[0], begin, end);
  std::vector<char> row(inner);
  forRows([&](uint64_t address, uint32_t offset, bool inside) {
    std::fill(row.begin(), row.end(), 0);
    if (inside && begin < end) {
      uint64_t from = address + (coordinates[0] + begin) * size;
      uint64_t count = (end - begin) * size;
      std::memcpy(row.data() + begin * size, memory.resolve(from, count),
                  count);
    }
    for (uint32_t chunk = 0; chunk < inner; chunk += 16)
      std::memcpy(to + swizzle(shared + offset + chunk, map.swizzle),
                  row.data() + chunk, 16);
  });
}

void BulkTile::store(Block &block) const {
  DeviceMemory &memory = block.state.memory;
  const char *from = block.shared.data();
  if (!isTensor) {
    std::memcpy(memory.resolve(global, bytes), from + shared, bytes);
    return;
  }
  uint32_t inner = map.box[0] * map.elementBytes, size = map.elementBytes;
  int64_t begin, end;
  clip(map, coordinates[0], begin, end);
  std::vector<char> row(inner);
  forRows([&](uint64_t address, uint32_t offset, bool inside) {
    if (!inside || begin >= end)
      return;
    for (uint32_t chunk = 0; chunk < inner; chunk += 16)
      std::memcpy(row.data() + chunk,
                  from + swizzle(shared + offset + chunk, map.swizzle), 16);
    uint64_t to = address + (coordinates[0] + begin) * size;
    uint64_t count = (end - begin) * size;
    std::memcpy(memory.resolve(to, count), row.data() + begin * size, count);
  });
}
