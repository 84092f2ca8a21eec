//===- TensorMap.h - Descriptions of arrays for bulk copies -----*- C++ -*-===//
#ifndef MIXP_PTXEMULATOR_TENSORMAP_H
#define MIXP_PTXEMULATOR_TENSORMAP_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <array>
#include <cstdint>

namespace mixp::ptx {

/// What a tiled tensor map says: an array in global memory and the box that one
/// bulk copy moves. Dimension 0 is the contiguous one, as in the CUDA driver.
struct TensorMapDescription {
  unsigned elementBytes = 0; // 1, 2, 4 or 8
  uint64_t base = 0;
  llvm::SmallVector<uint64_t, 5> dims;
  /// Bytes from one element to the next of dimension i + 1.
  llvm::SmallVector<uint64_t, 4> strides;
  llvm::SmallVector<uint32_t, 5> box;
  /// Span of the swizzle in bytes: 0 (none), 32, 64 or 128.
  unsigned swizzle = 0;
};

/// The 128 bytes that a kernel takes as a parameter: an encoding of the
/// emulator's own, which only it can read. Checks the driver's rules (CUDA
/// driver API, cuTensorMapEncodeTiled): rank 1 to 5; base a multiple of 16;
/// dims of 1 to 2^32; strides multiples of 16 below 2^40; box of 1 to 256; the
/// inner box a multiple of 16 bytes, with a swizzle at most its span.
llvm::Expected<std::array<uint64_t, 16>>
encodeTensorMap(const TensorMapDescription &description);

/// The reverse; fails where the bytes are no encoded map.
llvm::Expected<TensorMapDescription>
decodeTensorMap(const std::array<uint64_t, 16> &words);

/// Bytes that one copy of the box moves, those out of bounds included.
uint64_t getBoxBytes(const TensorMapDescription &description);

} // namespace mixp::ptx

#endif // MIXP_PTXEMULATOR_TENSORMAP_H
