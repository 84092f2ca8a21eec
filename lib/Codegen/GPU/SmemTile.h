//===- SmemTile.h - A tile of an operand in shared memory -------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_SMEMTILE_H
#define MIXP_LIB_CODEGEN_GPU_SMEMTILE_H

#include "KernelBuilder.h"

namespace mixp {

/// `rows` rows of `rowBytes` bytes in shared memory, in the order that the
/// tensor memory accelerator writes with its swizzle: panels of at most 128
/// bytes of every row, and in a panel the 16-byte chunks of a row exchanged so
/// that the same chunk of 8 successive rows lies in 8 different groups of
/// banks. Bits 4 to 6 of the offset are xored with bits 7 to 9, which is all
/// that the swizzle of 128 bytes does; of 64 and 32 bytes fewer bits are.
struct SmemTile {
  int64_t rows, rowBytes;

  int64_t bytes() const { return rows * rowBytes; }
  /// Bytes of a row in one panel: 128, 64 or 32.
  int64_t panelBytes() const { return std::min<int64_t>(rowBytes, 128); }
  int64_t panelSize() const { return rows * panelBytes(); }
  int64_t chunksPerRow() const { return rowBytes / 16; }

  /// Bytes from the tile's start, a multiple of 1024 bytes, to a chunk.
  mlir::Value chunkOffset(KernelBuilder &b, mlir::Value row,
                          mlir::Value chunk) const;

  /// The offset `rowStep` rows, a multiple of 8, and `chunkStep` chunks further
  /// on. The chunk of `offset` has none of chunkStep's bits.
  mlir::Value step(KernelBuilder &b, mlir::Value offset, int64_t rowStep,
                   int64_t chunkStep) const;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_SMEMTILE_H
