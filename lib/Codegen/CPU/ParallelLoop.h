//===- ParallelLoop.h - Chunks of work for several threads ------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_PARALLELLOOP_H
#define MIXP_LIB_CODEGEN_CPU_PARALLELLOOP_H

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Builds a loop over [0, count) whose iterations, independent of each other,
/// `threads` threads take one by one as each becomes free; 0: as many as OpenMP
/// has. A single iteration starts no threads.
void buildParallelLoop(mlir::ImplicitLocOpBuilder &b, int64_t threads,
                       mlir::OpFoldResult count,
                       llvm::function_ref<void(mlir::Value)> body);

/// One dim of an iteration space that is cut into chunks.
class ChunkedDim {
public:
  /// `size` is the dim's; a chunk of 0 is all of it.
  ChunkedDim(mlir::ImplicitLocOpBuilder &b, mlir::OpFoldResult size,
             int64_t chunk);

  mlir::OpFoldResult getCount() const { return count; }
  mlir::OpFoldResult getSize() const { return size; }

  /// Builds code for the chunk of that number. A static size stays static: the
  /// shorter last chunk gets code of its own.
  using Body = llvm::function_ref<void(mlir::OpFoldResult offset,
                                       mlir::OpFoldResult size)>;
  void build(mlir::Value number, Body body) const;

private:
  mlir::ImplicitLocOpBuilder &b;
  mlir::OpFoldResult size;
  int64_t chunk;
  mlir::OpFoldResult count;
};

/// The part of a memref that starts at `offsets` and has `sizes`.
mlir::Value sliceMemRef(mlir::ImplicitLocOpBuilder &b, mlir::Value memref,
                        llvm::ArrayRef<mlir::OpFoldResult> offsets,
                        llvm::ArrayRef<mlir::OpFoldResult> sizes);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_PARALLELLOOP_H
