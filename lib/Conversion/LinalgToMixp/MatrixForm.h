//===- MatrixForm.h - Tensors as matrices -----------------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_MATRIXFORM_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_MATRIXFORM_H

#include "ContractionLayout.h"
#include "mlir/IR/Builders.h"

namespace mixp {

/// The type of a tensor whose dims are grouped.
mlir::RankedTensorType getMatrixType(mlir::RankedTensorType type,
                                     const DimGroups &groups);

/// `tensor` with its dims grouped; itself where they are so already.
mlir::Value toMatrix(mlir::OpBuilder &builder, mlir::Location loc,
                     mlir::Value tensor, const DimGroups &groups);

/// `matrix` with the dims that `like` has without the groups.
mlir::Value fromMatrix(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Value matrix, mlir::Value like,
                       const DimGroups &groups);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_MATRIXFORM_H
