//===- WeightTile.h - Packed weights in shared memory -----------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_GPU_WEIGHTTILE_H
#define MIXP_LIB_CODEGEN_GPU_WEIGHTTILE_H

#include "WeightDecoder.h"
#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// The weights of a block's tile for one step along K, in the fragment order of
/// docs/GpuBundle.md: one contiguous piece of memory, padded to whole tiles.
/// Lanes read 16 bytes that lie next to each other.
struct WeightTile {
  WeightDecoder decoder;
  int64_t blockN, blockK;

  explicit WeightTile(TensorCoreMatmulOp op);

  int64_t bytes() const { return blockN * blockK * decoder.words() / 2; }

  /// Bytes from the start of the matrix to the tile of a block of columns
  /// (64 bits); `steps`: tiles along K.
  mlir::Value origin(KernelBuilder &b, mlir::Value blockColumn,
                     mlir::Value steps) const;

  /// What a lane holds of 16 columns and unitK() of K: for each tile of 16 x 16
  /// the decoder's words. `column` and `k` begin at the tile, `lanePlace`
  /// includes 16 bytes for each lane and the warp's place.
  llvm::SmallVector<mlir::Value> load(KernelBuilder &b, mlir::Value stage,
                                      mlir::Value lanePlace, int64_t column,
                                      int64_t k) const;
  /// Bytes from the tile's start to a column and element of K, multiples of 16
  /// and unitK().
  mlir::Value place(KernelBuilder &b, mlir::Value column, mlir::Value k) const;
};

/// Copies such contiguous pieces by all threads of a block, 16 bytes each.
class LinearCopy {
public:
  LinearCopy(int64_t bytes, int64_t threads, mlir::Value thread)
      : bytes(bytes), threads(threads), thread(thread) {}

  void copyAsync(KernelBuilder &b, mlir::Value target, mlir::Value source);
  /// Zeros where the condition does not hold.
  llvm::SmallVector<mlir::Value> load(KernelBuilder &b, mlir::Value source,
                                      mlir::Value condition);
  void store(KernelBuilder &b, mlir::Value target,
             llvm::ArrayRef<mlir::Value> values);

private:
  /// `body` with the offset of each of this thread's pieces of 16 bytes.
  void forEach(KernelBuilder &b,
               llvm::function_ref<void(mlir::Value offset)> body);

  int64_t bytes, threads;
  mlir::Value thread;
};

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_GPU_WEIGHTTILE_H
