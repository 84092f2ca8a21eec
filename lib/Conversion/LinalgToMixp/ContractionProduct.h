//===- ContractionProduct.h - mixp.matmul of a contraction ------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONPRODUCT_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONPRODUCT_H

#include "ContractionBody.h"
#include "ContractionLayout.h"
#include "mlir/IR/PatternMatch.h"

namespace mixp {

/// Verifies an op that is in no block; what its verifier says goes to `reason`.
mlir::LogicalResult verifyQuietly(mlir::Operation *op, std::string &reason);

/// The scalar (null: nothing) as the one zero point of an operand of `rank`: a
/// tensor of i32.
mlir::Value buildZeroPoint(mlir::OpBuilder &builder, mlir::Location loc,
                           ReadValue zeroPoint, int64_t rank);

/// Whether mixp.matmul takes the product; if not, its verifier says why.
mlir::LogicalResult verifyProduct(mlir::linalg::LinalgOp op,
                                  const ContractionBody &body,
                                  const ContractionLayout &layout,
                                  std::string &reason);

/// The product as a mixp.matmul before `op`: the value of op's result.
mlir::Value buildProduct(mlir::RewriterBase &rewriter,
                         mlir::linalg::LinalgOp op, const ContractionBody &body,
                         const ContractionLayout &layout);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONPRODUCT_H
