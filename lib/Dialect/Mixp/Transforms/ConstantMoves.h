//===- ConstantMoves.h - Constants stay constants when moved ----*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONSTANTMOVES_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONSTANTMOVES_H

#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mixp {

/// A constant with the same elements in another static shape, sharing large
/// data; null where `value` is no constant.
mlir::Value reshapeConstant(mlir::OpBuilder &b, mlir::Value value,
                            mlir::RankedTensorType type);

/// `value` with dim i of the result being its dim permutation[i]: a constant,
/// or a linalg.transpose of what is none.
mlir::Value transposeTensor(mlir::OpBuilder &b, mlir::Location loc,
                            mlir::Value value,
                            llvm::ArrayRef<int64_t> permutation);

/// Neighbouring dims of `value` merged: a constant, or a tensor.collapse_shape.
mlir::Value collapseTensor(mlir::OpBuilder &b, mlir::Location loc,
                           mlir::Value value,
                           llvm::ArrayRef<mlir::ReassociationIndices> groups);

/// The static dim `dim` of `value` as `count` times the rest: a constant, or a
/// tensor.expand_shape.
mlir::Value splitDim(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                     int64_t dim, int64_t count);

/// The elements of a constant from `offsets` on, `strides` apart, in the shape
/// `sizes`; null where `value` is no constant.
mlir::Value sliceConstant(mlir::OpBuilder &b, mlir::Value value,
                          llvm::ArrayRef<int64_t> offsets,
                          llvm::ArrayRef<int64_t> sizes,
                          llvm::ArrayRef<int64_t> strides);

/// `values` after another along `dim`: a constant, or a tensor.concat of what
/// is none.
mlir::Value concatTensors(mlir::OpBuilder &b, mlir::Location loc, int64_t dim,
                          llvm::ArrayRef<mlir::Value> values);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_CONSTANTMOVES_H
