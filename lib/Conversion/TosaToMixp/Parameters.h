//===- Parameters.h - TOSA's 1-D parameters by the block rule ---*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_TOSATOMIXP_PARAMETERS_H
#define MIXP_LIB_CONVERSION_TOSATOMIXP_PARAMETERS_H

#include "mlir/IR/Builders.h"

namespace mixp {

/// The scalar of a 1-D tensor of one integer, extended to i32.
mlir::Value buildScalar(mlir::OpBuilder &builder, mlir::Location loc,
                        mlir::Value values, bool isUnsigned);

/// The integers of a 1-D tensor of static size, extended with their signs to
/// `element`, as a tensor of `rank` whose last dim they are: a constant where
/// they are constants.
mlir::Value buildAlongLastDim(mlir::OpBuilder &builder, mlir::Location loc,
                              mlir::Value values, int64_t rank,
                              mlir::IntegerType element);

/// The one zero point of `values` as an i32 tensor of `shape`; null where it
/// is the constant 0.
mlir::Value buildZeroPoint(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value values, llvm::ArrayRef<int64_t> shape,
                           bool isUnsigned);

/// Whether the 1-D tensor is the constant 0.
bool isZero(mlir::Value values);

/// Zeros of `type`, whose dynamic dims have these of `sizes`.
mlir::Value buildZeros(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::RankedTensorType type,
                       llvm::ArrayRef<mlir::OpFoldResult> sizes);

/// Whether the type is one that the operands of TOSA's products share with
/// mixp's, and whether products of integers or floats are summed in `element`.
bool isTosaOperand(mlir::RankedTensorType type);
bool isTosaAccumulator(mlir::Type element, bool isInteger);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_TOSATOMIXP_PARAMETERS_H
