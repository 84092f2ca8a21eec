//===- WarpEpilogue.h - From accumulators to memory -------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WARPEPILOGUE_H
#define MIXP_LIB_CODEGEN_GPU_WARPEPILOGUE_H

#include "KernelArguments.h"

namespace mixp {

/// The last step of a warp's tile. Accumulators go through a buffer of the
/// warp's own in shared memory, 16 rows of 64 columns at a time, after which
/// each lane has neighbours in a row: enough for one store of 16 bytes. On
/// these vectors the product's epilogue runs, so that its operands are read 16
/// bytes at a time as well.
///
/// Accumulators of weight-only products have columns of the result as rows:
/// they are exchanged on their way through the buffer.
///
/// In the buffer a panel is 32 columns, 128 bytes of a row, in which the
/// 16-byte chunk c of row r lies at c ^ (2r % 8) ^ panel. Both the pairs that a
/// fragment stores and the vectors that lanes read then touch each bank once.
/// Exchanged, elements are stored one by one to even or odd rows, and the chunk
/// lies at c ^ (r % 8) ^ panel.
class WarpEpilogue {
public:
  static constexpr int64_t kRows = 16, kMaxColumns = 64;
  /// Of four warps that share a buffer and 64 columns, 16 each.
  static constexpr int64_t kGroupBytes = kRows * kMaxColumns * 4;
  /// Shared memory that a warp needs; `columns` a multiple of 32.
  static int64_t bytesPerWarp(int64_t columns) {
    return kRows * std::min(columns, kMaxColumns) * 4;
  }

  /// `buffer`: the warp's, a multiple of 128 bytes. `batch` may be null.
  WarpEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
               const KernelArguments &arguments, mlir::Value lane,
               mlir::Value buffer, mlir::Value batch);

  /// Stores 16 rows from `row` on and, of each, `accumulators.size() / 4` times
  /// 8 columns from `column` on; accumulators are in the order of MmaAtom.
  void storeRows(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                 mlir::Value row, mlir::Value column);

  /// From here on four warps store together: `warp` of them is this one,
  /// `barrier` their own barrier of the block.
  void shareWithGroup(KernelBuilder &b, mlir::Value warp, mlir::Value barrier);

  /// The same with rows and columns exchanged: `columnTiles` (an even number)
  /// times 16 columns from `column` on, each with the accumulators of as many 8
  /// rows as there are, an even number, from `row` on. Of warps that share, one
  /// tile each; `column` is the group's.
  void storeColumns(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                    int64_t columnTiles, mlir::Value row, mlir::Value column);

private:
  mlir::Value exchange(KernelBuilder &b, mlir::Value row, mlir::Value chunk);
  void storeBuffer(KernelBuilder &b, int64_t width, mlir::Value row,
                   mlir::Value column);
  void writeExchanged(KernelBuilder &b, llvm::ArrayRef<mlir::Value> first8,
                      mlir::Value tile, int64_t upperRows);
  void synchronize(KernelBuilder &b);
  void writeBuffer(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators);
  mlir::Value readBuffer(KernelBuilder &b, mlir::Value row, mlir::Value vector,
                         int64_t columns);
  void finishVector(KernelBuilder &b, mlir::Value accumulators, mlir::Value m,
                    mlir::Value n);
  mlir::Value loadOperand(KernelBuilder &b, int64_t index, mlir::AffineMap map,
                          mlir::Value m, mlir::Value n);
  mlir::Value loadVector(KernelBuilder &b, mlir::Type element,
                         mlir::Value start, mlir::Value n);

  TensorCoreMatmulOp op;
  const KernelArguments &arguments;
  mlir::Value lane, buffer, batch, rows, columns;
  /// Elements of the result in 16 bytes.
  int64_t lanes;
  bool isExchanged;
  /// Who stores what the buffer holds: `member` of `members` lanes.
  int64_t members = 32;
  mlir::Value member, groupWarp, groupBarrier;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WARPEPILOGUE_H
