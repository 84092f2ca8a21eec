//===- Tiling.h - Tiles of operands and of their scales ---------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_IR_TILING_H
#define MIXP_LIB_DIALECT_MIXP_IR_TILING_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"
#include <optional>

namespace mixp {

/// A tile of a tensor, one entry per dim.
struct Tile {
  llvm::SmallVector<mlir::OpFoldResult> offsets;
  llvm::SmallVector<mlir::OpFoldResult> sizes;
};

/// The largest number known to divide `value`; 0 if `value` is 0.
int64_t knownDivisor(mlir::OpFoldResult value);

/// The largest value that a tile's size is known to have.
std::optional<int64_t> knownUpperBound(mlir::OpFoldResult size);

/// Whether a tile of `tensor` is known to cover all of dim `dim`.
bool coversDim(const Tile &tile, mlir::Value tensor, int64_t dim);

/// The slice of `tensor` that a tile is.
mlir::Value sliceTensor(mlir::OpBuilder &builder, mlir::Location loc,
                        mlir::Value tensor, const Tile &tile);

/// The block sizes to write on a tile of `operand`: those of the whole operand,
/// resolved, with 0 where one covers the dim.
llvm::SmallVector<int64_t> writtenBlock(mlir::RankedTensorType operand,
                                        llvm::ArrayRef<int64_t> resolved);

/// The tile of a scale or zero point that a tile of its operand uses. Fails
/// where, in some dim, the operand's tile is neither known to start on a block
/// nor known to lie within one: no block attribute could say which scale an
/// element uses.
llvm::FailureOr<Tile> blockedTile(mlir::OpBuilder &builder, mlir::Location loc,
                                  llvm::ArrayRef<int64_t> writtenBlock,
                                  const Tile &tile);

/// Attach TilingInterface to the ops of the files TilingInterface*.cpp.
void attachConversionTiling(mlir::MLIRContext &context);
void attachChooseScalesTiling(mlir::MLIRContext &context);
void attachMatmulTiling(mlir::MLIRContext &context);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_IR_TILING_H
