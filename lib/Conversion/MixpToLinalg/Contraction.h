//===- Contraction.h - The loop nest of a product ---------------*- C++ -*-===//
#ifndef MIXP_LIB_CONVERSION_MIXPTOLINALG_CONTRACTION_H
#define MIXP_LIB_CONVERSION_MIXPTOLINALG_CONTRACTION_H

#include "mixp/Dialect/Mixp/IR/MixpOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/PatternMatch.h"

namespace mixp {

/// What a contraction reads: operands as the op stores them, of any element
/// type, and i32 zero points by the op's blocks, null where absent.
struct ContractionOperands {
  mlir::Value lhs, rhs, lhsZero, rhsZero;
};

/// One linalg.generic that adds the products of `op` to `init`. `term` gives
/// the value that is added for each pair of elements from {lhs, rhs, lhs zero
/// point, rhs zero point}. Beside a sparse side, which must come without zero
/// points on either, the loop runs over what is stored, and the body reads the
/// other side where metadata say.
mlir::Value
buildContraction(mlir::RewriterBase &rewriter, MatmulOp op,
                 const ContractionOperands &operands, mlir::Value init,
                 llvm::function_ref<mlir::Value(mlir::ImplicitLocOpBuilder &,
                                                mlir::ArrayRef<mlir::Value>)>
                     term);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_CONTRACTION_H
