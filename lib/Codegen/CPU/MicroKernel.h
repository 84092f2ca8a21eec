//===- MicroKernel.h - Register tiles ---------------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_MICROKERNEL_H
#define MIXP_LIB_CODEGEN_CPU_MICROKERNEL_H

#include "DotBuilder.h"
#include "LhsIndices.h"
#include "RowPairs.h"
#include "TileKernel.h"

namespace mixp {

/// A block of K: `steps` steps from step `first` on. The flags are null where
/// it is the only one.
struct KBlock {
  mlir::Value index, first;
  mlir::OpFoldResult steps;
  mlir::Value isFirst, isLast;
};

/// Where a register tile lies.
struct TilePosition {
  int64_t rows;
  llvm::SmallVector<mlir::Value> batch; ///< empty or the batch index
  mlir::Value row, panel;
  KBlock k;
  /// Number of the tile among those that share the panel, counted from 0.
  mlir::Value number;
  /// Where the sums of all blocks of K but the last are kept: a memref of
  /// panels x rows x nr, and the tile's place in it.
  mlir::Value partial, partialPanel, partialRow;
};

/// Builds register tiles: `rows` x nr accumulators over a block of K, then
/// their epilogue or the partial sums. Every accumulator lives in a vector
/// register from the first step to the store.
class MicroKernel {
public:
  MicroKernel(mlir::ImplicitLocOpBuilder &b, PackedMatmulOp op,
              const KernelConfig &config)
      : b(b), op(op), config(config), dots(b, config), pairs(b, config),
        lhs(b, op), tiles(b, op, config) {}

  /// Constants and memory used by every tile; call once, outside of the loops.
  void prepare();
  /// Frees the memory; call once, after the loops.
  void finish();

  void build(const TilePosition &tile);

private:
  using Values = llvm::SmallVector<mlir::Value>;

  void buildFromTiles(const TilePosition &tile);
  Values sumAll(const TilePosition &tile);
  Values startSums(const TilePosition &tile);
  Values sumGroups(const TilePosition &tile);
  Values addGroup(const TilePosition &tile, mlir::Value group,
                  mlir::Value first, mlir::OpFoldResult count,
                  mlir::ValueRange accumulators);
  mlir::Value loadGroupEntry(mlir::Value table, const TilePosition &tile,
                             mlir::Value group, int64_t vector);
  void prefetchGroup(const TilePosition &tile, mlir::Value group);
  Values startGroup(const TilePosition &tile, mlir::Value group);
  Values loadZeroPoints(const TilePosition &tile, mlir::Value group);
  Values sumSteps(const TilePosition &tile, mlir::Value first,
                  mlir::OpFoldResult count, Values accumulators);
  Values addRuns(const TilePosition &tile, mlir::Value first,
                 mlir::OpFoldResult count, Values accumulators);
  Values addSteps(const TilePosition &tile, mlir::Value first,
                  mlir::OpFoldResult count, Values accumulators);
  Values addLoop(const TilePosition &tile, mlir::Value first, mlir::Value end,
                 int64_t unroll, Values accumulators);
  Values addStep(const TilePosition &tile, mlir::Value step,
                 Values accumulators);
  void prefetch(const TilePosition &tile, mlir::Value step);
  void prefetchOuts(const TilePosition &tile);
  void store(const TilePosition &tile, mlir::ValueRange accumulators);
  void storePartial(const TilePosition &tile, mlir::ValueRange accumulators);
  void storeColumns(const TilePosition &tile, mlir::ValueRange accumulators,
                    std::optional<int64_t> columns, mlir::Value dynamicColumns);
  void storeResult(const TilePosition &tile, mlir::ValueRange accumulators);

  Values panelIndices(const TilePosition &tile);
  Values rhsIndices(const TilePosition &tile, mlir::Value step,
                    mlir::Value element);
  Values partialIndices(const TilePosition &tile, int64_t row, int64_t vector);
  mlir::Value firstColumn(const TilePosition &tile);
  mlir::Value zero(mlir::VectorType type);
  mlir::Value index(int64_t value);
  mlir::Value add(mlir::Value lhs, int64_t rhs);
  mlir::Value multiply(mlir::Value lhs, int64_t rhs);

  mlir::ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  const KernelConfig &config;
  DotBuilder dots;
  /// Of the group that is being built, for each vector of the panel.
  Values zeroPoints;
  RowPairs pairs;
  LhsIndices lhs;
  TileKernel tiles;
  mlir::Value tileSums; ///< null but for instructions of tiles
};

/// Size of `dim` of a memref: an attribute where it is static.
mlir::OpFoldResult memrefSize(mlir::ImplicitLocOpBuilder &b, mlir::Value memref,
                              int64_t dim);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_MICROKERNEL_H
