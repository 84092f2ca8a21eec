//===- WarpgroupProduct.h - 64 rows by wgmma --------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WARPGROUPPRODUCT_H
#define MIXP_LIB_CODEGEN_GPU_WARPGROUPPRODUCT_H

#include "KernelArguments.h"
#include "OperandTile.h"
#include "mlir/Dialect/LLVMIR/LLVMTypes.h"

namespace mixp {

/// The product of 64 rows of lhs and all columns of rhs of a block's tile by
/// four warps, both operands read from shared memory. Accumulators are one
/// struct value: of warp w, rows 16w ... 16w + 15, for each 8 columns those of
/// MmaAtom.
class WarpgroupProduct {
public:
  WarpgroupProduct(TensorCoreMatmulOp op);

  mlir::Value zeros(KernelBuilder &b) const;

  /// Multiplies the tiles at these addresses, `group` the 64 rows, and waits
  /// for the result. `startsAtZero`: instead of adding to `accumulators`.
  ///
  /// All of it is one piece of inline assembly: registers of a product that is
  /// under way must not be moved, and none may be written between the fence and
  /// the product, which LLVM does not know.
  mlir::Value multiply(KernelBuilder &b, mlir::Value lhs, mlir::Value rhs,
                       mlir::Value group, mlir::Value accumulators,
                       bool startsAtZero) const;

  /// sum + part, element by element.
  mlir::Value add(KernelBuilder &b, mlir::Value sum, mlir::Value part) const;

  /// The accumulators as f32 or i32.
  llvm::SmallVector<mlir::Value> unpack(KernelBuilder &b,
                                        mlir::Value accumulators) const;

private:
  /// Registers of accumulators of a thread; two of f16 share one.
  int64_t size() const {
    return schedule.getBlockN() / (schedule.getCore().getAcc().isF16() ? 4 : 2);
  }
  mlir::LLVM::LLVMStructType type() const;
  std::string assembly(bool startsAtZero) const;

  GpuScheduleAttr schedule;
  OperandTile lhsTile, rhsTile;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WARPGROUPPRODUCT_H
