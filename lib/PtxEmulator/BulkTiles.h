//===- BulkTiles.h - Boxes that bulk copies move ----------------*- C++ -*-===//
#ifndef MIXP_LIB_PTXEMULATOR_BULKTILES_H
#define MIXP_LIB_PTXEMULATOR_BULKTILES_H

#include "Block.h"
#include "mixp/PtxEmulator/TensorMap.h"

namespace mixp::ptx {

/// A copy between global and shared memory: a box of a map, or plain bytes.
struct BulkTile {
  bool isTensor = false;
  TensorMapDescription map;
  std::array<int64_t, 5> coordinates{};
  uint64_t global = 0; // of plain copies
  uint32_t shared = 0;
  uint32_t bytes = 0; // in shared memory

  /// Whether the map's whole array, or the plain bytes, are allocated.
  bool checkGlobal(Warp &warp, bool write, int lane) const;
  /// Records the access of the tile's bytes in shared memory.
  bool accessShared(Warp &warp, const Access &access, bool write,
                    int lane) const;
  /// Moves the bytes; what is out of the array's bounds is zero, or not
  /// written.
  void load(Block &block) const;
  void store(Block &block) const;

private:
  template <typename F> void forRows(F f) const;
};

} // namespace mixp::ptx

#endif // MIXP_LIB_PTXEMULATOR_BULKTILES_H
