//===- WeightGroupProduct.h - Decoded weights by wgmma ----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WEIGHTGROUPPRODUCT_H
#define MIXP_LIB_CODEGEN_GPU_WEIGHTGROUPPRODUCT_H

#include "WeightProduct.h"

namespace mixp {

/// 64 columns of the result by four warps with wgmma, which takes its left
/// operand, decoded weights, from registers and activations from shared memory.
/// Of warp w, columns 16w ... 16w + 15; accumulators for each 8 rows of the
/// result as those of MmaAtom, in one struct value.
class WeightGroupProduct {
public:
  using Stage = WeightProduct::Stage;

  /// `column`: the lane's first column in the block's tile, that of the
  /// instruction's row g; `warpColumn`: the warp's.
  WeightGroupProduct(KernelBuilder &b, TensorCoreMatmulOp op, mlir::Value lane,
                     mlir::Value warpColumn, const GroupTable *scale,
                     const GroupTable *zeroPoint);

  mlir::Value zeros(KernelBuilder &b) const;
  /// Of zero points that do not vary along K, as WeightProduct's; `first`: the
  /// tile's first column. Until then there are none.
  void readZeroPoints(KernelBuilder &b, mlir::Value row, mlir::Value first,
                      mlir::Value width);
  /// accumulators plus the product of a stage, its groups scaled.
  mlir::Value accumulate(KernelBuilder &b, const Stage &stage,
                         mlir::Value accumulators) const;
  llvm::SmallVector<mlir::Value> unpack(KernelBuilder &b,
                                        mlir::Value accumulators) const;

private:
  int64_t size() const { return schedule.getBlockM() / 2; }
  /// The product over a segment, which begins at element k of the stage, as one
  /// piece of inline assembly: decoded registers must not change, and none may
  /// be written between fence and product, which LLVM does not know.
  mlir::Value multiply(KernelBuilder &b, const Stage &stage, int64_t k,
                       llvm::ArrayRef<mlir::Value> decoded,
                       mlir::Value accumulators, bool startsAtZero) const;
  std::string assembly(int64_t count, bool startsAtZero) const;
  mlir::Value addScaled(KernelBuilder &b, const Stage &stage, int64_t segment,
                        mlir::Value part, mlir::Value sum) const;
  std::array<mlir::Value, 2> prepareOffsets(
      KernelBuilder &b,
      llvm::function_ref<mlir::Value(mlir::Value column)> zeroPoint) const;

  GpuScheduleAttr schedule;
  OperandTile lhsTile;
  WeightTile weights;
  Segments segments;
  const GroupTable *scale, *zeroPoint;
  mlir::Value column, weightPlace;
  std::array<mlir::Value, 2> fixedOffsets;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WEIGHTGROUPPRODUCT_H
