//===- WeightProduct.h - A warp's product of decoded weights ----*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WEIGHTPRODUCT_H
#define MIXP_LIB_CODEGEN_GPU_WEIGHTPRODUCT_H

#include "GroupTable.h"
#include "MmaAtom.h"
#include "OperandTile.h"
#include "WeightTile.h"

namespace mixp {

/// The activations of a block's tile: the instruction's right operand, whose
/// columns are rows of lhs.
OperandTile getActivationTile(TensorCoreMatmulOp op);

/// What one warp multiplies, by mma.sync: `warp_n` columns of the result as the
/// instruction's rows, `warp_m` rows as its columns, over its share of a
/// stage's K.
class WeightProduct {
public:
  /// A stage's buffers in shared memory, and the tables that have one.
  struct Stage {
    mlir::Value lhs, weights, scale, zeroPoint;
  };

  /// `scale`, `zeroPoint`: tables that vary along K, or null.
  WeightProduct(KernelBuilder &b, TensorCoreMatmulOp op, mlir::Value warp,
                mlir::Value lane, const GroupTable *scale,
                const GroupTable *zeroPoint);

  /// Zeros: for each 16 columns, for each 8 rows of the result, MmaAtom's
  /// accumulators, whose rows are columns of the result.
  llvm::SmallVector<mlir::Value> zeros(KernelBuilder &b) const;

  /// Zero points that do not vary along K are read once, from `row`, the
  /// address of the table's row, before the first step.
  void readZeroPoints(KernelBuilder &b, mlir::Value row, mlir::Value first,
                      mlir::Value width);

  /// Adds the product of a stage, its groups scaled.
  void accumulate(KernelBuilder &b, const Stage &stage,
                  llvm::MutableArrayRef<mlir::Value> accumulators) const;

  /// First row and column of the warp in its block's tile, and which share of K
  /// it has.
  mlir::Value row() const { return firstRow; }
  mlir::Value column() const { return firstColumn; }
  mlir::Value share() const { return kWarp; }
  int64_t columnTiles() const { return schedule.getWarpN() / MmaAtom::kM; }
  int64_t rowTiles() const { return schedule.getWarpM() / MmaAtom::kN; }

private:
  using Offsets = llvm::SmallVector<std::array<mlir::Value, 2>>;
  /// Column of this lane in its tile of 16: the instruction's row g, or g + 8.
  mlir::Value columnOf(KernelBuilder &b, int64_t tile, bool isUpper) const;
  Offsets prepareOffsets(
      KernelBuilder &b,
      llvm::function_ref<mlir::Value(mlir::Value column)> zeroPoint) const;
  /// Which segment of the stage the warp's element `k` is in.
  mlir::Value segmentOf(KernelBuilder &b, int64_t k) const;
  void multiplyTile(KernelBuilder &b, mlir::Value lhs, int64_t k,
                    llvm::ArrayRef<llvm::SmallVector<mlir::Value>> words,
                    const Offsets &offsets,
                    llvm::MutableArrayRef<mlir::Value> sums) const;
  void addScaled(KernelBuilder &b, const Stage &stage, int64_t k,
                 llvm::ArrayRef<mlir::Value> parts,
                 llvm::MutableArrayRef<mlir::Value> sums) const;

  GpuScheduleAttr schedule;
  MmaAtom atom;
  OperandTile lhsTile;
  WeightTile weights;
  Segments segments;
  const GroupTable *scale, *zeroPoint;
  int64_t shareK;
  mlir::Value lane, firstRow, firstColumn, kWarp, lhsOffset, weightPlace;
  Offsets fixedOffsets;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WEIGHTPRODUCT_H
