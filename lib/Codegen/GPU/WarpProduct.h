//===- WarpProduct.h - A warp's share of a block's product ------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WARPPRODUCT_H
#define MIXP_LIB_CODEGEN_GPU_WARPPRODUCT_H

#include "KernelArguments.h"
#include "OperandTile.h"

namespace mixp {

/// The tiles of lhs and rhs of a block.
std::array<OperandTile, 2> getOperandTiles(TensorCoreMatmulOp op);

/// What one warp multiplies, by mma.sync: `warp_m x warp_n` of a block's tile.
class WarpProduct {
public:
  WarpProduct(KernelBuilder &b, TensorCoreMatmulOp op, mlir::Value warp,
              mlir::Value lane);

  /// Zeros: for each 16 rows, for each 8 columns, MmaAtom's registers.
  llvm::SmallVector<mlir::Value> zeros(KernelBuilder &b) const;
  /// Adds the product of the tiles at these addresses; as a sum of its own
  /// where the instruction keeps few bits.
  void accumulate(KernelBuilder &b, mlir::Value lhs, mlir::Value rhs,
                  llvm::MutableArrayRef<mlir::Value> accumulators) const;

  /// First row and column of the warp in its block's tile.
  mlir::Value row() const { return firstRow; }
  mlir::Value column() const { return firstColumn; }
  int64_t rowTiles() const { return schedule.getWarpM() / MmaAtom::kM; }

private:
  /// Without promotion.
  void multiply(KernelBuilder &b, mlir::Value lhs, mlir::Value rhs,
                llvm::MutableArrayRef<mlir::Value> accumulators) const;

  GpuScheduleAttr schedule;
  MmaAtom atom;
  OperandTile lhsTile, rhsTile;
  mlir::Value firstRow, firstColumn, lhsOffset, rhsOffset;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WARPPRODUCT_H
