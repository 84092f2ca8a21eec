//===- ResultTiling.h - Loops that are the result's dims --------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_RESULTTILING_H
#define MIXP_LIB_DIALECT_MIXP_IR_RESULTTILING_H

#include "mlir/Interfaces/TilingInterface.h"

namespace mixp {

/// TilingInterface of an op whose loops are the dims of each of its results: a
/// tile of the loops makes the same tile of a result, and the other way round.
template <typename ModelT, typename OpT>
struct ResultTiling : mlir::TilingInterface::ExternalModel<ModelT, OpT> {
  using Sizes = llvm::ArrayRef<mlir::OpFoldResult>;

  mlir::LogicalResult getResultTilePosition(
      mlir::Operation *, mlir::OpBuilder &, unsigned, Sizes offsets,
      Sizes sizes, llvm::SmallVector<mlir::OpFoldResult> &resultOffsets,
      llvm::SmallVector<mlir::OpFoldResult> &resultSizes) const {
    resultOffsets.assign(offsets.begin(), offsets.end());
    resultSizes.assign(sizes.begin(), sizes.end());
    return mlir::success();
  }

  mlir::LogicalResult getIterationDomainTileFromResultTile(
      mlir::Operation *, mlir::OpBuilder &, unsigned, Sizes offsets,
      Sizes sizes, llvm::SmallVectorImpl<mlir::OpFoldResult> &domainOffsets,
      llvm::SmallVectorImpl<mlir::OpFoldResult> &domainSizes) const {
    domainOffsets.assign(offsets.begin(), offsets.end());
    domainSizes.assign(sizes.begin(), sizes.end());
    return mlir::success();
  }
};

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_RESULTTILING_H
