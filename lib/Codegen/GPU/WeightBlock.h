//===- WeightBlock.h - What weight-only kernels share -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WEIGHTBLOCK_H
#define MIXP_LIB_CODEGEN_GPU_WEIGHTBLOCK_H

#include "SplitSum.h"
#include "WeightProduct.h"

namespace mixp {

/// One tile of the result of a weight-only product by all warps of a block:
/// places, copies, and what comes after the last step along K.
class WeightBlock {
public:
  WeightBlock(KernelBuilder &b, TensorCoreMatmulOp op,
              const KernelArguments &arguments, mlir::Value shared);

  static int64_t threads(GpuScheduleAttr schedule);
  static int64_t sharedBytes(TensorCoreMatmulOp op);

  /// Steps along K of this block.
  const StepRange &steps() const { return *range; }

  /// cp.async of all that a step needs.
  void copyAsync(KernelBuilder &b, mlir::Value step, mlir::Value stage);
  /// The same in two halves, through registers; zeros after the last step of
  /// the block.
  struct Loaded {
    llvm::SmallVector<mlir::Value> lhs, weights, scale, zeroPoint;
  };
  Loaded load(KernelBuilder &b, mlir::Value step);
  void store(KernelBuilder &b, mlir::Value stage, const Loaded &loaded);

  void accumulate(KernelBuilder &b, mlir::Value stage,
                  llvm::MutableArrayRef<mlir::Value> accumulators) const;

  /// A loop over all steps that carries stages and accumulators. `body` gets
  /// the step, the stage and the accumulators, which it changes.
  void buildLoop(KernelBuilder &b,
                 llvm::function_ref<void(mlir::Value step, mlir::Value stage,
                                         llvm::MutableArrayRef<mlir::Value>)>
                     body);

  /// The stage after `stage`.
  mlir::Value nextStage(KernelBuilder &b, mlir::Value stage) const;

  /// Epilogue and stores, once nothing is on its way into shared memory.
  void finish(KernelBuilder &b);

private:
  mlir::Value weightsOf(KernelBuilder &b, mlir::Value step) const;
  WeightProduct::Stage stageAt(KernelBuilder &b, mlir::Value stage) const;
  void reduceShares(KernelBuilder &b);
  void store(KernelBuilder &b, llvm::ArrayRef<mlir::Value> sums);

  TensorCoreMatmulOp op;
  const KernelArguments &arguments;
  GpuScheduleAttr schedule;
  mlir::Value shared, batch, thread, warpIndex, lane, blockRow, blockColumn,
      tile, weightOrigin;
  std::optional<StepRange> range;
  std::optional<TileCopy> lhs;
  std::optional<LinearCopy> weights;
  std::optional<GroupTable> scale, zeroPoint;
  std::optional<WeightProduct> product;
  llvm::SmallVector<mlir::Value> accumulators;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WEIGHTBLOCK_H
