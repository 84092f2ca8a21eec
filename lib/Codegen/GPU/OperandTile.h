//===- OperandTile.h - One operand of a block's product ---------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_OPERANDTILE_H
#define MIXP_LIB_CODEGEN_GPU_OPERANDTILE_H

#include "MmaAtom.h"
#include "SmemTile.h"

namespace mixp {

/// The part of an operand that a block multiplies in one step along K: `width`
/// rows of lhs or columns of rhs, `depth` elements of K. Memory is contiguous
/// along K (lhs as M x K, rhs as N x K) or, of 16-bit elements only, along the
/// other dimension, which ldmatrix transposes.
struct OperandTile {
  bool isLhs, isContiguousAlongK;
  int64_t elementBytes, width, depth;

  SmemTile smem() const {
    return isContiguousAlongK ? SmemTile{width, depth * elementBytes}
                              : SmemTile{depth, width * elementBytes};
  }

  /// What one lane passes to ldmatrix for the fragment at `first` (a row of lhs
  /// or column of rhs) and K = 0: bytes from the tile's start.
  mlir::Value laneOffset(KernelBuilder &b, mlir::Value lane,
                         mlir::Value first) const;

  /// ldmatrix of 16 rows or columns, `step` after laneOffset's, over the 32
  /// bytes of K with this index. Four registers in the order of MmaAtom's lhs,
  /// or of its rhs for 8 columns and then for the next 8.
  llvm::SmallVector<mlir::Value>
  loadFragment(KernelBuilder &b, mlir::Value stage, mlir::Value laneOffset,
               int64_t step, int64_t kIndex) const;
};

/// The copy of one operand's tiles by all threads of a block, each some chunks
/// of 16 bytes.
class TileCopy {
public:
  /// `matrix`: address of the batch's matrix; `first`: the tile's first row
  /// (lhs) or column (rhs); `pitch`: bytes between rows in memory, a multiple
  /// of 16; `size` and `depth`: the matrix' rows (columns) and its K.
  TileCopy(KernelBuilder &b, OperandTile tile, int64_t threads,
           mlir::Value thread, mlir::Value matrix, mlir::Value first,
           mlir::Value pitch, mlir::Value size, mlir::Value depth);

  /// cp.async of the tile that begins at `k` into the stage's buffer. What is
  /// outside of the matrix becomes zeros.
  void copyAsync(KernelBuilder &b, mlir::Value stage, mlir::Value k);

  /// The same in two halves, through registers: vectors of 16 bytes.
  llvm::SmallVector<mlir::Value> load(KernelBuilder &b, mlir::Value k);
  void store(KernelBuilder &b, mlir::Value stage,
             llvm::ArrayRef<mlir::Value> values);

private:
  /// Rows and 16-byte chunks of a row from this thread's first one to its one
  /// number i.
  int64_t rowOf(int64_t i) const;
  int64_t chunkOf(int64_t i) const;
  mlir::Value target(KernelBuilder &b, mlir::Value stage, int64_t i);
  /// Address in memory of chunk `i`, and how many of its bytes are inside.
  std::pair<mlir::Value, mlir::Value> locate(KernelBuilder &b, int64_t i,
                                             mlir::Value k);

  OperandTile tile;
  int64_t chunks, perRowStep, rowStep, panelStep;
  mlir::Value matrix, first, pitch, size, depth;
  /// This thread's first row of the tile as stored, its chunk in every row, and
  /// the offset of both in shared memory.
  mlir::Value row, chunk, smemOffset;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_OPERANDTILE_H
