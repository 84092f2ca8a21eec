//===- OperandStatistics.h - Statistics of an lhs as ops --------*- C++ -*-===//
#ifndef MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDSTATISTICS_H
#define MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDSTATISTICS_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"

namespace mixp {

/// Whether the rows of the lhs of `op` are worth statistics: its rhs is a
/// constant, for all rows the same one, and K is static.
bool hasRowStatistics(MatmulOp op);

// All of these build, at the builder's place, a statistic of the rows of the
// lhs of such an op.

/// The number of rows: tensor<i64>.
mlir::Value createRowCount(mlir::OpBuilder &builder, MatmulOp op);
/// The least or greatest x[k] over the rows, or an infinity where there are
/// none: tensor<Kxf32>. NaN wins.
mlir::Value createExtremumAlongK(mlir::OpBuilder &builder, MatmulOp op,
                                 bool isMax);
/// max |x[k]| over the rows: tensor<Kxf32>. NaN wins.
mlir::Value createChannelMax(mlir::OpBuilder &builder, MatmulOp op);
/// The sum of x[k] over the rows: tensor<Kxf64>.
mlir::Value createChannelSum(mlir::OpBuilder &builder, MatmulOp op);
/// The sum of x[k] * x[l] over the rows, by mixp.matmul: tensor<KxKxf32>.
mlir::Value createGramSum(mlir::OpBuilder &builder, MatmulOp op);

} // namespace mixp

#endif // MIXP_LIB_DIALECT_MIXP_TRANSFORMS_OPERANDSTATISTICS_H
