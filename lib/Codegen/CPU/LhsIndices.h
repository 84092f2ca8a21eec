//===- LhsIndices.h - Where words of lhs are --------------------*- C++ -*-===//
#ifndef MIXP_LIB_CODEGEN_CPU_LHSINDICES_H
#define MIXP_LIB_CODEGEN_CPU_LHSINDICES_H

#include "KernelConfig.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace mixp {

/// The indices of lhs that belong to a row and a place along K of the product,
/// where several dims of lhs are its rows or K.
class LhsIndices {
public:
  LhsIndices(mlir::ImplicitLocOpBuilder &b, PackedMatmulOp op) : b(b), op(op) {}

  /// Turns to the rows [row, row + count) of a batch, which is empty or an
  /// index.
  void selectRows(mlir::ValueRange batch, mlir::Value row, int64_t count);

  /// Elements of a run along K, 0 where all of K is one.
  int64_t getRun();

  /// Turns to a run of K, by its number.
  void selectRun(mlir::Value number);

  /// The place of one of the selected rows, `k` elements into the run.
  llvm::SmallVector<mlir::Value> at(int64_t row, mlir::Value k) const;

private:
  using Values = llvm::SmallVector<mlir::Value>;

  Values split(mlir::Value number, int64_t firstDim, int64_t dims);

  mlir::ImplicitLocOpBuilder &b;
  PackedMatmulOp op;
  /// For each row: the batch and the dims of rows.
  llvm::SmallVector<Values> rows;
  /// The dims of K but the last.
  Values run;
};

/// M of the product of one batch.
mlir::OpFoldResult countProductRows(mlir::ImplicitLocOpBuilder &b,
                                    PackedMatmulOp op);

/// K' of the product: that of lhs.
mlir::OpFoldResult countProductDepth(mlir::ImplicitLocOpBuilder &b,
                                     PackedMatmulOp op);

} // namespace mixp

#endif // MIXP_LIB_CODEGEN_CPU_LHSINDICES_H
