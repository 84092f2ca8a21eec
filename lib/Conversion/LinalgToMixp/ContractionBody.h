//===- ContractionBody.h - What a linalg body multiplies --------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONBODY_H
#define MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONBODY_H

#include "Widening.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mixp {

/// One factor of the product: an input, less a zero point.
struct ContractionFactor {
  /// The op's operand, whose indexing map says where elements are read.
  mlir::OpOperand *input = nullptr;
  /// That operand, and how the body reads it.
  ReadValue operand;
  /// The narrower tensor of the same numbers, or `operand` again.
  ReadValue source;
  /// A scalar integer from outside of the op; null where there is none.
  ReadValue zeroPoint;
};

/// A body that yields out + lhs * rhs, computed in the accumulator's type.
struct ContractionBody {
  ContractionFactor lhs, rhs;
};

/// Finds the factors in the body of `op`. Fails, with the reason in `reason`,
/// where the body computes something else or in a narrower type.
mlir::FailureOr<ContractionBody> matchContractionBody(mlir::linalg::LinalgOp op,
                                                      std::string &reason);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_LINALGTOMIXP_CONTRACTIONBODY_H
