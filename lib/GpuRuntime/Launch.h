//===- Launch.h - One launch of a kernel ------------------------*- C++ -*-===//
#ifndef MIXP_GPURUNTIME_LAUNCH_H
#define MIXP_GPURUNTIME_LAUNCH_H

#include "GpuRuntime/Layout.h"
#include <map>
#include <optional>

namespace mixp::gpurt {

enum class Access { Read, Write };

/// Where one dim of an operand comes from, for inferring and checking shapes: a
/// size by its name, a fixed number, or (neither) anything.
struct OperandDim {
  std::string size;
  std::optional<int64_t> fixed;
};

/// A tensor as a kernel wants it.
struct Operand {
  size_t value = 0; // index into Manifest::values; LaunchExecutor ignores it
  Access access = Access::Read;
  Layout layout;
  std::vector<OperandDim> dims; // one for each dim, or empty: see LaunchSizes.h
};

/// A number: fixed, or dim `dim` of the host's shape of operand `operand`.
struct SizeSource {
  std::optional<int64_t> fixed;
  size_t operand = 0;
  size_t dim = 0;
};

/// How many blocks: x = ceil(M / tileM) * ceil(N / tileN), at most the number
/// of multiprocessors where persistent; y parts of K: splitK, or with
/// splitBlocks what countParts says; z = B, or 1 without it.
struct Grid {
  int64_t tileM = 1;
  int64_t tileN = 1;
  int64_t splitK = 1;
  int64_t splitBlocks = 0; // 0: always splitK parts
  int64_t splitDepth = 0;  // of K, at least 1 with splitBlocks
  bool persistent = false;
};

/// One parameter of the kernel.
struct Argument {
  enum class Kind {
    TensorMap,   // by value, 128 bytes: `operand`, `box`, `swizzle`
    Pointer,     // to the first element of `operand`
    Pitch,       // i32: bytes from one row of `operand` to the next
    BatchStride, // i64: bytes from one matrix to the next, 0 where all use one
    Size,        // i32: the size named `size`
    Workspace    // pointer: tiles * B * bytesPerTile bytes, none for one part
  };
  Kind kind = Kind::Pointer;
  size_t operand = 0;
  std::vector<uint32_t> box; // elements, innermost dim first; 1 to 3 of them
  unsigned swizzle = 0;      // bytes: 0, 32, 64 or 128
  std::string size;
  uint64_t bytesPerTile = 0;
  /// Is the workspace zero before the first launch? Kernels leave it so.
  bool zero = false;
};

struct Launch {
  std::string kernel;
  uint32_t threads = 0;
  uint64_t sharedBytes = 0;
  std::map<std::string, SizeSource> sizes; // has M and N; B is the batch
  std::vector<Operand> operands;
  Grid grid;
  std::vector<Argument> arguments;
};

} // namespace mixp::gpurt

#endif // MIXP_GPURUNTIME_LAUNCH_H
