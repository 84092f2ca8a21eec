//===- TileKernel.h - Products in AMX tiles ---------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_TILEKERNEL_H
#define MIXP_LIB_CODEGEN_CPU_TILEKERNEL_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// Rows of a tile, and bytes of a row: all tiles have the full size. LLVM gives
/// every tile register of a function one shape, so lhs and the packed rhs are
/// padded with zeros to whole tiles.
constexpr int64_t kTileRows = 16, kTileRowBytes = 64;
/// Words of 4 bytes along K of one tile.
constexpr int64_t kTileWords = 16;

/// Whether a schedule's sizes are those of tiles: up to 2 x 2 of them, one
/// block of K, and chunks of whole tiles.
bool fitsTiles(ScheduleAttr schedule);

/// Builds the sums of mr x nr elements with the matrix instructions of Intel's
/// AMX: rows in tiles of 16, columns in tiles of 16. Up to 2 x 2 tiles of sums
/// and two of each side fill the eight tile registers.
class TileKernel {
public:
  TileKernel(mlir::ImplicitLocOpBuilder &b, PackedMatmulOp op,
             const KernelConfig &config)
      : b(b), op(op), config(config) {}

  /// Where sums are put: mr x nr of the accumulator's type.
  mlir::Value allocateSums();

  /// Sums over all steps of the packed rhs, for the rows of lhs from `row` on
  /// and one panel; `batch` is empty or the batch index.
  void build(mlir::ValueRange batch, mlir::Value row, mlir::Value panel,
             mlir::OpFoldResult steps, mlir::Value sums);

private:
  using Values = llvm::SmallVector<mlir::Value>;

  int64_t rowTiles() { return op.getSchedule().getMr() / kTileRows; }
  int64_t columnTiles() { return config.nr / kTileRows; }
  mlir::Value index(int64_t value);
  mlir::Value i16(int64_t value);
  mlir::Type tileType();
  mlir::Value addressOf(mlir::Value memref, mlir::ValueRange indices);
  mlir::Value strideOf(mlir::Value memref);
  mlir::Value load(mlir::Value address, mlir::Value stride);

  mlir::ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  const KernelConfig &config;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_TILEKERNEL_H
