//===- WarpEpilogue.h - From accumulators to memory -------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WARPEPILOGUE_H
#define MIXP_LIB_CODEGEN_GPU_WARPEPILOGUE_H

#include "SpanEpilogue.h"
#include "TensorStore.h"

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
///
/// With a TensorStore vectors go to its tiles. A warp's buffer then is one
/// panel, and the chunk lies at c ^ (2r % 8) ^ (r / 4 % 2): lanes read rows r
/// and r + 4 at a time.
class WarpEpilogue {
public:
  static constexpr int64_t kRows = 16, kMaxColumns = 64, kPanelColumns = 32;
  /// Of four warps that share a buffer and 64 columns, 16 each.
  static constexpr int64_t kGroupBytes = kRows * kMaxColumns * 4;
  /// Of a warp with a TensorStore.
  static constexpr int64_t kPanelBytes = kRows * kPanelColumns * 4;
  /// Shared memory that a warp needs; `columns` a multiple of 32.
  static int64_t bytesPerWarp(int64_t columns) {
    return kRows * std::min(columns, kMaxColumns) * 4;
  }

  /// `buffer`: the team's, a multiple of 128 bytes. `batch` may be null.
  WarpEpilogue(KernelBuilder &b, TensorCoreMatmulOp op,
               const KernelArguments &arguments, const StoreTeam &team,
               mlir::Value buffer, mlir::Value batch,
               const TensorStore *store = nullptr);

  /// Stores 16 rows from `row` on and, of each, `accumulators.size() / 4` times
  /// 8 columns from `column` on; accumulators are in the order of MmaAtom.
  void storeRows(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                 mlir::Value row, mlir::Value column);

  /// The same with rows and columns exchanged: `columnTiles` (an even number)
  /// times 16 columns from `column` on, each with the accumulators of as many 8
  /// rows as there are, an even number, from `row` on. Of warps that share, one
  /// tile each; `column` is the group's.
  void storeColumns(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators,
                    int64_t columnTiles, mlir::Value row, mlir::Value column);

private:
  /// What the buffer holds at a time: `width` columns and 16 rows. With a
  /// TensorStore its tile, and the piece's first column of that.
  struct Piece {
    mlir::Value row, column;
    int64_t width, turn = 0, inTile = 0;
  };

  mlir::Value exchange(KernelBuilder &b, mlir::Value row, mlir::Value chunk);
  mlir::Value rowOf(KernelBuilder &b, mlir::Value id, int64_t vectors);
  void storeBuffer(KernelBuilder &b, const Piece &piece);
  void sendBuffer(KernelBuilder &b, const Piece &piece);
  void forEachVector(
      KernelBuilder &b, const Piece &piece,
      llvm::function_ref<void(mlir::Value, mlir::Value, mlir::Value)> body);
  void writeExchanged(KernelBuilder &b, llvm::ArrayRef<mlir::Value> first8,
                      mlir::Value tile, int64_t upperRows);
  void writeBuffer(KernelBuilder &b, llvm::ArrayRef<mlir::Value> accumulators);
  mlir::Value readBuffer(KernelBuilder &b, mlir::Value row, mlir::Value vector);
  mlir::Value finishVector(KernelBuilder &b, const Piece &piece,
                           mlir::Value row, mlir::Value vector);
  void storeVector(KernelBuilder &b, mlir::Value words, mlir::Value m,
                   mlir::Value n);

  TensorCoreMatmulOp op;
  const KernelArguments &arguments;
  SpanEpilogue epilogue;
  StoreTeam team;
  const TensorStore *store;
  mlir::Value buffer, batch, rows, columns;
  /// Elements of the result in 16 bytes, and columns of a piece at most.
  int64_t lanes, pieceColumns;
  bool isExchanged;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WARPEPILOGUE_H
