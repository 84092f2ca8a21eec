//===- MicroKernel.h - Register tiles ---------------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_MICROKERNEL_H
#define MIXP_LIB_CODEGEN_CPU_MICROKERNEL_H

#include "DotBuilder.h"
#include "KernelConfig.h"

namespace mixp {

/// Builds register tiles: `rows` x nr accumulators over all of K, then their
/// epilogue. Every accumulator lives in a vector register from the first step
/// to the store.
class MicroKernel {
public:
  MicroKernel(mlir::ImplicitLocOpBuilder &b, PackedMatmulOp op,
              const KernelConfig &config)
      : b(b), op(op), config(config), dots(b, config) {}

  /// Constants used by every tile; call once, outside of the loops.
  void prepare() { dots.prepare(); }

  /// One tile: rows [row, row + rows) and the columns of `panel`. `batch` is
  /// empty or the batch index.
  void build(int64_t rows, mlir::ValueRange batch, mlir::Value row,
             mlir::Value panel);

private:
  using Values = llvm::SmallVector<mlir::Value>;

  /// The tile that is being built.
  struct Tile {
    int64_t rows;
    Values batch;
    mlir::Value row, panel, column;
  };

  Values sumAll(const Tile &tile);
  Values sumGroups(const Tile &tile);
  Values addGroup(const Tile &tile, mlir::Value group, mlir::Value first,
                  mlir::OpFoldResult count, mlir::ValueRange accumulators);
  Values addSteps(const Tile &tile, mlir::Value first, mlir::OpFoldResult count,
                  Values accumulators);
  Values addLoop(const Tile &tile, mlir::Value first, mlir::Value end,
                 int64_t unroll, Values accumulators);
  Values addStep(const Tile &tile, mlir::Value step, Values accumulators);
  void store(const Tile &tile, mlir::ValueRange accumulators);
  void storeColumns(const Tile &tile, mlir::ValueRange accumulators,
                    std::optional<int64_t> columns, mlir::Value dynamicColumns);

  mlir::Value zero(mlir::VectorType type);
  mlir::Value index(int64_t value);
  mlir::Value add(mlir::Value lhs, int64_t rhs);
  mlir::Value multiply(mlir::Value lhs, int64_t rhs);

  mlir::ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  const KernelConfig &config;
  DotBuilder dots;
};

/// Size of `dim` of a memref: an attribute where it is static.
mlir::OpFoldResult memrefSize(mlir::ImplicitLocOpBuilder &b, mlir::Value memref,
                              int64_t dim);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_MICROKERNEL_H
