//===- BlockProduct.h - What kernels of mma.sync share ----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_BLOCKPRODUCT_H
#define MIXP_LIB_CODEGEN_GPU_BLOCKPRODUCT_H

#include "SplitSum.h"
#include "WarpEpilogue.h"
#include "WarpProduct.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mixp {

/// One tile of the result by all warps of a block: places, copies, and what
/// comes after the last step along K.
class BlockProduct {
public:
  BlockProduct(KernelBuilder &b, TensorCoreMatmulOp op,
               const KernelArguments &arguments, mlir::Value shared);

  static int64_t threads(GpuScheduleAttr schedule);
  static int64_t sharedBytes(TensorCoreMatmulOp op);

  TileCopy &lhsCopy() { return *lhs; }
  TileCopy &rhsCopy() { return *rhs; }
  const WarpProduct &warp() const { return *product; }

  /// Steps along K of this block.
  const StepRange &steps() const { return *range; }
  /// The element of K at which a step begins.
  mlir::Value depthOf(KernelBuilder &b, mlir::Value step) const;
  /// Addresses of the buffers of lhs and rhs of a stage.
  mlir::Value lhsStage(KernelBuilder &b, mlir::Value stage) const;
  mlir::Value rhsStage(KernelBuilder &b, mlir::Value stage) const;
  /// The stage after `stage`.
  mlir::Value nextStage(KernelBuilder &b, mlir::Value stage) const;

  /// A loop over all steps that carries stages and accumulators. `body` gets
  /// the step, the first stage index and the accumulators, which it changes.
  void buildLoop(KernelBuilder &b,
                 llvm::function_ref<void(mlir::Value step, mlir::Value stage,
                                         llvm::MutableArrayRef<mlir::Value>)>
                     body);

  /// Epilogue and stores, once nothing is on its way into shared memory.
  void finish(KernelBuilder &b);

private:
  void store(KernelBuilder &b, llvm::ArrayRef<mlir::Value> sums);

  TensorCoreMatmulOp op;
  const KernelArguments &arguments;
  GpuScheduleAttr schedule;
  std::array<OperandTile, 2> tiles;
  mlir::Value shared, batch, warpIndex, lane, blockRow, blockColumn, tile;
  mlir::Value thread;
  std::optional<StepRange> range;
  std::optional<TileCopy> lhs, rhs;
  std::optional<WarpProduct> product;
  llvm::SmallVector<mlir::Value> accumulators;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_BLOCKPRODUCT_H
