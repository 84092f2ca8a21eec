//===- SplitSum.h - One tile by several blocks ------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_SPLITSUM_H
#define MIXP_LIB_CODEGEN_GPU_SPLITSUM_H

#include "KernelArguments.h"

namespace mixp {

/// The parts of a tile's sum over K that several blocks compute: `split_k`, or
/// with `split_blocks` as many as the launch has. Each block keeps its
/// accumulators in a workspace, as its threads hold them, and counts; the one
/// that counts last adds all parts in the order of K, so that the result does
/// not depend on which block that is. A launch with one part has no workspace.
class SplitSum {
public:
  /// `thread` of `threads` threads that hold accumulators, which `barrier`
  /// waits for; `flag`: 4 bytes of shared memory.
  SplitSum(KernelBuilder &b, TensorCoreMatmulOp op,
           const KernelArguments &arguments, mlir::Value thread,
           int64_t threads, mlir::Value flag,
           std::function<void(KernelBuilder &)> barrier);

  /// Bytes of the workspaces for one tile: parts, and a counter, which is 0
  /// between launches.
  static int64_t partBytes(GpuScheduleAttr schedule);
  static constexpr int64_t kCounterBytes = 4;

  /// Calls `finish` with the whole sums, in the last block of `tile` only;
  /// tiles are numbered through all batches. The number of accumulators is a
  /// multiple of 4.
  void finish(KernelBuilder &b, mlir::Value tile,
              llvm::ArrayRef<mlir::Value> accumulators,
              llvm::function_ref<void(llvm::ArrayRef<mlir::Value>)> finish);

private:
  void storePart(KernelBuilder &b, mlir::Value tile,
                 llvm::ArrayRef<mlir::Value> accumulators) const;
  mlir::Value partAddress(KernelBuilder &b, mlir::Value tile, mlir::Value split,
                          int64_t quad) const;
  /// The sums of all parts, as this thread holds `count` accumulators.
  llvm::SmallVector<mlir::Value> addParts(KernelBuilder &b, mlir::Value tile,
                                          mlir::Type element,
                                          int64_t count) const;
  void count(KernelBuilder &b, mlir::Value tile) const;
  mlir::Value countBlock(KernelBuilder &b, mlir::Value tile) const;
  /// Of the block that came after `before` others.
  mlir::Value isLast(KernelBuilder &b, mlir::Value before) const;
  /// Accumulators, which are whole where the launch has one part, else in the
  /// last block, and then whether they are.
  llvm::SmallVector<mlir::Value>
  gather(KernelBuilder &b, mlir::Value tile,
         llvm::ArrayRef<mlir::Value> accumulators) const;

  GpuScheduleAttr schedule;
  const KernelArguments &arguments;
  mlir::Value thread, flag, parts;
  int64_t threads;
  std::function<void(KernelBuilder &)> barrier;
};

/// The steps along K of this block: all of `count`, or of several blocks its
/// share, which may be empty.
struct StepRange {
  mlir::Value begin, end, count;

  StepRange(KernelBuilder &b, GpuScheduleAttr schedule, mlir::Value k);
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_SPLITSUM_H
