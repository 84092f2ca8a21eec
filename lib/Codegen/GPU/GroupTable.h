//===- GroupTable.h - Scales and zero points along K ------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_GROUPTABLE_H
#define MIXP_LIB_CODEGEN_GPU_GROUPTABLE_H

#include "KernelArguments.h"

namespace mixp {

/// How a stage's part of K falls into segments, each within one group.
struct Segments {
  /// Elements of K of a segment and of a group.
  int64_t size, group;
  /// Segments of a stage.
  int64_t count;

  /// Of a product with groups; one segment for each warp's share of a stage
  /// without.
  explicit Segments(TensorCoreMatmulOp op);
};

/// A table of scales or zero points with a row of N elements for each group:
/// the part that belongs to a block's tile and one stage, in shared memory. It
/// has a row for each segment, so that its place does not depend on the group.
class GroupTable {
public:
  /// `operand`: its number; `first`: the tile's first column.
  GroupTable(KernelBuilder &b, TensorCoreMatmulOp op,
             const KernelArguments &arguments, int64_t operand, int64_t threads,
             mlir::Value thread, mlir::Value batch, mlir::Value first);

  /// Bytes of a stage of an operand's table.
  static int64_t bytes(TensorCoreMatmulOp op, int64_t operand);

  /// cp.async of the rows of the stage that begins at element `k`; outside of
  /// the table are zeros.
  void copyAsync(KernelBuilder &b, mlir::Value stage, mlir::Value k);
  /// The same in two halves, through registers.
  llvm::SmallVector<mlir::Value> load(KernelBuilder &b, mlir::Value k);
  void store(KernelBuilder &b, mlir::Value stage,
             llvm::ArrayRef<mlir::Value> values);

  /// The element of a segment (counted in the stage, 32 bits) and a column of
  /// the tile.
  mlir::Value read(KernelBuilder &b, mlir::Value stage, mlir::Value segment,
                   mlir::Value column) const;

private:
  int64_t pieces() const;
  /// Address in memory of a piece of 16 bytes, and how many of them are inside
  /// of the table.
  std::pair<mlir::Value, mlir::Value> locate(KernelBuilder &b,
                                             mlir::Value piece, mlir::Value k);
  /// `body` for each of this thread's pieces.
  void forEach(KernelBuilder &b,
               llvm::function_ref<void(mlir::Value piece)> body);

  Segments segments;
  mlir::Type element;
  int64_t columns, threads;
  mlir::Value thread, matrix, pitch, first, width, groups;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_GROUPTABLE_H
