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

/// The type that `fl` rounds to in a mixp.matmul or mixp.conv.
template <typename OpT> mlir::FloatType computeType(OpT op) {
  if (op.hasF64())
    return mlir::Float64Type::get(op.getContext());
  return mlir::Float32Type::get(op.getContext());
}

/// fl(outs + fl(fl(acc) * fl(sl * sr))), rounded once more if outs is narrower;
/// `fl` rounds to `type`, and one of the scales may be null.
mlir::Value scaleSum(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                     mlir::Value lhsScale, mlir::Value rhsScale,
                     mlir::Value outs, mlir::Type type);

/// One side of the float rule: dequantized where it has parameters, decoded
/// where that is work and would be done for every product, else as it is, to be
/// widened in the contraction's body.
mlir::Value prepareOperand(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value operand, mlir::Value scale,
                           mlir::Value zeroPoint, mlir::ArrayRef<int64_t> block,
                           bool isUnsigned, mlir::Type type);

/// A tensor of the sizes of `like` all of whose elements are `value`.
mlir::Value buildFilled(mlir::OpBuilder &builder, mlir::Location loc,
                        mlir::Value like, mlir::TypedAttr value);

} // namespace mixp

#endif // MIXP_LIB_CONVERSION_MIXPTOLINALG_CONTRACTION_H
